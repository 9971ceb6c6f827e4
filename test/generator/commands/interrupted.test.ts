/** The command line killed and interrupted in the middle, and run again. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { STAGING } from "../../../generator/staging.js";
import { folderContents } from "../../support/folder-contents.js";
import { copyGenerator } from "../../support/generator-copy.js";
import { type Killing, killing } from "../../support/killing.js";
import { type Finished, runCodegen } from "../../support/run-codegen.js";
import { writeSmallInput } from "../../support/small-protocol.js";
import { first, packageFiles, second, type SmallRevision } from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let work: string;
let bin: string;
let environment: (how: Killing) => Record<string, string>;
let input: string[];
beforeAll(async () => {
  temporary = await temporaryFolder();
  ({ bin } = copyGenerator(join(temporary.path, "generator"), { packages: true }));
  environment = killing(temporary.path);
  work = join(temporary.path, "work");
  mkdirSync(work);
  const small = writeSmallInput(join(work, "small"));
  input = ["--protocol", small.protocol, "--targets", small.targets];
  put("one", first);
  put("two", second);
});
afterAll(() => temporary[Symbol.asyncDispose]());
beforeEach(() => {
  for (const name of ["defs", "out"]) rmSync(join(work, name), { recursive: true, force: true });
});

function put(name: string, revision: SmallRevision): void {
  for (const [path, content] of Object.entries(packageFiles(revision))) {
    mkdirSync(join(work, name, path, ".."), { recursive: true });
    writeFileSync(join(work, name, path), content);
  }
}

const codegen = (args: readonly string[], how?: Killing): Promise<Finished> =>
  runCodegen(args, {
    bin,
    workingFolder: work,
    ...(how === undefined ? {} : { environment: environment(how) }),
  });

const update = (from: string, how?: Killing): Promise<Finished> =>
  codegen(["update", from, "--protocol", "defs"], how);

const PUT_BACK =
  "codegen: warning: defs was left in the middle of a run that was interrupted, and is put back as it was before\n";

describe("an update", () => {
  test.each([2, 3])("killed at file %s is undone by the next, which does it all", async (at) => {
    await update("one");
    const before = folderContents(join(work, "defs"));
    // One is the journal's.
    expect((await update("two", { at, operation: "rename", where: "defs/" })).code).toBe(null);
    expect(folderContents(join(work, "defs"), [STAGING])).not.toEqual(before);
    expect(await update("two")).toMatchObject({
      code: 0,
      stdout: "defs: from revision 1000001 to 1000002: 0 breaking, 1 additive, 1 neutral\n",
      stderr: PUT_BACK,
    });
    expect(readdirSync(join(work, "defs"))).not.toContain(STAGING);
  });

  test("killed is undone by whatever reads the folder next", async () => {
    await update("one");
    const before = folderContents(join(work, "defs"));
    await update("two", { at: 3, operation: "rename", where: "defs/" });
    expect(await codegen(["diff", "one", "defs"])).toMatchObject({
      code: 0,
      stdout: "1000001 to 1000001: no difference\n",
      stderr: PUT_BACK,
    });
    expect(folderContents(join(work, "defs"))).toEqual(before);
  });

  test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"])(
    "that gets %s puts all files into their places, and ends by it (Windows has no signals)",
    async (signal) => {
      await update("one");
      const { code } = await update("two", { at: 3, operation: "rename", where: "defs/", signal });
      expect(code).toBe(null);
      expect(readdirSync(join(work, "defs"))).not.toContain(STAGING);
      expect((await update("two")).stdout).toBe("defs: nothing to do: it holds revision 1000002\n");
    },
  );
});

describe("a run that generates", () => {
  test("killed in the middle of src/ or before dist/ is in its place is undone by the next, which does it all", async () => {
    const run = (how?: Killing): Promise<Finished> => codegen([...input, "--out", "out"], how);
    expect((await run({ at: 9, operation: "rename", where: "/out/" })).code).toBe(null);
    // Nothing was there before, and so nobody can tell by its content whose folder it is.
    expect(existsSync(join(work, "out", STAGING, "journal.json"))).toBe(true);

    const toldOf = PUT_BACK.replace("defs", "out");
    expect(await codegen([...input, "--out", "out", "--no-build"])).toMatchObject({
      code: 0,
      stderr: toldOf,
    });
    mkdirSync(join(work, "out/dist"));
    writeFileSync(join(work, "out/dist/notes.txt"), "mine");
    expect((await run({ at: 0, operation: "rename", where: `/${STAGING}/dist` })).code).toBe(null);
    expect(existsSync(join(work, "out/dist"))).toBe(false);
    expect(await run()).toMatchObject({ code: 0, stderr: toldOf });
    expect(readFileSync(join(work, "out/dist/notes.txt"), "utf8")).toBe("mine");
    expect(existsSync(join(work, "out/dist/index.js"))).toBe(true);
    expect(readdirSync(join(work, "out"))).not.toContain(STAGING);
  });
});
