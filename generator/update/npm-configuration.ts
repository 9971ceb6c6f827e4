/**
 * The user's configuration of npm, as far as it says how to reach a registry.
 *
 * npm's own library for that comes with a dozen packages, and npm prints no secrets, so its files are read here: the
 * project's `.npmrc`, the user's, the global one and npm's own, and `npm_config_*` in the environment, which go before one
 * another in npm's order. `npx` puts what was given on its command line into the environment.
 */
import { homedir, platform as osPlatform } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { GeneratorError, type Warning } from "../errors.js";
import { matchesGlob } from "./glob.js";
import { projectFolder } from "./npm-project.js";
import { packageName } from "./package-name.js";
import { readNpmrc, type Settings, textOf } from "./npmrc.js";

export interface Surroundings {
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the user's `.npmrc` is; the system's word unless given. */
  readonly home?: string;
  /** The executable of Node.js, from which the global configuration is found; none is read unless given. */
  readonly executable?: string;
  /** As Node.js calls it; this one unless given. */
  readonly platform?: string;
  readonly warn?: (warning: Warning) => void;
}

/** As npm's libraries take it: names of options in their spelling, and `//host/:_authToken` as it stands in a file. */
export type NpmOptions = Readonly<Record<string, unknown>>;

const publicRegistry = "https://registry.npmjs.org/";

/**
 * @throws GeneratorError where a file that is named cannot be read, or a value makes no sense
 */
export function npmOptions(surroundings: Surroundings): NpmOptions {
  const layers = readLayers(surroundings);
  const settings = layers.all;
  const text = (key: string): string | undefined => settings.get(key)?.at(-1);
  const flag = (key: string): boolean => text(key) === "true" || text(key) === "";
  const number = (key: string, otherwise: number): number => {
    const value = Number(text(key) ?? otherwise);
    return Number.isFinite(value) && value >= 0 ? value : otherwise;
  };
  const registry = text("registry") ?? publicRegistry;
  const cache = text("cache");
  const secrets = [...settings].filter(([key]) => key.startsWith("//"));
  const proxy = (key: string): string | false | undefined =>
    text(key) === "false" ? false : unset(text(key));
  const authorities = certificateAuthorities(settings, surroundings);
  return {
    ...Object.fromEntries(secrets.map(([key, values]) => [key, values.at(-1)])),
    registry: checkedRegistry(registry),
    proxy: proxy("proxy"),
    httpsProxy: proxy("https-proxy"),
    noProxy: unset(text("noproxy")),
    ca: authorities,
    cert: unset(text("cert")),
    key: unset(text("key")),
    strictSSL: text("strict-ssl") !== "false",
    localAddress: unset(text("local-address")),
    timeout: number("fetch-timeout", 60_000),
    retry: {
      retries: number("fetch-retries", 2),
      factor: number("fetch-retry-factor", 10),
      minTimeout: number("fetch-retry-mintimeout", 1_000),
      maxTimeout: number("fetch-retry-maxtimeout", 10_000),
    },
    offline: flag("offline"),
    preferOffline: flag("prefer-offline"),
    preferOnline: flag("prefer-online"),
    userAgent: unset(text("user-agent")),
    replaceRegistryHost: unset(text("replace-registry-host")),
    before: newestAllowed(layers),
    ...(cache === undefined ? {} : { cache: join(absolute(cache, surroundings), "_cacache") }),
    where: surroundings.workingFolder,
  };
}

function unset(value: string | undefined): string | undefined {
  return value === "" || value === "null" ? undefined : value;
}

function checkedRegistry(registry: string): string {
  if (/^https?:\/\//i.test(registry) && URL.canParse(registry)) return registry;
  throw new GeneratorError("The registry in npm's configuration is no http:// or https:// address.", {
    hint: "See `npm config get registry`.",
  });
}

interface Layers {
  /** Of all that say something of a key, the one that wins. */
  readonly all: Settings;
  /** Each by itself, the one that wins last. */
  readonly each: readonly Settings[];
}

function readLayers(surroundings: Surroundings): Layers {
  const { environment } = surroundings;
  const fromEnvironment: Settings = new Map();
  for (const [name, value] of Object.entries(environment)) {
    const key = /^npm_config_(.+)$/i.exec(name)?.[1];
    if (key === undefined || value === undefined || value === "") continue;
    fromEnvironment.set(key.startsWith("//") ? key : key.replace(/(?!^)_/g, "-").toLowerCase(), [value]);
  }
  const own = (key: string): string | undefined => fromEnvironment.get(key)?.[0];
  const home = surroundings.home ?? homedir();
  const project = join(projectFolder(surroundings.workingFolder), ".npmrc");
  const user = absolute(own("userconfig") ?? join(home, ".npmrc"), surroundings);
  const projectSettings = project === user ? new Map<string, string[]>() : readNpmrc(project, environment);
  const userSettings = readNpmrc(user, environment);
  const builtinSettings = readBuiltin(surroundings);
  const said = (key: string): string | undefined =>
    own(key) ?? userSettings.get(key)?.at(-1) ?? builtinSettings.get(key)?.at(-1);
  const prefix = said("prefix") ?? globalPrefix(surroundings);
  const global = said("globalconfig") ?? (prefix === undefined ? undefined : join(prefix, "etc", "npmrc"));
  const globalSettings =
    global === undefined
      ? new Map<string, string[]>()
      : readNpmrc(absolute(global, surroundings), environment);
  const each = [builtinSettings, globalSettings, userSettings, projectSettings, fromEnvironment];
  const all: Settings = new Map(each.flatMap((layer) => [...layer]));
  // npm takes these where its configuration has none.
  const variables: readonly (readonly [key: string, names: readonly string[]])[] = [
    ["https-proxy", ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]],
    ["proxy", ["HTTP_PROXY", "http_proxy"]],
    ["noproxy", ["NO_PROXY", "no_proxy"]],
  ];
  for (const [key, names] of variables) {
    const value = names.map((name) => environment[name]).find((one) => one !== undefined && one !== "");
    if (value !== undefined && !all.has(key)) all.set(key, [value]);
  }
  return { all, each };
}

