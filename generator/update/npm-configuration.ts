/**
 * The user's configuration of npm, as far as it says how to reach a registry, read by npm's own library: the project's `.npmrc` (a
 * workspace's root's), the user's, the global one, npm's own, and `npm_config_*` in the environment, where `npx` puts what was given on its
 * command line.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { GeneratorError, type Warning } from "../errors.js";
import { hasCode } from "../file-errors.js";
import { shortened } from "../foreign-text.js";
import { packageName } from "./package-name.js";

export interface Surroundings {
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The executable of Node.js, from which the global configuration is found. */
  readonly executable: string;
  /** Where the user's `.npmrc` is; the system's word unless given. */
  readonly home?: string;
  /** As Node.js calls it; this one unless given. */
  readonly platform?: NodeJS.Platform;
  readonly warn?: (warning: Warning) => void;
}

/** As npm's libraries take it: names of options in their spelling, and `//host/:_authToken` as it stands in a file. */
export type NpmOptions = Readonly<Record<string, unknown>>;

/** What a registry is reached by. The rest stays out: to flatten all of npm's settings changes the environment of the process. */
const keysOfRegistries = new Set([
  "before",
  "ca",
  "cache",
  "cafile",
  "cert",
  "fetch-retries",
  "fetch-retry-factor",
  "fetch-retry-maxtimeout",
  "fetch-retry-mintimeout",
  "fetch-timeout",
  "https-proxy",
  "key",
  "local-address",
  "min-release-age",
  "min-release-age-exclude",
  "noproxy",
  "offline",
  "prefer-offline",
  "prefer-online",
  "proxy",
  "registry",
  "replace-registry-host",
  "strict-ssl",
]);

/** Settings by which a user guards against what was published a moment ago. A slip of the pen must not open that gate. */
const guards = new Set(["before", "min-release-age"]);

/**
 * @throws GeneratorError if a file cannot be read, or a value makes no sense
 */
export async function npmOptions(surroundings: Surroundings): Promise<NpmOptions> {
  const { default: Config } = await import("@npmcli/config");
  const { default: npm } = await import("@npmcli/config/lib/definitions/index.js");
  const { workingFolder, executable, platform, warn } = surroundings;
  const senseless: string[] = [];
  /** Values of the wrong kind are left out by npm with a line in its log. */
  class TellingConfig extends Config {
    invalidHandler(key: string): void {
      senseless.push(key);
    }
  }
  const environment = { ...surroundings.environment, ...(surroundings.home && { HOME: surroundings.home }) };
  const config = new TellingConfig({
    ...npm,
    flatten(layer: Readonly<Record<string, unknown>>, flat: Record<string, unknown> = {}) {
      for (const key of Object.keys(layer)) {
        if (keysOfRegistries.has(key)) npm.definitions[key]!.flatten?.(key, layer, flat);
        else if (key.startsWith("//")) flat[key] = layer[key];
      }
      return flat;
    },
    npmPath: npmFolder(surroundings),
    argv: [],
    env: environment,
    execPath: executable,
    cwd: workingFolder,
    ...(platform && { platform }),
  });
  let flat: Record<string, unknown>;
  try {
    await config.load();
    config.validate();
    // What a setting names is read only now.
    flat = config.flat;
  } catch (error) {
    throw new GeneratorError(
      `npm's configuration cannot be used: ${shortened((error as Error).message, 300)}`,
      {
        hint: "See `npm config list`, and `npm config fix`.",
        cause: error,
      },
    );
  }
  for (const [, { source, loadError }] of config.data) checkRead(source, loadError);
  for (const key of senseless) tellProblem(key, warn);
  const cafile = config.get("cafile") as string | null;
  if (cafile !== null && !existsSync(cafile)) {
    warn?.({
      message: `${cafile}, the cafile of npm's configuration, does not exist`,
      hint: "as npm does, this goes on with the certificates that Node.js trusts",
    });
  }
  const { minReleaseAgeExclude, ...options } = flat;
  checkRegistry(options["registry"]);
  if (await isExcluded((minReleaseAgeExclude ?? []) as readonly string[])) delete options["before"];
  return { ...options, where: workingFolder };
}

/**
 * Whether releases of the package are taken whatever their age. Npm asks that outside of the libraries that are used here, and with
 * this one: names, and patterns for names, in which nothing may turn the meaning round or match by accident.
 */
async function isExcluded(patterns: readonly string[]): Promise<boolean> {
  if (patterns.length === 0) return false;
  const { minimatch } = await import("minimatch");
  const options = { nonegate: true, nocomment: true, noext: true };
  return patterns.some((pattern) => pattern === packageName || minimatch(packageName, pattern, options));
}

/** Where npm is: the one that runs this, or the one that came with Node.js. A file of its own may hold settings. */
function npmFolder({ environment, executable, platform }: Surroundings): string {
  const running = /^(.*)[/\\]bin[/\\]np[mx]-cli\.js$/.exec(environment["npm_execpath"] ?? "")?.[1];
  const beside = platform === "win32" ? "node_modules/npm" : "../lib/node_modules/npm";
  return running ?? join(dirname(executable), beside);
}

function checkRead(file: string | null, error: Error | null | undefined): void {
  if (!error || hasCode(error, "ENOENT", "ENOTDIR")) return;
  throw new GeneratorError(`${file}, which configures npm, cannot be read.`, {
    hint: "See that it may be read, or name another with npm_config_userconfig.",
    cause: error,
  });
}

/** Its value is not shown: registries and proxies may hold passwords. */
function tellProblem(key: string, warn: Surroundings["warn"]): void {
  const message = `${key} in npm's configuration makes no sense`;
  if (guards.has(key)) throw new GeneratorError(message, { hint: "See `npm config list`." });
  warn?.({ message, hint: "as npm does, this goes on without it; see `npm config list`" });
}

function checkRegistry(registry: unknown): void {
  if (typeof registry === "string" && /^https?:\/\//i.test(registry) && URL.canParse(registry)) return;
  throw new GeneratorError("The registry in npm's configuration is no http:// or https:// address.", {
    hint: "See `npm config get registry`.",
  });
}
