/** The command line as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./paths.js";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly workingFolder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A file to start in the place of the repository's own. */
  readonly bin?: string;
}

/** Starts `codegen` with the arguments. */
export function startCodegen(
  args: readonly string[],
  options: RunOptions = {},
): { process: ChildProcess; finished: Promise<Finished>; output: () => string } {
  const child = spawn(process.execPath, [options.bin ?? join(root, "generator/bin.js"), ...args], {
    cwd: options.workingFolder ?? root,
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, finished, output: () => stdout + stderr };
}

/** Runs `codegen` to its end. */
export function runCodegen(args: readonly string[], options?: RunOptions): Promise<Finished> {
  return startCodegen(args, options).finished;
}
