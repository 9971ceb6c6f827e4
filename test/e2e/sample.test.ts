/** The sample program of the design, compiled by TypeScript, runs as it stands; only the browser's address is put in. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect } from "../../out/src/index.js";
import type { Browser } from "../../out/src/index.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { serveExample } from "../support/example-site.js";
import { out, root } from "../support/paths.js";
import { compilePrograms, prepareProject, startProgram } from "../support/program.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

const sample = readFileSync(join(root, "test/types/fixtures/sample.ts"), "utf8");

let folder: TemporaryFolder;
let chromium: RunningBrowser;
let browser: Browser;
let programs: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await temporaryFolder();
  chromium = await startBrowser();
  browser = await connect(chromium.httpUrl);
  const text = sample.replace("http://127.0.0.1:9222", chromium.httpUrl);
  // The sample's loop waits for a document that it does not ask for itself.
  const asking = "await page.Network.enable({});\nvoid page.Page.reload();\nfor await";
  await prepareProject(folder.path, out);
  programs = await compilePrograms(
    folder.path,
    new Map([
      ["sample", text],
      [
        "reloading",
        text.replace(/^for await/m, asking).concat("console.log('left the loop', data.length);\n"),
      ],
    ]),
  );
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await chromium?.close();
  await folder?.[Symbol.asyncDispose]();
});

describe("the sample program", () => {
  test("runs until its page is closed under it", async () => {
    using example = await serveExample(browser);
    const before = new Set((await browser.targets({ type: "page" })).map(({ targetId }) => targetId));
    const program = startProgram(programs.get("sample")!);
    await expect.poll(() => example.requests.length, { timeout: 15_000 }).toBeGreaterThan(0);
    const page = await vi.waitFor(
      async () => {
        const [made] = (await browser.targets({ type: "page" })).filter(
          ({ targetId }) => !before.has(targetId),
        );
        expect(made?.url).toBe("https://example.com/");
        return made!;
      },
      { timeout: 15_000 },
    );
    // Nothing ends it meanwhile.
    await sleep(500);
    expect(program.process.exitCode).toBe(null);
    await browser.Target.closeTarget({ targetId: page.targetId });
    const { exitCode, stderr } = await program.result;
    expect(stderr).toContain("SessionDetachedError");
    expect(exitCode).toBe(1);
  });

  test("leaves its loop at the first document, and its page with it", async () => {
    using _example = await serveExample(browser);
    const before = (await browser.targets({ type: "page" })).length;
    const { exitCode, stdout, stderr } = await startProgram(programs.get("reloading")!).result;
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^left the loop \d+\n$/);
    expect(exitCode).toBe(0);
    await expect
      .poll(async () => (await browser.targets({ type: "page" })).length, { timeout: 10_000 })
      .toBe(before);
  });
});