/** Where npm keeps what is installed for all. */
function globalPrefix({ executable, environment, platform }: Surroundings): string | undefined {
  if (executable === undefined) return undefined;
  const given = environment["PREFIX"];
  if (given !== undefined && given !== "") return given;
  // On Windows node.exe lies there itself, elsewhere in its bin/.
  if (isWindows(platform)) return dirname(executable);
  return join(environment["DESTDIR"] ?? "", dirname(dirname(executable)));
}

/** What comes with npm, where those who package it have put something: on Windows the place for what is installed for all. */
function readBuiltin({ executable, environment, platform }: Surroundings): Settings {
  const running = /^(.*)[/\\]bin[/\\]np[mx]-cli\.js$/.exec(environment["npm_execpath"] ?? "")?.[1];
  if (running === undefined && executable === undefined) return new Map();
  const beside = isWindows(platform) ? "node_modules/npm" : "../lib/node_modules/npm";
  return readNpmrc(join(running ?? join(dirname(executable!), beside), "npmrc"), environment);
}

function isWindows(platform: string = osPlatform()): boolean {
  return platform === "win32";
}

function absolute(path: string, { home, workingFolder }: Surroundings): string {
  if (/^~[/\\]/.test(path)) return join(home ?? homedir(), path.slice(2));
  return isAbsolute(path) ? path : resolve(workingFolder, path);
}

/**
 * What was published later is not taken: `before`, or the age in days that a version has to have. That a user has so guarded
 * against what was published a moment ago is not to be lost by a slip of the pen, so what makes no sense is an error.
 */
function newestAllowed({ all, each }: Layers): Date | undefined {
  const excluded = (all.get("min-release-age-exclude") ?? []).flatMap((names) => names.split(/[,\n]/));
  if (excluded.some((pattern) => matchesGlob(packageName, pattern.trim()))) return undefined;
  let newest: Date | undefined;
  for (const layer of each) {
    const before = layer.get("before")?.at(-1);
    const age = layer.get("min-release-age")?.at(-1);
    if (before !== undefined) {
      newest = unset(before) === undefined ? undefined : new Date(before);
      if (Number.isNaN(newest?.getTime())) throw senseless("before", before, "a date, as 2025-01-31");
    } else if (unset(age) !== undefined) {
      const days = Number(age);
      if (!(days >= 0)) throw senseless("min-release-age", age!, "a number of days");
      newest = days === 0 ? undefined : new Date(Date.now() - days * 86_400_000);
    }
  }
  return newest;
}

function senseless(key: string, value: string, wanted: string): GeneratorError {
  return new GeneratorError(`${key} in npm's configuration is ${JSON.stringify(value)}.`, {
    hint: `It has to be ${wanted}. See \`npm config list\`.`,
  });
}

function certificateAuthorities(settings: Settings, surroundings: Surroundings): string[] | undefined {
  const file = unset(settings.get("cafile")?.at(-1));
  const text = file === undefined ? undefined : textOf(absolute(file, surroundings));
  if (file !== undefined && text === undefined) {
    surroundings.warn?.({
      message: `${file}, the cafile of npm's configuration, does not exist`,
      hint: "as npm does, this goes on with the certificates that Node.js trusts",
    });
  }
  if (text !== undefined && text !== "") {
    const end = "-----END CERTIFICATE-----";
    return text
      .replaceAll("\r\n", "\n")
      .split(end)
      .filter((section) => section.trim() !== "")
      .map((section) => section.trimStart() + end);
  }
  const given = (settings.get("ca") ?? [])
    .map((each) => each.replaceAll("\\n", "\n"))
    .filter((each) => unset(each) !== undefined);
  return given.length === 0 ? undefined : given;
}
