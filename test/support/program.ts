/** Compiles a program as its author would, and runs it with Node.js against a browser. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compile } from "./compile.js";
import { root } from "./paths.js";

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  readonly process: ChildProcess;
  readonly result: Promise<ProgramResult>;
}

/** The settings of a user who has none of their own: strict, and nothing else. */
const compilerOptions = {
  module: "NodeNext",
  target: "ES2022",
  lib: ["ES2022", "DOM", "ESNext.Disposable"],
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  strict: true,
  outDir: "built",
  rootDir: ".",
};

/** A folder for programs: an ES module package where `cdplex` is `installed`, a link to a package's folder. */
export async function prepareProject(folder: string, installed: string): Promise<void> {
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await symlink(installed, join(folder, "node_modules/cdplex"), "junction");
  await writeFile(join(folder, "package.json"), '{ "name": "stranger", "private": true, "type": "module" }');
}

/** Compiles the programs by name, and throws where one does not compile. Gives the paths of what came out, in order. */
export async function compilePrograms(
  folder: string,
  programs: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  for (const [name, source] of programs) await writeFile(join(folder, `${name}.ts`), source);
  const files = [...programs.keys()].map((name) => `${name}.ts`);
  const { output } = await compile(folder, { compilerOptions, files });
  if (output !== "") throw new Error(`A program does not compile:\n${output}`);
  return new Map([...programs.keys()].map((name) => [name, join(folder, "built", `${name}.js`)]));
}

/** Starts a compiled program. It is ended if it still runs after `timeout` milliseconds. */
export function startProgram(path: string, timeout = 30_000): RunningProgram {
  const child = spawn(process.execPath, [path], { stdio: ["ignore", "pipe", "pipe"], timeout });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const result = new Promise<ProgramResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { process: child, result };
}
