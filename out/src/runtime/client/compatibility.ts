// Copied by cdplex-codegen from templates/runtime/client/compatibility.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Compares what was generated with what a browser says it speaks.
 *
 * Both sides are brought to lines of words: `command Page.navigate url:string referrer?:string -> frameId:FrameId`. What is not a domain,
 * type, command, event or field is no matter of compatibility: descriptions, and what is called experimental or deprecated.
 */
import { ProtocolError, UsageError } from "../core/errors.js";
import { DEFAULT_CONNECT_TIMEOUT, MAX_DEFINITIONS_LENGTH } from "../core/limits.js";
import { Deadline } from "../transports/deadline.js";
import { requestPage, withCredentials } from "./discovery.js";
import { fieldOf } from "./target-protocol.js";

export interface CompatibilityOptions {
  /**
   * The browser's definitions, as it serves them at `/json/protocol`: an object, or its JSON. If omitted, they are fetched from the host
   * of the connection's websocket. A browser over a pipe serves none, nor does one behind a transport of your own that has no `url`.
   */
  readonly protocol?: object | string | undefined;
  /** Gives up fetching when it aborts. Without it, that is given up after 30 seconds. */
  readonly signal?: AbortSignal | undefined;
}

/** One difference between the generated definitions and the browser's. */
export interface Difference {
  readonly kind: "command" | "domain" | "event" | "field" | "type";
  /** `Page.navigate`; for a field with its owner: `Page.navigate.url`, and in a result `Page.navigate.result.frameId`. */
  readonly name: string;
  /** What was generated, such as `url:string`, with a question mark if it is optional. */
  readonly generated: string | undefined;
  /** What the browser declares. */
  readonly browser: string | undefined;
}

export interface Compatibility {
  /** Whether the browser has everything that was generated, as it was generated. */
  readonly isCompatible: boolean;
  /** What was generated and the browser lacks: the browser is older, or it was removed. */
  readonly missing: readonly Difference[];
  /** What the browser has and was not generated: the browser is newer, or has domains of its own. */
  readonly added: readonly Difference[];
  /** What both have, with differences. */
  readonly changed: readonly Difference[];
}

/** One thing that has a name, and its fields. */
interface Member {
  readonly kind: "command" | "event" | "type";
  /** Of a type that has no fields, what it is. */
  readonly text: string | undefined;
  readonly fields: ReadonlyMap<string, string>;
}

/** Fetches what the browser says it speaks. */
export async function fetchDefinitions(
  socket: URL | undefined,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (socket === undefined) {
    throw new UsageError(
      'the browser\'s protocol cannot be fetched over this connection; pass it as "protocol"',
    );
  }
  const url = new URL(socket);
  url.protocol = url.protocol === "wss:" ? "https:" : "http:";
  url.pathname = "/json/protocol";
  url.hash = "";
  const sent = withCredentials(url, headers);
  const deadline = new Deadline("fetching the browser's definitions", DEFAULT_CONNECT_TIMEOUT, signal);
  try {
    return (await requestPage(url, sent, deadline.signal, MAX_DEFINITIONS_LENGTH)).body;
  } finally {
    deadline.clear();
  }
}

/** @param generated lines as `definitionLines` makes them */
export function compareDefinitions(generated: string, protocol: object | string): Compatibility {
  const here = readLines(generated);
  const there = readLines(definitionLines(typeof protocol === "string" ? parsed(protocol) : protocol));
  const missing: Difference[] = [];
  const added: Difference[] = [];
  const changed: Difference[] = [];
  for (const [name, member] of here) {
    const other = there.get(name);
    if (other === undefined) missing.push(whole(name, member, "generated"));
    else compareMembers(name, member, other, { missing, added, changed });
  }
  for (const [name, member] of there) if (!here.has(name)) added.push(whole(name, member, "browser"));
  const [goneDomains, newDomains] = [domainsOnly(here, there), domainsOnly(there, here)];
  missing.push(...goneDomains.map((name) => differenceOf("domain", name, undefined, undefined)));
  added.push(...newDomains.map((name) => differenceOf("domain", name, undefined, undefined)));
  return { isCompatible: missing.length === 0 && changed.length === 0, missing, added, changed };
}

function compareMembers(
  name: string,
  here: Member,
  there: Member,
  found: { missing: Difference[]; added: Difference[]; changed: Difference[] },
): void {
  if (here.text !== there.text || here.kind !== there.kind) {
    found.changed.push(differenceOf(here.kind, name, here.text ?? here.kind, there.text ?? there.kind));
  }
  for (const [field, type] of here.fields) {
    const other = there.fields.get(field);
    if (other === undefined) found.missing.push(differenceOf("field", `${name}.${field}`, type, undefined));
    else if (other !== type) found.changed.push(differenceOf("field", `${name}.${field}`, type, other));
  }
  for (const [field, type] of there.fields) {
    if (!here.fields.has(field)) found.added.push(differenceOf("field", `${name}.${field}`, undefined, type));
  }
}

