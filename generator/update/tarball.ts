/**
 * Reads a package's tarball in memory, and of it only what is asked for.
 *
 * Nothing of a tarball reaches the disk by its own name. A path that leads anywhere but below the package, a link, or more
 * than there is room for ends the reading: what is wrong in one place is trusted in none.
 */
import { gunzipSync } from "node:zlib";
import { GeneratorError } from "../errors.js";
import { hasCode } from "../file-errors.js";

export interface TarballLimits {
  /** The most bytes, unpacked, of all entries together. */
  readonly bytes: number;
  readonly entries: number;
}

/** The package `devtools-protocol` has 4 MB in 70 entries. */
export const tarballLimits: TarballLimits = { bytes: 128 * 1024 * 1024, entries: 5_000 };

const block = 512;

/**
 * The files of a tarball by their paths in the package: `json/browser_protocol.json`. The folder that all entries are in,
 * whatever its name, is left out.
 *
 * @param name what messages call the tarball
 * @param wanted tells by its path whether a file is asked for
 * @throws GeneratorError
 */
export function readTarball(
  packed: Uint8Array,
  name: string,
  wanted: (path: string) => boolean,
  limits: TarballLimits = tarballLimits,
): Map<string, Uint8Array> {
  const bytes = unpacked(packed, name, limits);
  const files = new Map<string, Uint8Array>();
  let extended: Extension = {};
  let entries = 0;
  for (let offset = 0; offset + block <= bytes.length;) {
    const header = bytes.subarray(offset, offset + block);
    if (header.every((byte) => byte === 0)) break;
    checkSum(header, name);
    const size = extended.size ?? octal(header.subarray(124, 136), name);
    const content = bytes.subarray(offset + block, offset + block + size);
    if (content.length < size) throw broken(name, "it ends in the middle of a file");
    offset += block + Math.ceil(size / block) * block;
    if (++entries > limits.entries) throw broken(name, `it has more than ${String(limits.entries)} entries`);

    const type = String.fromCharCode(header[156]!);
    if (type === "x") {
      extended = { ...extended, ...readExtension(content, name) };
      continue;
    }
    if (type === "L") {
      extended = { ...extended, path: text(content) };
      continue;
    }
    // Values for all entries that follow; registries put the commit of the source here.
    if (type === "g") continue;
    const path = packagePath(extended.path ?? pathIn(header), name);
    extended = {};
    if (type === "5") continue;
    if (type !== "0" && type !== "\0")
      throw broken(name, `${JSON.stringify(path)} in it is no ordinary file`);
    if (!wanted(path)) continue;
    if (files.has(path)) throw broken(name, `${JSON.stringify(path)} is in it twice`);
    files.set(path, content);
  }
  return files;
}

function unpacked(packed: Uint8Array, name: string, limits: TarballLimits): Uint8Array {
  try {
    return gunzipSync(packed, { maxOutputLength: limits.bytes });
  } catch (error) {
    if (hasCode(error, "ERR_BUFFER_TOO_LARGE")) {
      throw broken(name, `it has more than ${String(limits.bytes / 1024 / 1024)} MB unpacked`);
    }
    throw broken(name, "it is not in the format of gzip, or damaged");
  }
}

/** What one entry says of the next. */
interface Extension {
  readonly path?: string;
  readonly size?: number;
}

/** Lines of `length key=value`, where the length counts the whole line. */
function readExtension(content: Uint8Array, name: string): Extension {
  const extension: { path?: string; size?: number } = {};
  for (let offset = 0; offset < content.length;) {
    const space = content.indexOf(0x20, offset);
    const length = Number(text(content.subarray(offset, space === -1 ? offset : space)));
    if (!Number.isInteger(length) || length < 5 || offset + length > content.length) {
      throw broken(name, "one of its extended headers makes no sense");
    }
    const line = text(content.subarray(space + 1, offset + length - 1));
    const equals = line.indexOf("=");
    const [key, value] = [line.slice(0, equals), line.slice(equals + 1)];
    if (key === "path") extension.path = value;
    if (key === "size") {
      const size = Number(value);
      if (!Number.isSafeInteger(size) || size < 0) throw broken(name, "a size in it makes no sense");
      extension.size = size;
    }
    offset += length;
  }
  return extension;
}

function pathIn(header: Uint8Array): string {
  const path = text(header.subarray(0, 100));
  const isUstar = text(header.subarray(257, 262)) === "ustar";
  const prefix = isUstar ? text(header.subarray(345, 500)) : "";
  return prefix === "" ? path : `${prefix}/${path}`;
}

/** Below the tarball's one folder. */
function packagePath(path: string, name: string): string {
  const parts = path.replace(/\/+$/, "").split("/");
  const odd = parts.some((part) => part === "" || part === "." || part === "..");
  // oxlint-disable-next-line no-control-regex
  if (odd || /[\u0000-\u001f\\:]/.test(path)) {
    throw broken(
      name,
      `the path ${JSON.stringify(path)} in it leads out of the package, or is not the same on every platform`,
    );
  }
  return parts.slice(1).join("/");
}

/** Up to the first byte that is 0. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function octal(field: Uint8Array, name: string): number {
  const digits = text(field).trim();
  if (!/^[0-7]{1,11}$/.test(digits)) throw broken(name, "a size in it makes no sense");
  return Number.parseInt(digits, 8);
}

/** The sum over a header's bytes, with the sum itself taken for spaces. */
function checkSum(header: Uint8Array, name: string): void {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  const stated = text(header.subarray(148, 156)).trim();
  if (Number.parseInt(stated, 8) !== sum) throw broken(name, "it is no tarball, or damaged");
}

function broken(name: string, why: string): GeneratorError {
  return new GeneratorError(`${name} cannot be used: ${why}.`, {
    hint: "Get it again, or take another revision. Nothing was changed.",
  });
}
