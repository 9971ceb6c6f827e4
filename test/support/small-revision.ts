/** Small definitions as the package `devtools-protocol` has them, JSON and PDL of one revision. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tarball, type TarEntry } from "./tarball.js";

export interface SmallRevision {
  readonly revision: string;
  /** Commands of the domain Page, without parameters. */
  readonly commands: readonly string[];
}

export const first: SmallRevision = { revision: "1000001", commands: ["enable", "reload", "bringToFront"] };
export const second: SmallRevision = {
  revision: "1000002",
  commands: ["enable", "reload", "bringToFront", "crash"],
};

/** The files of the package, by path. */
export function packageFiles({ revision, commands }: SmallRevision): Record<string, string> {
  const domains = {
    browser_protocol: [
      {
        domain: "Page",
        description: "Watches a page.",
        types: [{ id: "FrameId", type: "string" }],
        commands: commands.map((name) => ({ name })),
        events: [{ name: "frameDetached", parameters: [{ name: "frameId", $ref: "FrameId" }] }],
      },
    ],
    js_protocol: [{ domain: "Runtime", commands: [{ name: "enable" }] }],
  };
  const json = (half: keyof typeof domains): string =>
    `${JSON.stringify({ version: { major: "1", minor: "3" }, domains: domains[half] }, null, 2)}\n`;
  return {
    "package.json": JSON.stringify({ name: "devtools-protocol", version: `0.0.${revision}` }),
    LICENSE: "The licence.\n",
    "README.md": "Not taken.\n",
    "types/protocol.d.ts": "export {};\n",
    "json/browser_protocol.json": json("browser_protocol"),
    "json/js_protocol.json": json("js_protocol"),
    "pdl/browser_protocol.pdl": "version\n  major 1\n  minor 3\n\ninclude domains/Page.pdl\n",
    "pdl/domains/Page.pdl": `# Watches a page.\ndomain Page\n  type FrameId extends string\n\n${commands.map((name) => `  command ${name}\n\n`).join("")}  event frameDetached\n    parameters\n      FrameId frameId\n`,
    "pdl/js_protocol.pdl": "version\n  major 1\n  minor 3\n\ndomain Runtime\n  command enable\n",
  };
}

/** What `protocol/` is to hold of it: the package's files, in their places. */
export function protocolFiles(revision: SmallRevision): Record<string, string> {
  const files = packageFiles(revision);
  return {
    LICENSE: files["LICENSE"]!,
    "browser_protocol.json": files["json/browser_protocol.json"]!,
    "js_protocol.json": files["json/js_protocol.json"]!,
    "pdl/browser_protocol.pdl": files["pdl/browser_protocol.pdl"]!,
    "pdl/domains/Page.pdl": files["pdl/domains/Page.pdl"]!,
    "pdl/js_protocol.pdl": files["pdl/js_protocol.pdl"]!,
    "version.txt": `${revision.revision}\n`,
  };
}

/** Writes files by their paths from a folder, which need not exist. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Makes a folder the package with the revision. */
export function writePackage(folder: string, revision: SmallRevision): void {
  writeFiles(folder, packageFiles(revision));
}

/** Which revision a generated package says that it is of. */
export function revisionIn(out: string): unknown {
  const manifest = JSON.parse(readFileSync(join(out, "package.json"), "utf8")) as Record<string, unknown>;
  return manifest["chromiumRevision"];
}

/** The same as a tarball, with changes: a text in the place of another, or `undefined` for a file that is not there. */
export function packageTarball(
  revision: SmallRevision,
  changes: Readonly<Record<string, string | undefined>> = {},
  more: readonly TarEntry[] = [],
): Buffer {
  const files = Object.entries({ ...packageFiles(revision), ...changes });
  return tarball([
    ...files.flatMap(([path, content]) =>
      content === undefined ? [] : [{ path: `package/${path}`, content }],
    ),
    ...more,
  ]);
}
