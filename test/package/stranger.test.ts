/** A stranger installs the package, compiles a program against it and runs that with a real browser. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { compile } from "../support/compile.js";
import { install, pack } from "../support/packed.js";
import { out } from "../support/paths.js";
import { compilePrograms, startProgram } from "../support/program.js";
import { serveSite } from "../support/site.js";
import type { Site } from "../support/site.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

let folder: TemporaryFolder;
let chromium: RunningBrowser;
let site: Site;

beforeAll(async () => {
  folder = await temporaryFolder();
  [chromium, site] = await Promise.all([startBrowser(), serveSite()]);
});

afterAll(async () => {
  await chromium?.close();
  await site?.close();
  await folder?.[Symbol.asyncDispose]();
});

function program(): string {
  return `
import { CommandError, connect } from "cdplex";
import type { Bytes } from "cdplex";
import { connect as connectUntyped } from "cdplex/core";
import { Runtime } from "cdplex/domains/Runtime";
import { PageTarget } from "cdplex/targets/PageTarget";

await using browser = await connect(${JSON.stringify(chromium.httpUrl)});
await using page = await browser.newPage();
await page.Page.enable();
const loaded = page.Page.loadEventFired.once({ timeout: 10_000 });
await page.Page.navigate({ url: ${JSON.stringify(site.origin)} });
await loaded;
const { data }: { data: Bytes } = await page.Page.captureScreenshot();
const refusal = await page.DOM.describeNode({ nodeId: 99999 }).catch((error: unknown) => error);
await using bare = await connectUntyped(${JSON.stringify(chromium.wsUrl)});
await using other = await bare.attach(PageTarget, page.targetId!);
const { result } = await other.use(Runtime).evaluate({ expression: "location.origin" });
console.log(JSON.stringify([data[0], refusal instanceof CommandError, result.value]));
`;
}

async function compileAndRun(project: string): Promise<unknown> {
  const built = await compilePrograms(project, new Map([["program", program()]]));
  const { exitCode, stdout, stderr } = await startProgram(built.get("program")!).result;
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  return JSON.parse(stdout);
}

describe("a stranger", () => {
  test("installs the tarball", async () => {
    const { tarball } = await pack(folder.path);
    const project = join(folder.path, "tarball");
    const installed = await install(project, tarball);
    expect(existsSync(join(installed, "dist/index.js"))).toBe(true);
    expect(await compileAndRun(project)).toEqual([0x89, true, site.origin]);
  });

  test("installs the folder", async () => {
    const project = join(folder.path, "folder");
    const installed = await install(project, out, ["--install-links"]);
    expect(existsSync(join(installed, "dist/index.js"))).toBe(true);
    expect(await compileAndRun(project)).toEqual([0x89, true, site.origin]);
  });

  test("compiles the sources by themselves", async () => {
    const project = join(folder.path, "tarball");
    const { output } = await compile(project, {
      compilerOptions: {
        module: "NodeNext",
        target: "ES2022",
        lib: ["ES2022", "DOM", "ESNext.Disposable"],
        types: [],
        strict: true,
        rewriteRelativeImportExtensions: true,
        outDir: "from-sources",
        rootDir: "node_modules/cdplex/src",
      },
      files: ["node_modules/cdplex/src/index.ts"],
    });
    expect(output).toBe("");
  });
});
