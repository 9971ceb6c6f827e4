// Copied by cdplex-codegen from templates/runtime/client/support.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What kinds of target answer, and what a browser speaks: known at run time to those who hand it to `connect`. */
import type { Compatibility, CompatibilityOptions } from "./compatibility.js";
import type { TransportKind } from "../transports/transport.js";
import { featureOf } from "./feature.js";
import type { Feature } from "./feature.js";

/** What each kind of target answers, as it is generated. */
export interface SupportTable {
  /** By domain, the names of its commands, separated by spaces. */
  readonly commands: Readonly<Record<string, string>>;
  readonly targets: readonly SupportedTarget[];
}

export interface SupportedTarget {
  /** The values of `TargetInfo.type` that it stands for. */
  readonly types: readonly string[];
  /**
   * Words, separated by spaces: a domain that is answered whole, or `Domain=` and a hexadecimal number with a bit for each of its commands,
   * the lowest for the first.
   */
  readonly answers: string;
  /** Of these, what is answered over a debugging pipe alone, and over a port alone. */
  readonly pipe?: string;
  readonly port?: string;
}

/** What a connection asks. */
export interface Support {
  supports(type: string | undefined, method: string): boolean | undefined;
  compatibility(options?: CompatibilityOptions): Promise<Compatibility>;
}

/** Makes the support of a connection. */
export type SupportFactory = (
  url: URL | undefined,
  headers: Readonly<Record<string, string>>,
  kind: TransportKind | undefined,
) => Support;

/**
 * Makes a feature of a table.
 *
 * @param definitions brings what was generated, field by field, for those who compare
 */
export function defineSupport(
  table: SupportTable,
  definitions: () => Promise<{ readonly definitions: string }>,
): Feature<"support"> {
  const factory: SupportFactory = (url, headers, kind = url === undefined ? undefined : "websocket") => ({
    supports: (type, method) => answers(table, type, method, kind),
    async compatibility(options = {}) {
      const [{ compareDefinitions, fetchDefinitions }, generated] = await Promise.all([
        import("./compatibility.js"),
        definitions(),
      ]);
      return compareDefinitions(
        generated.definitions,
        options.protocol ?? (await fetchDefinitions(url, headers, options.signal)),
      );
    },
  });
  return featureOf(factory);
}

/** @param kind - How the browser was reached. Where that is not known, nor is what takes the one or the other. */
function answers(
  table: SupportTable,
  type: string | undefined,
  method: string,
  kind: TransportKind | undefined,
): boolean | undefined {
  const dot = method.indexOf(".");
  const domain = method.slice(0, dot);
  const names = Object.hasOwn(table.commands, domain) ? table.commands[domain] : undefined;
  const index = names?.split(" ").indexOf(method.slice(dot + 1)) ?? -1;
  const target = table.targets.find(({ types }) => type !== undefined && types.includes(type));
  if (index < 0 || target === undefined) return undefined;
  const { pipe = "", port = "" } = target;
  if (!isAmong(target.answers, domain, index)) return false;
  const isOver = (needed: TransportKind): boolean | undefined =>
    kind === undefined ? undefined : kind === needed;
  if (isAmong(pipe, domain, index)) return isOver("pipe");
  return isAmong(port, domain, index) ? isOver("websocket") : true;
}

function isAmong(words: string, domain: string, index: number): boolean {
  const word = words.split(" ").find((each) => each === domain || each.startsWith(`${domain}=`));
  const bits = word?.split("=")[1];
  return word !== undefined && (bits === undefined || ((BigInt(`0x${bits}`) >> BigInt(index)) & 1n) === 1n);
}
