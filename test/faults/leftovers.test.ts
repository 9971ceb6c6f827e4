/** After hundreds of faults nothing is left: no rejection, no timer, no handle, and no memory. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { root } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";
import type { Leftovers, MortalBrowser } from "./leftovers-program.js";

/** More than one round of cells may leave in noise: of compiled code, and of what the measurement itself keeps. */
const ALLOWED_GROWTH = 512 * 1024;

/** The program as one file that Node runs. */
async function bundle(folder: string): Promise<string> {
  const outfile = join(folder, "leftovers.cjs");
  await build({
    entryPoints: [join(root, "test/faults/leftovers-program.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "error",
  });
  return outfile;
}

test("a process that has seen every fault ends by itself, and keeps nothing", async () => {
  await using folder = await temporaryFolder();
  await using browser = await startBrowser();
  const program = await bundle(folder.path);
  const child = spawn(process.execPath, ["--expose-gc", program, browser.wsUrl, String(browser.pid)], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    timeout: 280_000,
  });
  const mortals: RunningBrowser[] = [];
  let failure: unknown;
  child.on("message", (message) => {
    serve(message === "begin").catch((error: unknown) => {
      failure = error;
      child.kill();
    });
  });

  /** Gives the program a browser of its own, or takes the last one away. */
  async function serve(begins: boolean): Promise<void> {
    if (!begins) {
      await mortals.pop()?.close();
      return;
    }
    const mortal = await startBrowser();
    mortals.push(mortal);
    const { wsUrl, pid }: MortalBrowser = mortal;
    child.send({ wsUrl, pid });
  }

  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = await new Promise((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? code));
  });
  for (const mortal of mortals) await mortal.close();
  expect({ ended, stderr, failure }).toEqual({ ended: 0, stderr: "", failure: undefined });
  const { wrong, played, heaps, unhandled, resources } = JSON.parse(stdout) as Leftovers;
  expect({ wrong, unhandled, resources }).toEqual({ wrong: [], unhandled: [], resources: [] });
  expect(played).toBeGreaterThan(600);
  const [first = 0] = heaps;
  const smallest = Math.min(...heaps.slice(-2));
  expect(smallest - first, `heaps: ${heaps.join(", ")}`).toBeLessThan(ALLOWED_GROWTH);
}, 300_000);
