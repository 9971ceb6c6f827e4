/** What `codegen diff` compares: from the words of the command line to a protocol. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { GeneratorError, type Warning } from "../errors.js";
import { isUrl, shownUrl } from "../load/live.js";
import { loadProtocols, type LoadedProtocol } from "../load/load.js";
import type { RawProtocol, RawTarget } from "../load/raw.js";
import type { Protocol } from "../model/model.js";
import { quirks, type Quirk } from "../model/quirks.js";
import { resolve } from "../model/resolve.js";

/** A protocol and what to call it. */
export interface NamedProtocol {
  readonly name: string;
  readonly protocol: Protocol;
  readonly hasPdl: boolean;
  /** The same from its JSON alone; absent where it has no other form, or no JSON. */
  readonly fromJson: (() => Protocol) | undefined;
}

/**
 * Two protocols in forms that say as much. PDL knows of bytes and of words about values that JSON lacks: where one side has
 * it and the other has not, it would be a difference of forms that is told, and not one of protocols.
 */
export function inSameForm(old: NamedProtocol, now: NamedProtocol): readonly [old: Protocol, now: Protocol] {
  return [
    (now.hasPdl ? undefined : old.fromJson?.()) ?? old.protocol,
    (old.hasPdl ? undefined : now.fromJson?.()) ?? now.protocol,
  ];
}

/** Fetches a published revision into a folder of its own, as `protocol/` is one. */
export type FetchRevision = (
  revision: string,
) => Promise<{ readonly folder: string; readonly revision: string }>;

/** `1734725`, `0.0.1734725`, or a tag: what is no path and no URL. */
export function isRevision(input: string): boolean {
  return /^(?:0\.0\.)?\d{4,12}$|^latest$/.test(input) && !existsSync(input);
}

/** What is known of a side besides the words for it. */
export interface SideOptions {
  /** Files, folders and URLs with domains that the input has as well, unless it has others of these names. */
  readonly beside?: readonly string[];
  /** Corrections of the definitions. One that changes nothing here may be needed on the other side. */
  readonly corrections?: readonly Quirk[];
  readonly warn?: (warning: Warning) => void;
}

/**
 * Loads one side of a comparison.
 *
 * @param input a file, a folder, a URL or a revision; or files, folders and URLs that are one protocol together
 * @param targets the same for both sides, since only one version of them is kept
 * @param shipped the input is the generator's own
 */
export async function loadSide(
  input: string | readonly string[],
  targets: readonly RawTarget[],
  fetchRevision: FetchRevision,
  shipped: boolean,
  { beside = [], corrections = [], warn = () => undefined }: SideOptions = {},
): Promise<NamedProtocol> {
  const inputs = typeof input === "string" ? [input] : input;
  const [first = ""] = inputs;
  let known: string | undefined;
  let loaded: LoadedProtocol;
  if (inputs.length > 1) {
    loaded = await loadProtocols(inputs);
  } else {
    let folder = first;
    if (isRevision(first)) ({ folder, revision: known } = await fetchRevision(first));
    const warnings: Warning[] = [];
    loaded = await loadWhole(folder, warnings);
    for (const warning of warnings) warn(warning);
  }
  const revision = loaded.revision ?? known;
  const name = revision ?? inputs.map((each) => (isUrl(each) ? shownUrl(each) : each)).join(" and ");
  // Old definitions lack much that the targets name, which is no news to who compares.
  const options = { shipped: shipped && corrections.length === 0, quirks: [...quirks, ...corrections] };
  const resolved = (protocols: readonly RawProtocol[]): Protocol =>
    resolve({ protocols, revision }, targets, options).protocol;
  const { protocol, protocols } = await withOthers(loaded.protocols, beside, resolved, (why) => {
    warn({
      message: `Definitions of your own do not fit ${name}, and are compared with nothing: ${why.message}`,
      position: why.position,
      hint: why.hint,
    });
  });
  const fromJson = withoutPdl(protocols);
  const hasJson = protocols.some(({ form }) => form === "json");
  return {
    name,
    protocol,
    hasPdl: !hasJson || fromJson.length < protocols.length,
    fromJson: !hasJson || fromJson.length === protocols.length ? undefined : () => resolved(fromJson),
  };
}

/** Those that are no other form of what is there as JSON. */
function withoutPdl(protocols: readonly RawProtocol[]): readonly RawProtocol[] {
  const inJson = domainNames(protocols.filter(({ form }) => form === "json"));
  return protocols.filter(
    ({ form, domains }) => form === "json" || !domains.some(({ name }) => inJson.has(name)),
  );
}

function domainNames(protocols: readonly RawProtocol[]): Set<string> {
  return new Set(protocols.flatMap(({ domains }) => domains.map(({ name }) => name)));
}

/** With the domains of others that these lack; without them where they refer to what is not there. */
async function withOthers(
  protocols: readonly RawProtocol[],
  beside: readonly string[],
  resolved: (protocols: readonly RawProtocol[]) => Protocol,
  misfit: (why: GeneratorError) => void,
): Promise<{ readonly protocol: Protocol; readonly protocols: readonly RawProtocol[] }> {
  if (beside.length > 0) {
    const known = domainNames(protocols);
    const others = (await loadProtocols(beside)).protocols.map((other) => ({
      ...other,
      domains: other.domains.filter(({ name }) => !known.has(name)),
    }));
    const all = [...protocols, ...others.filter(({ domains }) => domains.length > 0)];
    try {
      return { protocol: resolved(all), protocols: all };
    } catch (error) {
      if (!(error instanceof GeneratorError)) throw error;
      misfit(error);
    }
  }
  return { protocol: resolved(protocols), protocols };
}

/**
 * Some published revisions lack files that their PDL includes. Their JSON is whole, and says all but which strings are bytes.
 */
export async function loadWhole(input: string, warnings: Warning[] = []): Promise<LoadedProtocol> {
  try {
    return await loadProtocols([input]);
  } catch (error) {
    const json = ["browser_protocol.json", "js_protocol.json"];
    const place = [join(input, "json"), input].find((each) =>
      json.every((name) => existsSync(join(each, name))),
    );
    const incomplete = error instanceof GeneratorError && error.position?.file.endsWith(".pdl") === true;
    if (!incomplete || place === undefined || !error.message.endsWith(" does not exist.")) throw error;
    warnings.push({
      message: `The PDL of ${input} is incomplete, so its JSON is used alone: ${error.message}`,
      position: error.position,
      hint: "Which strings are bytes is guessed from their descriptions.",
    });
    return { ...(await loadProtocols(json.map((name) => join(place, name)))), revision: undefined };
  }
}
