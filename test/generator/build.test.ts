import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage, entryModules } from "../../generator/build.js";
import { folderContents } from "../support/folder-contents.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary.js";

const domain = (name: string): string => `
import { defineDomain } from "../runtime/codegen.js";
import type { Domain } from "../runtime/codegen.js";
/** Documentation of ${name}. */
export interface ${name}Domain { enable(): Promise<void> }
export const ${name}: Domain<${name}Domain> = /* @__PURE__ */ defineDomain("${name}", { commands: "enable${name}" });
`;

const SOURCES = {
  "package.json": JSON.stringify({
    name: "cdplex",
    type: "module",
    sideEffects: false,
    imports: {
      "#ws": "ws",
      "#platform": { node: "ws", default: "./dist/runtime/transports/no-platform.js" },
    },
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./cbor": { types: "./dist/cbor.d.ts", default: "./dist/cbor.js" },
      "./core": { types: "./dist/core.d.ts", default: "./dist/core.js" },
      "./domains/*": { types: "./dist/domains/*.d.ts", default: "./dist/domains/*.js" },
      "./transports/*": {
        types: "./dist/runtime/transports/*.d.ts",
        default: "./dist/runtime/transports/*.js",
      },
      "./src/*": "./src/*",
    },
  }),
  "src/index.ts": `/// <reference lib="esnext.disposable" preserve="true" />
export { PageTarget } from "./targets/PageTarget.js";
export type * as Page from "./domains/Page.js";
export { connect } from "./core.js";
`,
  "src/core.ts": 'export { connect } from "./runtime/connect.js";\n',
  "src/cbor.ts": 'export const cbor: string = "of an entry\'s own";\n',
  "src/domains/DOM.ts": domain("DOM"),
  "src/domains/Page.ts": domain("Page"),
  "src/targets/PageTarget.ts": `
import { defineDomain } from "../runtime/codegen.js";
import type { Domain } from "../runtime/codegen.js";
import { Page } from "../domains/Page.js";
export const PageTarget: Domain<unknown> = /* @__PURE__ */ defineDomain("PageTarget", { commands: "", of: [Page] });
`,
  "src/runtime/codegen.ts": `
export interface Domain<T> { readonly name: string; readonly api?: T }
/** @internal */
export interface Hidden { readonly a: 1 }
export function defineDomain<T>(name: string, wire: { commands: string; of?: readonly object[] }): Domain<T> { return { name, ...wire }; }
`,
  "src/runtime/stream.ts": `
export class Stream implements Disposable {
  declare readonly [Symbol.dispose]: () => void;
  [Symbol.asyncIterator](): this {
    return this;
  }
}
`,
  "src/runtime/connect.ts": `
import { open } from "./transports/memory.js";
export async function connect(): Promise<unknown> {
  if (Math.random() > 2) await import("#platform");
  return open("connected");
}
`,
  "src/runtime/transports/memory.ts":
    "/** Kept here. */\nexport function open(what: string): string {\n  return what;\n}\n",
  "src/runtime/transports/no-platform.ts": "export const platform: undefined = undefined;\n",
  "src/runtime/transports/pipe.ts":
    'import { createReadStream } from "node:fs";\nexport const pipe = (fd: number): object => createReadStream("", { fd });\n',
};

function writePackage(folder: string, files: Readonly<Record<string, string>> = SOURCES): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

let temporary: TemporaryFolder;
let out: string;
let built: readonly string[];
beforeAll(async () => {
  temporary = await temporaryFolder();
  out = join(temporary.path, "out");
  writePackage(out);
  built = (await buildPackage(out))!;
});
afterAll(() => temporary[Symbol.asyncDispose]());

const read = (path: string): string => readFileSync(join(out, path), "utf8");

test("makes a file for each entry, few chunks, and declarations for every module", () => {
  expect(built.filter((path) => path.endsWith(".js"))).toEqual([
    "dist/cbor.js",
    "dist/chunks/main.js",
    "dist/core.js",
    "dist/domains/DOM.js",
    "dist/domains/Page.js",
    "dist/index.js",
    "dist/runtime/transports/memory.js",
    "dist/runtime/transports/no-platform.js",
    "dist/runtime/transports/pipe.js",
  ]);
  const sources = Object.keys(SOURCES).filter((path) => path.startsWith("src/"));
  expect(built.filter((path) => path.endsWith(".d.ts"))).toEqual(
    sources.map((path) => path.replace(/^src(.*)\.ts$/, "dist$1.d.ts")).sort(),
  );
  expect(Object.keys(folderContents(join(out, "dist"))).map((path) => `dist/${path}`)).toEqual(
    [...built].sort(),
  );
});

test("what the main module does not reach is not in its chunk", () => {
  expect(read("dist/chunks/main.js")).toContain("connected");
  expect(read("dist/chunks/main.js")).not.toContain("node:");
  expect(read("dist/chunks/main.js")).not.toContain("of an entry's own");
  // Nor does it import another chunk, for they all import it.
  expect(read("dist/chunks/main.js")).not.toMatch(/^import /m);
  expect(read("dist/cbor.js")).toContain("of an entry's own");
  expect(read("dist/runtime/transports/pipe.js")).toContain('from "node:fs"');
});

