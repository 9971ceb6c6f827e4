/** What a bundler makes of programs that use a part of the package: that part, and nothing of Node.js for a browser. */
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDomains } from "../support/definitions.js";
import { out } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, "node_modules"));
  await symlink(out, join(folder.path, "node_modules/cdplex"), "junction");
  await writeFile(join(folder.path, "package.json"), '{ "type": "module" }');
});

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

interface Bundle {
  readonly code: string;
  /** Modules that are left to be found when the program runs. */
  readonly imports: readonly string[];
}

async function bundle(source: string, platform: "browser" | "node"): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: folder.path, loader: "ts" },
    bundle: true,
    minifySyntax: true,
    format: "esm",
    platform,
    target: "es2022",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const [output] = Object.values(metafile.outputs);
  return { code: outputFiles[0]!.text, imports: output!.imports.map(({ path }) => path) };
}

/** The domains of which a bundle holds the wire table. */
function domainsIn(code: string): string[] {
  return readDomains()
    .map(({ domain }) => domain)
    .filter((domain) => new RegExp(`defineDomain\\w*\\(\\s*"${domain}"`).test(code))
    .sort();
}

describe("a bundle", () => {
  test("of cdplex/core holds no domain", async () => {
    const { code } = await bundle(`import { connect } from "cdplex/core"; console.log(connect);`, "browser");
    expect(domainsIn(code)).toEqual([]);
  });

  test("holds the domains that are named", async () => {
    const { code } = await bundle(
      `import { connect } from "cdplex/core";
       import { Page } from "cdplex/domains/Page";
       import { Runtime } from "cdplex/domains/Runtime";
       console.log(connect, Page, Runtime);`,
      "browser",
    );
    expect(domainsIn(code)).toEqual(["Page", "Runtime"]);
  });

  test("of a worker's target holds no page's domains", async () => {
    const { code } = await bundle(
      `import { WorkerTarget } from "cdplex/targets/WorkerTarget"; console.log(WorkerTarget);`,
      "browser",
    );
    const domains = domainsIn(code);
    expect(domains).toContain("Runtime");
    expect(domains).not.toContain("Page");
    expect(domains).not.toContain("DOM");
  });

  test("holds nothing of schemas, unless one is handed in, and then no other", async () => {
    const without = await bundle(`import { connect } from "cdplex"; console.log(connect);`, "browser");
    expect(without.code).not.toContain("Failed to deserialize");
    expect(without.code).not.toContain("string value expected");
    expect(without.code).not.toContain("unknown field");
    const { code } = await bundle(
      `import { connect } from "cdplex/core";
       import { RuntimeSchema } from "cdplex/schemas/Runtime";
       console.log(connect("", { schemas: [RuntimeSchema] }));`,
      "browser",
    );
    expect(code).toContain("unknown field");
    expect(code).toContain("command evaluate expression:string");
    expect(code).not.toContain("command navigate url:string");
    // What reads strictly is for those who make a codec of their own.
    expect(code).not.toContain("Failed to deserialize");
  });

  test("for a browser imports nothing", async () => {
    const { imports } = await bundle(`import { connect } from "cdplex"; console.log(connect);`, "browser");
    expect(imports).toEqual([]);
  });

  test("for a browser holds nothing that is for Node.js", async () => {
    const { code } = await bundle(`import { connect } from "cdplex"; console.log(connect);`, "browser");
    expect(code).not.toContain("RFC 6455");
    expect(code).not.toContain("ECONNREFUSED");
  });

  test("for a browser that launches holds nothing of it, and says so when it runs", async () => {
    const { code, imports } = await bundle(
      `import { launch } from "cdplex"; console.log(launch);`,
      "browser",
    );
    expect(imports).toEqual([]);
    expect(code).toContain("launch needs Node.js");
    expect(code).not.toContain("--remote-debugging");
    expect(code).not.toContain("cdplex-watcher");
  });

  test("for Node.js follows launch to all that it needs", async () => {
    const { code, imports } = await bundle(`import { launch } from "cdplex"; console.log(launch);`, "node");
    expect(code).toContain("--remote-debugging-pipe");
    expect(code).toContain("cdplex-watcher");
    expect(imports.filter((path) => path.startsWith("#"))).toEqual([]);
  });

  test("of what does not launch holds nothing of it", async () => {
    const { code } = await bundle(`import { connect } from "cdplex"; console.log(connect);`, "node");
    expect(code).not.toContain("--remote-debugging-pipe");
    expect(code).not.toContain("launch needs Node.js");
  });

  test("for Node.js brings the websocket along, and ws for compression, for bundlers can follow their imports", async () => {
    const { code, imports } = await bundle(`import { connect } from "cdplex"; console.log(connect);`, "node");
    expect(code).toContain("RFC 6455");
    expect(/ws\/lib\/receiver\.js/.test(code)).toBe(true);
    expect(imports.filter((path) => path.startsWith("#"))).toEqual([]);
  });
});
