/**
 * The user's configuration of npm, as far as it says how to reach a registry.
 *
 * npm's own library for that comes with a dozen packages, and npm prints no secrets, so its files are read here: the
 * project's `.npmrc`, the user's and the global one, and `npm_config_*` in the environment, which go before one another in
 * npm's order. `npx` puts what was given on its command line into the environment.
 */
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { GeneratorError } from "../errors.js";
import { hasCode } from "../file-errors.js";

export interface Surroundings {
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the user's `.npmrc` is; the system's word unless given. */
  readonly home?: string;
  /** The executable of Node.js, below whose prefix the global configuration is; none is read unless given. */
  readonly executable?: string;
}

/** As npm's libraries take it: names of options in their spelling, and `//host/:_authToken` as it stands in a file. */
export type NpmOptions = Readonly<Record<string, unknown>>;

const publicRegistry = "https://registry.npmjs.org/";

/**
 * @throws GeneratorError where a file that is named cannot be read, or a value makes no sense
 */
export function npmOptions(surroundings: Surroundings): NpmOptions {
  const settings = readSettings(surroundings);
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

/** All values that a key has, with those that win last. */
type Settings = Map<string, string[]>;

function readSettings(surroundings: Surroundings): Settings {
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
  const projectSettings = project === user ? new Map<string, string[]>() : readFile(project, environment);
  const userSettings = readFile(user, environment);
  const prefix = own("prefix") ?? globalPrefix(surroundings.executable);
  const global = own("globalconfig") ?? (prefix === undefined ? undefined : join(prefix, "etc", "npmrc"));
  const globalSettings =
    global === undefined ? new Map() : readFile(absolute(global, surroundings), environment);
  const all: Settings = new Map();
  for (const layer of [globalSettings, userSettings, projectSettings, fromEnvironment]) {
    for (const [key, values] of layer) all.set(key, values);
  }
  // npm takes these where its configuration has none.
  const variables: readonly (readonly [key: string, names: readonly string[]])[] = [
    ["https-proxy", ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]],
    ["proxy", ["HTTP_PROXY", "http_proxy"]],
    ["noproxy", ["NO_PROXY", "no_proxy"]],
  ];
  for (const [key, names] of variables) {
    const value = names.map((name) => environment[name]).find((each) => each !== undefined && each !== "");
    if (value !== undefined && !all.has(key)) all.set(key, [value]);
  }
  return all;
}

/** The nearest folder above that is a package or has packages, as npm looks for it. */
function projectFolder(workingFolder: string): string {
  const has = (folder: string, name: string): boolean =>
    statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
  for (let folder = workingFolder; ; folder = dirname(folder)) {
    if (has(folder, "package.json") || has(folder, "node_modules")) return folder;
    if (folder === dirname(folder)) return workingFolder;
  }
}

function globalPrefix(executable: string | undefined): string | undefined {
  return executable === undefined ? undefined : dirname(dirname(executable));
}

function absolute(path: string, { home, workingFolder }: Surroundings): string {
  if (/^~[/\\]/.test(path)) return join(home ?? homedir(), path.slice(2));
  return isAbsolute(path) ? path : resolve(workingFolder, path);
}

/** A file in the form of ini, of which npm uses lines `key = value`, `key[] = value`, and comments. */
function readFile(file: string, environment: Surroundings["environment"]): Settings {
  const settings: Settings = new Map();
  for (const line of textOf(file).split(/\r?\n/)) {
    const words = line.trim();
    // What follows the heading of a section is no setting of npm's.
    if (words.startsWith("[")) break;
    if (words === "" || /^[;#]/.test(words)) continue;
    const [, rawKey = "", rawValue] = /^([^=]*?)\s*(?:=\s*(.*))?$/s.exec(words)!;
    const isList = rawKey.endsWith("[]");
    const key = expanded(isList ? rawKey.slice(0, -2) : rawKey, environment);
    const value = rawValue === undefined ? "true" : expanded(unquoted(rawValue), environment);
    const before = isList ? (settings.get(key) ?? []) : [];
    settings.set(key, [...before, value]);
  }
  return settings;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return "";
    throw new GeneratorError(`${file}, which configures npm, cannot be read.`, {
      hint: "See that it may be read, or name another with npm_config_userconfig.",
      cause: error,
    });
  }
}

/** Quotes go; outside of them a comment ends the value, unless its sign is escaped. */
function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(value);
  if (quoted !== null) {
    const [, quote, inner = ""] = quoted;
    if (quote === "'") return inner;
    try {
      return String(JSON.parse(value));
    } catch {
      return inner;
    }
  }
  return value
    .replace(/(?<!\\)[;#].*$/s, "")
    .trim()
    .replace(/\\([;#\\])/g, "$1");
}

/** `${NAME}` is a variable of the environment, `${NAME?}` one that may be absent. */
function expanded(text: string, environment: Surroundings["environment"]): string {
  return text.replace(
    /(?<!\\)\$\{([^${}?]+)(\?)?\}/g,
    (whole, name: string, mayLack: string | undefined) =>
      environment[name] ?? (mayLack === undefined ? whole : ""),
  );
}

function certificateAuthorities(settings: Settings, surroundings: Surroundings): string[] | undefined {
  const file = unset(settings.get("cafile")?.at(-1));
  if (file !== undefined) {
    const end = "-----END CERTIFICATE-----";
    return textOf(absolute(file, surroundings))
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
