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
  /** A whole program connects to a browser, or makes one up; the rest goes on from there. */
  readonly kind: "program" | "mock" | "part";
}

function blocks(file: string, name: string): Block[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""], index) => ({
    name: `${name}-${index + 1}`,
    text: code,
    kind: code.includes('await connect("http') ? "program" : code.includes("memoryPair(") ? "mock" : "part",
  }));
}

const all = [...blocks(join(root, "README.md"), "ours"), ...blocks(join(out, "README.md"), "generated")];
const programs = all.filter(({ kind }) => kind === "program");

/** What a part of a program may take as given. */
function complete(part: string, address = "", times = 1): string {
  return `
import { writeFile } from "node:fs/promises";
import { connect as connectBefore } from "cdplex";
${part
  .split("\n")
  .filter((line) => line.startsWith("import "))
  .join("\n")}
const browser = await connectBefore(${JSON.stringify(address)});
const page = await browser.newPage();
for (let time = 0; time < ${times}; time++) {
${part
  .split("\n")
  .filter((line) => !line.startsWith("import "))
  .join("\n")}
}
await page[Symbol.asyncDispose]();
await browser.connection.close();
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
    const parts = all.filter(({ kind }) => kind === "part");
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

  test.each(all.filter(({ kind }) => kind === "mock"))(
    "mock $name runs, and prints what it says",
    async (block) => {
      const built = await compilePrograms(folder.path, new Map([[block.name, block.text]]));
      const { exitCode, stdout, stderr } = await startProgram(built.get(block.name)!).result;
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
      expect(stdout.trim()).toBe(/\/\/ (.*)\n$/.exec(block.text)?.[1]);
    },
  );

  test("the example of a response's body loses no event", async () => {
    using example = await serveExample(browser);
    const part = all.find(({ text }) => text.includes("page.responseBody("))!.text;
    const shown = part.replace(
      /^const body = .*$/m,
      "$&\nconsole.log(body.text().includes('Example Domain'));",
    );
    expect(shown).not.toBe(part);
    const source = complete(shown, chromium.httpUrl, 10);
    const built = await compilePrograms(folder.path, new Map([["body", source]]));
    const { exitCode, stdout, stderr } = await startProgram(built.get("body")!).result;
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toBe("true\n".repeat(10));
    expect(example.requests.length).toBeGreaterThanOrEqual(10);
  });

  test("the example of a target's own address connects to it", async () => {
    const list = (await (await fetch(`${chromium.httpUrl}/json/list`)).json()) as {
      webSocketDebuggerUrl: string;
    }[];
    const part = all.find(({ text }) => text.includes("/devtools/page/..."))!.text;
    const source = part
      .replace(/"ws:.*?"/, JSON.stringify(list[0]!.webSocketDebuggerUrl))
      .concat("console.log((await page.Runtime.evaluate({ expression: '1 + 1' })).result.value);\n")
      .concat("await session.connection.close();\n");
    const built = await compilePrograms(folder.path, new Map([["own", source]]));
    const { exitCode, stdout, stderr } = await startProgram(built.get("own")!).result;
    expect([stderr, exitCode, stdout]).toEqual(["", 0, "2\n"]);
  });
});
