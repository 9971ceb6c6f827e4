/**
 * A program that launches a browser, where a second argument says how many file descriptors there are to be had for it, and prints how that
 * went, as one line of JSON. Started by `scarce.test.ts`.
 */
import { closeSync, openSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { launch } from "../../../templates/runtime/client/launch.js";

export interface Report {
  /** The class and the code of the error; `launched` where there was none. */
  readonly outcome: string;
  readonly message: string;
  /** What is in the folder for temporary files in the end. */
  readonly left: readonly string[];
  /** How long the program lived after the launch had settled, in milliseconds. */
  readonly lingered: number;
}

const [, , executablePath, free] = process.argv;

async function main(): Promise<void> {
  const taken: number[] = [];
  if (free !== undefined) {
    try {
      for (;;) taken.push(openSync("/dev/null", "r"));
    } catch {
      // There are no more.
    }
    for (const fd of taken.splice(0, Number(free))) closeSync(fd);
  }
  let outcome = "launched";
  let message = "";
  try {
    const browser = await launch({ executablePath, protocol: "json" });
    await browser.close();
  } catch (error) {
    const { name, code } = error as { readonly name: string; readonly code?: string };
    outcome = `${name} ${code}`;
    ({ message } = error as Error);
  }
  for (const fd of taken) closeSync(fd);
  const settled = performance.now();
  process.once("exit", () => {
    const lingered = performance.now() - settled;
    const report: Report = { outcome, message, left: readdirSync(tmpdir()), lingered };
    console.log(JSON.stringify(report));
  });
}

void main();
