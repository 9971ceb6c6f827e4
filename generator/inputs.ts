/** Reads everything that a run starts from, and takes one hash over it. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readOverlay } from "./config/overlay.js";
import { readSource, textOf } from "./load/files.js";
import { type LoadedProtocol, loadTargets, parseProtocols, readProtocolSources } from "./load/load.js";
import type { RawTarget } from "./load/raw.js";
import { type Templates, loadTemplates } from "./load/templates.js";
import type { Correction } from "./model/quirks.js";
import { fingerprint } from "./record.js";

export interface Inputs {
  /** Reads the definitions, which takes longer than a run with nothing to do. */
  readonly parse: () => LoadedProtocol;
  readonly corrections: readonly Correction[];
  readonly targets: readonly RawTarget[];
  readonly templates: Templates;
  /** Of the package that comes out: the generator's own. */
  readonly version: string;
  /** What its versions have changed: kept beside the definitions, and copied. Only for what comes with the generator. */
  readonly changelog: string | undefined;
  /** Over the generator's code and the tools that it works with. */
  readonly generator: string;
  /** Over all that the files are made from, options included. */
  readonly fingerprint: string;
}

/** The packages whose version decides what the output is, byte for byte. TypeScript comes with ts-morph's other half. */
const TOOLS = ["handlebars", "prettier", "rolldown", "ts-morph", "ts-morph/@ts-morph/common"];

export async function loadInputs(options: {
  readonly root: string;
  readonly code: string;
  readonly protocol: readonly string[];
  readonly overlay?: string | undefined;
  readonly targets: string;
  readonly shipped: boolean;
  readonly domains: readonly string[];
  readonly targetNames: readonly string[];
}): Promise<Inputs> {
  const { root, code, shipped, domains, targetNames } = options;
  const version = versionOf(readFileSync(join(root, "package.json"), "utf8"));
  const sources = await readProtocolSources(options.protocol);
  const overlay = options.overlay === undefined ? undefined : readSource(options.overlay);
  const targets = await loadTargets(options.targets);
  const templates = await loadTemplates(root);
  const changelog = shipped ? readChangelog(join(root, "protocol/CHANGELOG.md")) : undefined;
  const generator = fingerprint([["code", code], ["version", version], ...toolVersions(root)]);
  return {
    parse: () => parseProtocols(sources),
    corrections: overlay === undefined ? [] : readOverlay(textOf(overlay), overlay.name),
    targets: targets.targets,
    templates,
    version,
    changelog,
    generator,
    fingerprint: fingerprint([
      ["generator", generator],
      ["options", JSON.stringify({ shipped, domains, targetNames })],
      ...(changelog === undefined ? [] : [["changelog", changelog] as const]),
      ...(overlay === undefined ? [] : [["overlay", overlay.bytes] as const]),
      ...[...sources.sources, ...targets.sources].map(({ name, bytes }) => [`input ${name}`, bytes] as const),
      ...Object.entries(templates).flatMap(([kind, texts]: [string, ReadonlyMap<string, string>]) =>
        [...texts].map(([name, text]) => [`template ${kind} ${name}`, text] as const),
      ),
    ]),
  };
}

function readChangelog(file: string): string | undefined {
  // A checkout on Windows may have other line ends, and the same inputs have to give the same bytes.
  return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : undefined;
}

/** Read from their manifests, because loading a tool takes longer than a run with nothing to do. */
function toolVersions(root: string): (readonly [name: string, version: string])[] {
  const here = createRequire(join(root, "package.json"));
  return TOOLS.map((tool) => {
    const [, parent, name] = /^(ts-morph\/)?(.+)$/.exec(tool)!;
    const from = parent === undefined ? here : createRequire(here.resolve("ts-morph/package.json"));
    return [tool, versionOf(readFileSync(from.resolve(`${name}/package.json`), "utf8"))] as const;
  });
}

function versionOf(manifest: string): string {
  return (JSON.parse(manifest) as { version: string }).version;
}