test("what is built runs", async () => {
  const main = (await import(pathToFileURL(join(out, "dist/index.js")).href)) as {
    PageTarget: { name: string; of: object[] };
    connect: () => Promise<unknown>;
  };
  expect(main.PageTarget).toMatchObject({ name: "PageTarget", of: [{ name: "Page" }] });
  expect(await main.connect()).toBe("connected");
});

test("declarations keep words and directives, and leave out what is internal", () => {
  expect(read("dist/index.d.ts")).toMatch(/^\/\/\/ <reference lib="esnext.disposable" preserve="true" \/>/);
  expect(read("dist/domains/Page.d.ts")).toContain("/** Documentation of Page. */");
  expect(read("dist/runtime/codegen.d.ts")).not.toContain("Hidden");
});

test("members under a well-known symbol are declared once", () => {
  const declared = read("dist/runtime/stream.d.ts").match(/\[Symbol\.\w+\].*/g);
  expect(declared).toEqual(["[Symbol.dispose]: () => void;", "[Symbol.asyncIterator](): this;"]);
});

test("source maps lead to sources that are there", () => {
  const maps = built.filter((path) => path.endsWith(".map"));
  expect(maps.length).toBeGreaterThan(12);
  for (const path of maps) {
    const { sources } = JSON.parse(read(path)) as { sources: string[] };
    for (const source of sources) {
      const target = posix.join(posix.dirname(path), source);
      expect(Object.keys(SOURCES), `${path} names ${source}`).toContain(target);
    }
  }
  expect(read("dist/chunks/main.js")).toMatch(/\/\/# sourceMappingURL=main\.js\.map\s*$/);
  expect(read("dist/domains/Page.d.ts")).toMatch(/\/\/# sourceMappingURL=Page\.d\.ts\.map\s*$/);
});

test("a bundler drops the domains that nobody uses", async () => {
  const bundled = await esbuild.build({
    stdin: { contents: 'export { DOM } from "cdplex/domains/DOM";', resolveDir: out },
    absWorkingDir: out,
    bundle: true,
    write: false,
    format: "esm",
  });
  const [file] = bundled.outputFiles;
  expect(file?.text).toContain("enableDOM");
  expect(file?.text).not.toContain("enablePage");
});

test("the same sources give the same bytes in another folder", async () => {
  const other = join(temporary.path, "another/folder");
  writePackage(other);
  await buildPackage(other);
  expect(folderContents(other)).toEqual(folderContents(out));
});

test("files that no build makes stay, old ones of the build go", async () => {
  const other = join(temporary.path, "kept");
  writePackage(other, {
    ...SOURCES,
    "dist/notes/mine.txt": "mine",
    "dist/domains/Old.js": "old",
    "dist/domains/Old.d.ts": "old",
  });
  await buildPackage(other);
  const found = Object.keys(folderContents(join(other, "dist")));
  expect(found.filter((path) => /mine|Old/.test(path))).toEqual(["notes/mine.txt"]);
});

describe("a build that fails leaves the old one", () => {
  const broken: readonly [title: string, files: Record<string, string>, message: RegExp][] = [
    ["a syntax error", { "src/index.ts": "export const = ;" }, /index\.ts/],
    ["an import of nothing", { "src/index.ts": 'export { x } from "./nowhere.js";' }, /nowhere/],
    ["an import of a package", { "src/index.ts": 'export { x } from "somewhere";' }, /somewhere/],
    [
      "a type that cannot be printed",
      { "src/index.ts": "export const x = Math.max(1, 2) + 1;\nexport const y = x.toFixed;\n" },
      /src\/index\.ts has no declarations/,
    ],
  ];
  test.each(broken)("%s", async (title, files, message) => {
    const other = join(temporary.path, title.replaceAll(" ", "-"));
    writePackage(other, { ...SOURCES, ...files, "dist/index.js": "old" });
    await expect(buildPackage(other)).rejects.toThrow(message);
    expect(folderContents(join(other, "dist"))).toEqual({ "index.js": "old" });
    expect(Object.keys(folderContents(other)).filter((path) => path.startsWith("."))).toEqual([]);
  });
});

describe("entries are what the manifest names", () => {
  const sources = ["index.ts", "core.ts", "domains/DOM.ts", "domains/Page.ts", "a/b/c.ts", "hidden.ts"];
  const cases: readonly [manifest: object, want: readonly string[]][] = [
    [{ exports: "./dist/index.js" }, ["index.ts"]],
    [{ exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } } }, ["index.ts"]],
    [{ exports: { "./d/*": "./dist/domains/*.js" } }, ["domains/DOM.ts", "domains/Page.ts"]],
    [{ exports: { "./*": "./dist/a/*.js" }, imports: { "#x": ["./dist/core.js"] } }, ["a/b/c.ts", "core.ts"]],
    [{ exports: { "./src/*": "./src/*", "./package.json": "./package.json" } }, []],
    [{ exports: { "./gone": null, "./none/*": "./dist/none/*.js" } }, []],
    [{}, []],
  ];
  test.each(cases)("%j", (manifest, want) => {
    expect(entryModules(JSON.stringify(manifest), sources)).toEqual(want);
  });

  test("a name without a source is an error", () => {
    expect(() => entryModules('{"exports":"./dist/gone.js"}', sources)).toThrow("there is no src/gone.ts");
  });
});
