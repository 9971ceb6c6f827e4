/** Fetches the package `devtools-protocol` as npm would: from the user's registry, with its hash held to. */
import type * as pacote from "pacote";
import { GeneratorError } from "../errors.js";
import { shortened } from "../foreign-text.js";
import { type NpmOptions, npmOptions, type Surroundings } from "./npm-configuration.js";
import { packageName } from "./package-name.js";

export { packageName } from "./package-name.js";

export interface FetchedPackage {
  /** `0.0.1734725`. */
  readonly version: string;
  /** The hash that the registry states, and that the tarball has: `sha512-...`. */
  readonly integrity: string;
  readonly tarball: Uint8Array;
}

export interface FetchOptions {
  readonly surroundings: Surroundings;
  /** The most bytes of a tarball. 32 MB unless given; the package has less than 1. */
  readonly limit?: number;
}

/** A version as `npm install` takes it: `latest`, or a revision, with the `0.0.` or without. */
export function versionOf(revision: string): string {
  if (/^\d{1,12}$/.test(revision)) return `0.0.${revision}`;
  if (/^0\.0\.\d{1,12}$/.test(revision) || revision === "latest") return revision;
  throw new GeneratorError(`${JSON.stringify(revision)} is no revision.`, {
    hint: "Give a number, as 1734725, or a version of devtools-protocol, as 0.0.1734725, or latest.",
  });
}

/** Which version that is, and with what hash, without fetching it. */
export interface KnownVersion {
  readonly version: string;
  readonly integrity: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * A version that a registry states becomes part of a spec, and a spec may name a repository to clone, a folder or an address,
 * whose scripts npm's library runs. So what comes from outside is held to its form, and of the library nothing is allowed
 * but registries.
 */
const registriesOnly = {
  allowGit: "none",
  allowRemote: "none",
  allowFile: "none",
  allowDirectory: "none",
  ignoreScripts: true,
} as const;

/** @throws GeneratorError where there is no such version, or nothing to ask */
export async function findVersion(revision: string, { surroundings }: FetchOptions): Promise<KnownVersion> {
  const wanted = versionOf(revision);
  const spec = `${packageName}@${wanted}`;
  const options: NpmOptions = { ...(await npmOptions(surroundings)), ...registriesOnly };
  const { default: npm } = (await import("pacote")) as unknown as { default: typeof pacote };
  try {
    // A tag is looked up anew; what was published under a version never changes.
    const fresh = revision === "latest" && options["offline"] !== true ? { preferOnline: true } : {};
    const manifest = await npm.manifest(spec, { ...options, ...fresh });
    const version = checkedVersion(manifest.version, wanted);
    const integrity = manifest._integrity;
    if (!/\bsha512-/.test(integrity ?? "")) {
      throw new GeneratorError(`The registry states no sha512 hash for ${packageName}@${version}.`, {
        hint: "Without one nobody can tell that it is what was published. Use another registry, or give the tarball.",
      });
    }
    return { version, integrity, options };
  } catch (error) {
    throw explained(error, spec, options);
  }
}

/** What the registry calls what was asked for. */
function checkedVersion(stated: unknown, wanted: string): string {
  const isOne = typeof stated === "string" && /^0\.0\.\d{1,12}$/.test(stated);
  if (isOne && (wanted === "latest" || stated === wanted)) return stated;
  throw new GeneratorError(
    `The registry answers ${packageName}@${wanted} with the version ${shortened(JSON.stringify(stated) ?? "undefined", 200)}.`,
    {
      hint: isOne
        ? "That is not the one that was asked for. Is it the right registry? Nothing was changed."
        : "That is none of the package's versions, which are like 0.0.1734725. Is it the right registry? Nothing was changed.",
    },
  );
}

/** @throws GeneratorError where it does not come, or is not what the hash says */
export async function fetchVersion(
  known: KnownVersion,
  { limit = 32 * 1024 * 1024 }: FetchOptions,
): Promise<FetchedPackage> {
  const { version, integrity, options } = known;
  const spec = `${packageName}@${version}`;
  const { default: npm } = (await import("pacote")) as unknown as { default: typeof pacote };
  const abort = new AbortController();
  let chunks: Uint8Array[] = [];
  let size = 0;
  try {
    await npm.tarball.stream(
      spec,
      (stream) =>
        // Listeners stay until the end: what the library's streams say when nobody listens ends the process.
        new Promise((resolve, reject) => {
          // It may be called again, where the cache did not have what it should.
          chunks = [];
          size = 0;
          stream.on("data", (chunk: Uint8Array) => {
            size += chunk.byteLength;
            if (size > limit) abort.abort();
            else chunks.push(chunk);
          });
          stream.on("error", reject);
          stream.on("end", resolve);
        }),
      { ...options, integrity, signal: abort.signal },
    );
    if (!abort.signal.aborted) return { version, integrity, tarball: Buffer.concat(chunks) };
  } catch (error) {
    if (!abort.signal.aborted) throw explained(error, spec, options);
  }
  throw new GeneratorError(`The tarball of ${spec} has more than ${String(limit / 1024 / 1024)} MB.`, {
    hint: "The package has less than one. Is it the right registry? Nothing was changed.",
  });
}

/** What npm's configuration keeps from being taken, for messages. */
function limitText({ before }: Readonly<Record<string, unknown>>): string {
  return before instanceof Date
    ? `, or was published after ${before.toISOString()}, and npm's configuration (before, min-release-age) takes nothing that was`
    : "";
}

/** In words, and without what is secret: messages of the library may have a URL with a password in it. */
function explained(error: unknown, spec: string, options: Readonly<Record<string, unknown>>): GeneratorError {
  if (error instanceof GeneratorError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  const place = new URL(String(options["registry"])).host;
  const because = (message: string, hint: string): GeneratorError =>
    // The cause is left out, for it is what has the secrets.
    new GeneratorError(message, { hint: `${hint} Nothing was changed.` });
  switch (code) {
    case "E404":
    case "ETARGET":
    case "ENOVERSIONS":
      return because(
        `${spec} is not in the registry at ${place}${limitText(options)}.`,
        "`npm view devtools-protocol versions` lists what is.",
      );
    case "E401":
    case "E403":
    case "ENEEDAUTH":
      return because(
        `The registry at ${place} refuses to give ${spec}.`,
        "Log in with `npm login`, or correct the token in .npmrc.",
      );
    case "EINTEGRITY":
    case "EBADCHECKSUM":
    case "EBADSIZE":
      return because(
        `The tarball of ${spec} from ${place} is not what its hash says.`,
        "It was changed or damaged on the way. If it happens again, tell who runs the registry.",
      );
    case "ENOTCACHED":
      return because(
        `${spec} is not in npm's cache, and npm is configured to be offline.`,
        "Go online for it.",
      );
    default: {
      const status =
        error instanceof Error && "statusCode" in error ? ` with status ${String(error.statusCode)}` : "";
      const name = code === undefined ? "" : ` (${code})`;
      return because(
        `${spec} could not be fetched from ${place}${status}${name}.`,
        "Check the network, and what `npm config list` says of registry and proxies.",
      );
    }
  }
}