function whole(name: string, { kind, text }: Member, side: "browser" | "generated"): Difference {
  return side === "generated"
    ? differenceOf(kind, name, text, undefined)
    : differenceOf(kind, name, undefined, text);
}

function differenceOf(
  kind: Difference["kind"],
  name: string,
  generated: string | undefined,
  browser: string | undefined,
): Difference {
  return { kind, name, generated, browser };
}

function domainsOnly(here: ReadonlyMap<string, Member>, there: ReadonlyMap<string, Member>): string[] {
  const domainsOf = (members: ReadonlyMap<string, Member>): Set<string> =>
    new Set(Array.from(members.keys(), (name) => name.slice(0, name.indexOf("."))));
  const others = domainsOf(there);
  return [...domainsOf(here)].filter((domain) => !others.has(domain));
}

function readLines(lines: string): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const line of lines.split("\n")) {
    const [kind, name, ...words] = line.split(" ");
    if (name === undefined) continue;
    const fields = new Map<string, string>();
    let text: string | undefined;
    let prefix = "";
    for (const word of words) {
      const colon = word.indexOf(":");
      if (word === "->") prefix = "result.";
      else if (word.startsWith("=")) text = word;
      else fields.set(prefix + word.slice(0, colon).replace("?", ""), word);
    }
    members.set(name, { kind: kind as Member["kind"], text, fields });
  }
  return members;
}

/** The lines of a protocol in its JSON form. */
export function definitionLines(protocol: object): string {
  return listOf(protocol, "domains")
    .flatMap((domain) => {
      const name = nameOf(domain, "domain");
      const line = (kind: string, member: unknown, key: string, words: readonly string[]): string =>
        [kind, `${name}.${nameOf(member, key)}`, ...words].join(" ");
      return [
        ...listOf(domain, "types").map((type) => line("type", type, "id", typeWords(type, name))),
        ...listOf(domain, "commands").map((command) => {
          const returns = fieldWords(command, "returns", name);
          const words = [
            ...fieldWords(command, "parameters", name),
            ...(returns.length > 0 ? ["->", ...returns] : []),
          ];
          return line("command", command, "name", words);
        }),
        ...listOf(domain, "events").map((event) =>
          line("event", event, "name", fieldWords(event, "parameters", name)),
        ),
      ];
    })
    .join("\n");
}

function typeWords(type: unknown, domain: string): string[] {
  const properties = fieldWords(type, "properties", domain);
  return properties.length > 0 ? properties : [`=${shapeWord(type, domain)}`];
}

function fieldWords(owner: unknown, key: string, domain: string): string[] {
  return listOf(owner, key).map(
    (field) =>
      `${nameOf(field, "name")}${fieldOf(field, "optional") === true ? "?" : ""}:${shapeWord(field, domain)}`,
  );
}

/** What a value is, as one word: `string`, `Page.FrameId[]`, `a|b`, `{x:number,y:number}`. */
function shapeWord(shape: unknown, domain: string): string {
  const reference = fieldOf(shape, "$ref");
  if (typeof reference === "string") return reference.includes(".") ? reference : `${domain}.${reference}`;
  const values = listOf(shape, "enum");
  if (values.length > 0) return values.map((value) => String(value).replaceAll(" ", "_")).join("|");
  const type = fieldOf(shape, "type");
  if (type === "array") return `${shapeWord(fieldOf(shape, "items"), domain)}[]`;
  const properties = fieldWords(shape, "properties", domain);
  if (properties.length > 0) return `{${properties.join(",")}}`;
  // Bytes are strings of base64 where they are JSON, and some definitions say no more of them than that.
  if (type === "binary") return "string";
  return typeof type === "string" ? type : "any";
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(fieldOf(value, "domains"))) return value as object;
  } catch {
    // Said below.
  }
  throw new ProtocolError(
    "the definitions are not JSON with a list of domains, as browsers serve at /json/protocol",
  );
}

function listOf(owner: unknown, key: string): readonly unknown[] {
  const list = fieldOf(owner, key);
  return Array.isArray(list) ? (list as readonly unknown[]) : [];
}

function nameOf(owner: unknown, key: string): string {
  const name = fieldOf(owner, key);
  return typeof name === "string" ? name : "";
}
