/** The load stage: from what the user names to raw shapes. */
import { GeneratorError } from "../errors.js";
import { readSource, textOf, type Source } from "./files.js";
import { readJsonProtocol } from "./json.js";
import { readPdlProtocol } from "./pdl.js";
import type { RawProtocol, RawTarget } from "./raw.js";
import {
  readProtocolSources,
  type ProtocolSources,
  type SourceDocument,
  type SourceGroup,
} from "./sources.js";
import { readTargets } from "./targets.js";

export { readProtocolSources } from "./sources.js";
export type { ProtocolSources } from "./sources.js";

/** The protocols of a run. */
export interface LoadedProtocol {
  /** In the order of the inputs. A folder that has both JSON and PDL gives two: the JSON form, then the PDL form. */
  readonly protocols: readonly RawProtocol[];
  /** The Chromium revision that the first folder with a `version.txt` states. */
  readonly revision: string | undefined;
  /** Every file that was read, sorted by name, so that a hash can be taken over them. */
  readonly sources: readonly Source[];
}

export interface LoadedTargets {
  readonly targets: readonly RawTarget[];
  readonly sources: readonly Source[];
}

/**
 * Loads protocols. An input is a `.json` or `.pdl` file, a folder of them, or the URL of a browser's or Node's debugging port; there may be
 * any number. Throws `GeneratorError` for what cannot be read or is no protocol.
 */
export async function loadProtocols(inputs: readonly string[]): Promise<LoadedProtocol> {
  return parseProtocols(await readProtocolSources(inputs));
}

/** The second half of `loadProtocols`, for who wants to look at the bytes before anything is made of them. */
export function parseProtocols({ groups, revision, sources }: ProtocolSources): LoadedProtocol {
  return { protocols: groups.map(parseGroup), revision, sources };
}

/** Loads a list of targets, as `target_types.json`. Throws `GeneratorError` for what cannot be read or has the wrong shape. */
export async function loadTargets(file: string): Promise<LoadedTargets> {
  const source = readSource(file);
  return { targets: readTargets(textOf(source), file), sources: [source] };
}

/** The files of a group make one protocol: `browser_protocol` and `js_protocol` are two halves. */
function parseGroup({ form, revision, documents }: SourceGroup): RawProtocol {
  const parts = documents.map((document) =>
    form === "json" ? readJsonProtocol(textOf(document), document.name) : parsePdl(document),
  );
  return {
    form,
    revision,
    version: parts.find((part) => part.version !== undefined)?.version,
    domains: parts.flatMap((part) => part.domains),
  };
}

function parsePdl(document: SourceDocument): RawProtocol {
  return readPdlProtocol(textOf(document), document.name, (path, position) => {
    const included = document.included.get(path);
    if (included === undefined) throw new GeneratorError(`The include ${path} was not read.`, { position });
    return { text: textOf(included), file: included.name };
  });
}
