/** Runs the TypeScript compilers that are installed, as a user would: by their command line, on a project. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./paths.js";

/** The compilers by the name that tests call them. The middle one is what this repository itself uses. */
export const compilers = {
  "5.4": join(root, "node_modules/typescript-5.4/bin/tsc"),
  "5.9": join(root, "node_modules/typescript/bin/tsc"),
  "7": join(root, "node_modules/typescript-7/bin/tsc"),
} as const;

export type CompilerVersion = keyof typeof compilers;

/** One error, or a message without a place. */
export interface Diagnostic {
  /** As the compiler prints it: relative to the project. */
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export interface Compilation {
  readonly diagnostics: readonly Diagnostic[];
  readonly output: string;
}

export interface Project {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
  readonly include?: readonly string[];
}

/** Writes `tsconfig.json` into the folder, and runs a compiler on it. Errors are given back, not thrown. */
export async function compile(
  folder: string,
  project: Project,
  version: CompilerVersion = "5.9",
  args: readonly string[] = [],
): Promise<Compilation> {
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(project, null, 2));
  const command = [compilers[version], "--project", folder, "--pretty", "false", ...args];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      command,
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        // The compiler ends with 1 or 2 where it has found errors; anything else has kept it from its work.
        if (error !== null && error.code !== 1 && error.code !== 2) reject(error);
        else resolve(stdout + stderr);
      },
    );
  });
  return { diagnostics: parseDiagnostics(output), output };
}

const diagnosticLine = /^(?:(?<file>.+?)\((?<line>\d+),\d+\): )?error (?<code>TS\d+): (?<message>.*)$/;

function parseDiagnostics(output: string): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const line of output.split(/\r?\n/)) {
    const groups = diagnosticLine.exec(line)?.groups;
    if (groups === undefined) continue;
    const { file = "", line: number = "0", code = "", message = "" } = groups;
    diagnostics.push({ file, line: Number(number), code, message });
  }
  return diagnostics;
}
