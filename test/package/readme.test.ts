/** The programs in the READMEs run as they stand; what is only part of one compiles. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../out/src/index.js";
import type { Browser } from "../../out/src/index.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { serveExample } from "../support/example-site.js";
import { out, root } from "../support/paths.js";
import { compilePrograms, prepareProject, startProgram } from "../support/program.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

interface Block {
  readonly name: string;
  readonly text: string;
  /** A whole program connects; the rest goes on from there. */
  readonly isProgram: boolean;
}

function blocks(file: string, name: string): Block[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""], index) => ({
    name: `${name}-${index + 1}`,
    text: code,
    isProgram: code.includes("await connect("),
  }));
}

const all = [...blocks(join(root, "README.md"), "ours"), ...blocks(join(out, "README.md"), "generated")];
const programs = all.filter(({ isProgram }) => isProgram);

/** What a part of a program may take as given. */
function complete(part: string): string {
  return `
import { writeFile } from "node:fs/promises";
import { connect } from "cdplex";
${part
  .split("\n")
  .filter((line) => line.startsWith("import "))
  .join("\n")}
const browser = await connect("");
const page = await browser.newPage();
{
${part
  .split("\n")
  .filter((line) => !line.startsWith("import "))
  .join("\n")}
}
void writeFile;
`;
}

let folder: TemporaryFolder;
let chromium: RunningBrowser;
let browser: Browser;

beforeAll(async () => {
  folder = await temporaryFolder();
  chromium = await startBrowser();
  browser = await connect(chromium.httpUrl);
  await prepareProject(folder.path, out);
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await chromium?.close();
  await folder?.[Symbol.asyncDispose]();
});

describe("the READMEs", () => {
  test("show a program each, of at most 15 lines", () => {
    expect(programs.map(({ name }) => name.split("-")[0])).toEqual(
      expect.arrayContaining(["ours", "generated"]),
    );
    for (const { name, text } of programs) {
      expect(text.trimEnd().split("\n").length, name).toBeLessThanOrEqual(15);
    }
  });

  test("show parts that compile", async () => {
    const parts = all.filter(({ isProgram }) => !isProgram);
    await compilePrograms(folder.path, new Map(parts.map(({ name, text }) => [name, complete(text)])));
  });

  test.each(programs)("program $name runs", async ({ name, text }) => {
    using example = await serveExample(browser);
    const source = text.replace("http://127.0.0.1:9222", chromium.httpUrl);
    expect(source).not.toBe(text);
    const built = await compilePrograms(folder.path, new Map([[name, source]]));
    const { exitCode, stdout, stderr } = await startProgram(built.get(name)!).result;
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Example Domain");
    expect(example.requests.length).toBeGreaterThan(0);
  });
});
