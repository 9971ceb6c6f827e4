// Copied by cdplex-codegen from templates/runtime/transports/node-modules.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What is used of Node's own modules. Written down here so that neither this package nor its users need `@types/node`, and got from
 * Node itself, so that no bundler stumbles over an import.
 */
import type { TextBytes } from "../codec/websocket/frame-writer.js";
import type { LaunchModules } from "../launch/node-modules.js";
import type { PipeReadable, PipeWritable } from "./pipe.js";

export interface RequestOptions {
  readonly agent: false;
  readonly headers: Readonly<Record<string, string>>;
  readonly servername: string;
  readonly signal: AbortSignal;
}

export interface IncomingMessage {
  readonly statusCode?: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  setEncoding(encoding: "utf8"): void;
  on(event: "data", listener: (chunk: string) => void): void;
  on(event: "end", listener: () => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  destroy(error?: Error): void;
}

export interface ClientRequest {
  on(event: "error", listener: (error: Error) => void): void;
  on(event: "response", listener: (answer: IncomingMessage) => void): void;
  on(event: "upgrade", listener: (answer: IncomingMessage, socket: Socket, head: Uint8Array) => void): void;
  getHeader(name: string): unknown;
  end(): void;
  destroy(): void;
}

/** `node:http`, and `node:https` all the same. */
export interface HttpModule {
  request(url: URL, options: RequestOptions): ClientRequest;
}

export interface Socket {
  readonly destroyed: boolean;
  readonly writableLength: number;
  readonly writableNeedDrain: boolean;
  on(event: "data", listener: (chunk: Uint8Array) => void): void;
  on(event: "close" | "drain" | "end", listener: () => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  setKeepAlive(isOn: boolean, delay: number): void;
  setNoDelay(isOn: boolean): void;
  setTimeout(milliseconds: number): void;
  unshift(chunk: Uint8Array): void;
  write(bytes: Uint8Array): boolean;
  destroy(): void;
  destroySoon(): void;
}

export interface CryptoModule {
  createHash(algorithm: "sha1"): { update(text: string): { digest(encoding: "base64"): string } };
  randomBytes(length: number): { toString(encoding: "base64"): string };
  randomFillSync(bytes: Uint8Array): unknown;
}

/** What is used of `node:net`. */
export interface NetModule {
  readonly Socket: new (options: {
    readonly fd: number;
    readonly readable: boolean;
    readonly writable: boolean;
  }) => PipeReadable & PipeWritable;
}

interface Modules extends LaunchModules {
  readonly "node:crypto": CryptoModule;
  readonly "node:http": HttpModule;
  readonly "node:https": HttpModule;
  readonly "node:net": NetModule;
}

interface NodeGlobals {
  readonly Buffer: {
    allocUnsafe(length: number): TextBytes;
    byteLength(text: string): number;
    from(text: string): Uint8Array;
  };
  readonly process: { readonly getBuiltinModule?: (name: string) => unknown };
}

const globals: unknown = globalThis;
export const node: NodeGlobals = globals as NodeGlobals;

/** Loads a module when it is first wanted: each takes its milliseconds. */
export async function nodeModule<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  // The first versions of Node 20 have no other way than the second; bundlers leave it as it is.
  const found: unknown =
    node.process.getBuiltinModule?.(name) ??
    (await import(/* webpackIgnore: true */ /* @vite-ignore */ name));
  return found as Modules[Name];
}
