/** Reads a file of npm's configuration: the form of ini, of which npm uses `key = value`, `key[] = value`, and comments. */
import { readFileSync } from "node:fs";
import { GeneratorError } from "../errors.js";
import { hasCode } from "../file-errors.js";

/** All values that a key has, with those that win last. */
export type Settings = Map<string, string[]>;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A file that does not exist has no settings.
 *
 * @throws GeneratorError where it cannot be read
 */
export function readNpmrc(file: string, environment: Environment): Settings {
  const settings: Settings = new Map();
  for (const line of (textOf(file) ?? "").split(/\r?\n/)) {
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

/** `undefined` where there is no such file. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
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
function expanded(text: string, environment: Environment): string {
  return text.replace(
    /(?<!\\)\$\{([^${}?]+)(\?)?\}/g,
    (whole, name: string, mayLack: string | undefined) =>
      environment[name] ?? (mayLack === undefined ? whole : ""),
  );
}
