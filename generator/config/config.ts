/**
 * A user's configuration: `codegen.config.json`, or the key `codegen` of `package.json`. What the command line says overrides
 * it. Paths in it are relative to the file that they stand in.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { findNodeAtLocation, type Node } from "jsonc-parser";
import { GeneratorError } from "../errors.js";
import { hasCode } from "../file-errors.js";
import { defaultPaths, generatorName, isInstalled, packageRoot } from "../package-root.js";
import { CommentedJson } from "./commented-json.js";

export const configName = "codegen.config.json";

export interface Config {
  /** Where it stands; absent where nothing is written anywhere, and only what lies in the folder says something. */
  readonly file: string | undefined;
  /** Files, folders and URLs. Absent for the generator's own. */
  readonly protocol: readonly string[] | undefined;
  readonly targets: string | undefined;
  readonly out: string | undefined;
  readonly domains: readonly string[] | undefined;
  readonly targetNames: readonly string[] | undefined;
  readonly overlay: string | undefined;
  readonly strict: boolean | undefined;
}

const keys = ["$schema", "protocol", "targets", "out", "subset", "overlay", "strict"];
const subsetKeys = ["domains", "targets"];

/**
 * The configuration that holds in a folder, or the one that is named. Where it names no definitions they are those that
 * `codegen update` has put there, if it has.
 *
 * @param named the file, where the user names one
 * @param root the folder of the generator's package
 * @throws GeneratorError where it makes no sense, with the place
 */
export function findConfig(
  workingFolder: string,
  named: string | undefined,
  root: string = packageRoot(),
): Config | undefined {
  const config = writtenConfig(workingFolder, named);
  const definitions = ownDefinitions(workingFolder, root);
  if (config?.protocol !== undefined || definitions === undefined || !exists(definitions.mark)) return config;
  return { ...(config ?? noConfig), protocol: [definitions.folder] };
}

/**
 * Where `codegen update` puts definitions for whom nothing else is configured, and the file that shows that it has.
 * `undefined` in a checkout of the generator: there it replaces those that the generator has anyway.
 */
export function ownDefinitions(
  workingFolder: string,
  root: string = packageRoot(),
): { readonly folder: string; readonly mark: string } | undefined {
  if (!isInstalled(root)) return undefined;
  const folder = defaultPaths(root, workingFolder).definitions;
  return { folder, mark: join(folder, "version.txt") };
}

/** One that says nothing. */
export const noConfig: Config = {
  file: undefined,
  protocol: undefined,
  targets: undefined,
  out: undefined,
  domains: undefined,
  targetNames: undefined,
  overlay: undefined,
  strict: undefined,
};

/** The one that somebody has written. */
export function writtenConfig(workingFolder: string, named: string | undefined): Config | undefined {
  if (named !== undefined) return readConfig(textOf(join("", named)), named);
  const own = join(workingFolder, configName);
  const manifest = join(workingFolder, "package.json");
  const fromManifest = exists(manifest) ? readManifest(textOf(manifest), manifest) : undefined;
  if (!exists(own)) return fromManifest;
  if (fromManifest !== undefined) {
    throw new GeneratorError(`There is a configuration in ${own}, and one in ${manifest}.`, {
      hint: 'Keep one of them: remove the file, or the key "codegen".',
    });
  }
  return readConfig(textOf(own), own);
}

/** A file that holds nothing else. */
export function readConfig(text: string, file: string): Config {
  const json = new CommentedJson(text, file);
  return configOf(json, json.root, file, "the configuration");
}

/** `undefined` where the manifest has none. */
export function readManifest(text: string, file: string): Config | undefined {
  // A manifest is npm's; where it is broken npm says so, and nothing of it is wanted here unless the key is there.
  if (!/"codegen"/.test(text)) return undefined;
  const json = new CommentedJson(text, file);
  const node = findNodeAtLocation(json.root, ["codegen"]);
  return node === undefined ? undefined : configOf(json, node, file, 'the key "codegen"');
}

function configOf(json: CommentedJson, node: Node, file: string, what: string): Config {
  const members = json.members(node, what, keys);
  const from = (path: string): string => (isUrl(path) || isAbsolute(path) ? path : join(dirname(file), path));
  const read = <T>(key: string, as: (value: Node, label: string) => T): T | undefined => {
    const value = members.get(key);
    return value === undefined ? undefined : as(value, JSON.stringify(key));
  };
  const path = (value: Node, label: string): string => from(json.string(value, label));
  const subset = read("subset", (value, label) => json.members(value, label, subsetKeys));
  const names = (key: string): readonly string[] | undefined => {
    const value = subset?.get(key);
    return value === undefined ? undefined : json.strings(value, `${JSON.stringify(key)} of "subset"`);
  };
  return {
    file,
    protocol: read("protocol", (value, label) => {
      const inputs = json.strings(value, label).map(from);
      if (inputs.length === 0) {
        json.fail(
          '"protocol" names no input.',
          value.offset,
          "Name one, or omit the key for the generator's own.",
        );
      }
      return inputs;
    }),
    targets: read("targets", path),
    out: read("out", path),
    domains: names("domains"),
    targetNames: names("targets"),
    overlay: read("overlay", path),
    strict: read("strict", (value, label) => json.boolean(value, label)),
  };
}

/** Whether a package says by its manifest that it generates with this generator: it configures it, or depends on it. */
export function usesGenerator(manifest: string): boolean {
  const members = membersOf(manifest);
  const fields = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
  return (
    members["codegen"] !== undefined ||
    fields.some((field) => Object.hasOwn(Object(members[field]) as object, generatorName))
  );
}

/** `undefined` where there is none. */
export function packageNameIn(manifest: string): string | undefined {
  const { name } = membersOf(manifest);
  return typeof name === "string" ? name : undefined;
}

function membersOf(manifest: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readFileSync(manifest, "utf8"))) as Readonly<Record<string, unknown>>;
  } catch {
    // There is none, or it is broken, which is npm's to tell.
    return {};
  }
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const what = hasCode(error, "ENOENT", "ENOTDIR") ? "does not exist" : "cannot be read";
    throw new GeneratorError(`${file} ${what}.`, { hint: "Check the path.", cause: error });
  }
}

/** What `codegen init` writes: every key, said what it is, with those that are needed only sometimes as comments. */
export const configStart = `// What \`npx codegen\` generates, and from what. Paths are relative to this file; the command line overrides it.
{
  // Files (.json, .pdl), folders, or URLs of debugging ports, as http://127.0.0.1:9222. Leave it out for the official
  // definitions: those in ./protocol, where \`npx codegen update\` puts the newest, or else those that come with the
  // generator. Name them where you have definitions of your own besides.
  // "protocol": ["protocol", "MyDomain.pdl"],

  // Which kind of target answers which domains and commands. Leave it out for the list that comes with the generator.
  // "targets": "target_types.json",

  // Where the package goes. The folder is the generator's: files of yours in it stay, and all else in it is written anew.
  "out": "cdp",

  // Only these, and what they refer to. Leave it out for everything.
  // "subset": { "domains": ["Page", "Network"], "targets": ["Page", "Browser"] },

  // Corrections of the definitions: see the generator's README. One that is needed no longer fails the run.
  // "overlay": "overlay.json",

  // Whether warnings are errors.
  "strict": false,
}
`;
