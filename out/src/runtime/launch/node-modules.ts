// Copied by cdplex-codegen from templates/runtime/launch/node-modules.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What launching uses of Node: written down here so that neither this package nor its users need `@types/node`. */
import type { PipeReadable, PipeWritable } from "../transports/pipe.js";

export interface SpawnOptions {
  readonly cwd?: string;
  readonly detached: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdio: readonly ("ignore" | "pipe")[];
  readonly windowsHide: boolean;
}

/** One end of a child's pipe. */
export interface ChildStream extends PipeReadable, PipeWritable {
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "close" | "drain" | "end", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  once(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  unshift(chunk: Uint8Array): void;
  pause(): unknown;
  unref(): unknown;
}

export interface ChildProcess {
  readonly pid: number | undefined;
  /** Missing where the system had no file descriptors left to make it. */
  readonly stdio?: readonly (ChildStream | null)[];
  once(event: "error", listener: (error: SystemError) => void): unknown;
  once(event: "exit", listener: (code: number | null, signal: string | null) => void): unknown;
  ref(): void;
  unref(): void;
}

export interface SystemError extends Error {
  readonly code?: string;
  /** Which call to the system failed. */
  readonly syscall?: string;
}

interface RemoveOptions {
  readonly recursive: true;
  readonly force: true;
  readonly maxRetries: number;
  readonly retryDelay: number;
}

export interface FileSystem {
  readonly constants: { readonly X_OK: number };
  accessSync(path: string, mode: number): void;
  createReadStream(path: string, options: { readonly fd: number }): PipeReadable;
  createWriteStream(path: string, options: { readonly fd: number }): PipeWritable;
  mkdtempSync(prefix: string): string;
  rmSync(path: string, options: RemoveOptions): void;
  statSync(path: string): { isFile(): boolean };
  readonly promises: { rm(path: string, options: RemoveOptions): Promise<void> };
}

export interface PathModule {
  readonly delimiter: string;
  join(...parts: readonly string[]): string;
  resolve(path: string): string;
}

export interface LaunchModules {
  readonly "node:child_process": {
    spawn(path: string, args: readonly string[], options: SpawnOptions): ChildProcess;
    spawnSync(path: string, args: readonly string[], options: object): unknown;
  };
  readonly "node:fs": FileSystem;
  readonly "node:os": { tmpdir(): string; homedir(): string };
  readonly "node:path": PathModule;
}

/** What is used of Node's `process`. */
export interface Program {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  readonly platform: string;
  kill(pid: number, signal: "SIGKILL" | "SIGTERM" | 0): void;
  on(event: "exit", listener: () => void): unknown;
  off(event: "exit", listener: () => void): unknown;
}

/** The program that this runs in. */
export function thisProgram(): Program {
  return (globalThis as unknown as { readonly process: Program }).process;
}
