/** Repositories of users of the package, as the action and the workflow for them meet them. */
import { execFile, execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { fakeRegistry, type FakeRegistry } from "./fake-registry.js";
import { installGenerator } from "./installed-generator.js";
import { first, packageTarball, second } from "./small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "./temporary.js";
import { fakePrograms, stepEnvironment, type Programs } from "./workflow-scene.js";

const execute = promisify(execFile);

/** Not to be waited for by standing still: the registry is in this process. */
export async function runProgram(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await execute(process.execPath, args, { cwd, env });
}

export interface Project {
  readonly folder: string;
  readonly place: string;
  readonly programs: Programs;
  readonly environment: Readonly<Record<string, string>>;
  git(...args: readonly string[]): string;
  commit(message: string): void;
}

/** What all projects of a test share: a registry with two revisions, and a project with the generator, of which they take the packages. */
export class UserRepositories implements AsyncDisposable {
  readonly #temporary: TemporaryFolder;
  readonly #installed: string;
  readonly registry: FakeRegistry;

  private constructor(temporary: TemporaryFolder, installed: string, registry: FakeRegistry) {
    this.#temporary = temporary;
    this.#installed = installed;
    this.registry = registry;
  }

  static async open(): Promise<UserRepositories> {
    const temporary = await temporaryFolder();
    const installed = join(temporary.path, "installed");
    const bin = await installGenerator(installed, join(temporary.path, "checkout"));
    chmodSync(bin, 0o755);
    mkdirSync(join(installed, "node_modules/.bin"), { recursive: true });
    symlinkSync("../cdplex-codegen/generator/bin.js", join(installed, "node_modules/.bin/codegen"));
    const registry = await fakeRegistry(
      [first, second].map((each) => ({ version: `0.0.${each.revision}`, tarball: packageTarball(each) })),
    );
    return new UserRepositories(temporary, installed, registry);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.registry[Symbol.asyncDispose]();
    await this.#temporary[Symbol.asyncDispose]();
  }

  /** A repository in which nothing is but what is given, and what npm would have installed. */
  project(name: string, files: Readonly<Record<string, string>> = {}): Project {
    const place = join(this.#temporary.path, name);
    const folder = join(place, "project");
    mkdirSync(folder, { recursive: true });
    const git = (...args: readonly string[]): string =>
      execFileSync("git", ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", ...args], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", join(place, "remote.git")]);
    // As GitHub is.
    execFileSync("git", ["-C", join(place, "remote.git"), "config", "uploadpack.allowFilter", "true"]);
    git("init", "--quiet", "--initial-branch=main");
    git("remote", "add", "origin", join(place, "remote.git"));
    const all = {
      "package.json": '{ "name": "user", "private": true }',
      ".gitignore": "node_modules\ndist\n",
      ...files,
    };
    for (const [path, content] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    execFileSync("cp", ["-R", join(this.#installed, "node_modules"), join(folder, "node_modules")]);
    const commit = (message: string): void => {
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
      git("push", "--quiet", "origin", "HEAD:main");
    };
    commit("A project");
    const programs = fakePrograms(place, { realNpm: true });
    return {
      folder,
      place,
      programs,
      environment: stepEnvironment(programs, this.registry.url, place),
      git,
      commit,
    };
  }
}

export const read = ({ folder }: Project, path: string): string => readFileSync(join(folder, path), "utf8");
export const revisionIn = (project: Project, out: string): unknown =>
  (JSON.parse(read(project, `${out}/package.json`)) as Record<string, unknown>)["chromiumRevision"];
