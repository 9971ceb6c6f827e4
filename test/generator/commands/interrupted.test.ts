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
import { first, second, writeFiles, writePackage } from "../../support/small-revision.js";
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
  writePackage(join(work, "one"), first);
  writePackage(join(work, "two"), second);
});
afterAll(() => temporary[Symbol.asyncDispose]());
beforeEach(() => {
  for (const name of ["defs", "out"]) rmSync(join(work, name), { recursive: true, force: true });
});

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
      stderr: expect.stringContaining(PUT_BACK) as string,
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

  describe("killed is undone by", () => {
    /** What is read before anything is said of it. */
    const readers: readonly [title: string, args: readonly string[]][] = [
      ["an update that takes them from there", ["update", "defs", "--protocol", "taken"]],
      ["a look at targets", ["targets", "check", "--no-browser", "--protocol", "defs"]],
      ["a difference to a project that is made from them", ["diff", "project", "one"]],
      ["a release", ["release", "one", "--protocol", "defs", "--changelog", "CHANGELOG.md"]],
    ];
    test.each(readers)("%s", async (_title, args) => {
      mkdirSync(join(work, "project"), { recursive: true });
      writeFileSync(join(work, "project/codegen.config.json"), '{ "protocol": "../defs" }');
      await update("one");
      const before = folderContents(join(work, "defs"));
      await update("two", { at: 3, operation: "rename", where: "defs/" });
      expect((await codegen(args)).stderr).toContain(
        "defs was left in the middle of a run that was interrupted, and is put back as it was before\n",
      );
      expect(folderContents(join(work, "defs"))).toEqual(before);
    });
  });

  test.each<[args: string[], option: string]>([
    [["update", "two", "--protocol", "defs", "--dry-run"], "--dry-run"],
    [["update", "defs", "--protocol", "other", "--dry-run"], "--dry-run"],
    [["--check", "--protocol", "defs", "--out", "out"], "--check"],
  ])("killed is told and left by %j, which writes nothing", async (args, option) => {
    await update("one");
    await update("two", { at: 3, operation: "rename", where: "defs/" });
    const half = folderContents(join(work, "defs"));
    expect(await codegen(args)).toEqual({
      code: 1,
      stdout: "",
      stderr: `codegen: error: defs was left in the middle of a run that was interrupted\n  run this without ${option}, which puts it back as it was before; ${option} writes nothing\n`,
    });
    expect(folderContents(join(work, "defs"))).toEqual(half);
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
    expect((await run({ at: 0, operation: "rename", where: `/${STAGING}/new-0` })).code).toBe(null);
    expect(existsSync(join(work, "out/dist"))).toBe(false);
    expect(await run()).toMatchObject({ code: 0, stderr: toldOf });
    expect(readFileSync(join(work, "out/dist/notes.txt"), "utf8")).toBe("mine");
    expect(existsSync(join(work, "out/dist/index.js"))).toBe(true);
    expect(readdirSync(join(work, "out"))).not.toContain(STAGING);
  });

  test("killed when dist/ is in its place has nothing to undo, and nobody says that it was put back", async () => {
    const run = (how?: Killing): Promise<Finished> => codegen([...input, "--out", "out"], how);
    await run();
    const before = folderContents(join(work, "out"));
    rmSync(join(work, "out/dist/index.js"));
    expect((await run({ at: 0, operation: "unlink", where: "journal.json" })).code).toBe(null);
    expect(existsSync(join(work, "out", STAGING, "journal.json"))).toBe(true);
    expect(await run()).toMatchObject({ code: 0, stderr: "" });
    expect(folderContents(join(work, "out"))).toEqual(before);
  });
});

describe("a release", () => {
  const release = (how?: Killing): Promise<Finished> =>
    codegen(
      [
        "release",
        "one",
        "--protocol",
        "two",
        "--package",
        "pkg/package.json",
        "--changelog",
        "pkg/log/CHANGES.md",
      ],
      how,
    );
  beforeEach(() => {
    rmSync(join(work, "pkg"), { recursive: true, force: true });
    writeFiles(join(work, "pkg"), { "package.json": '{ "version": "0.1.0" }' });
  });

  test("killed between its two files is brought to its end by the next", async () => {
    await release();
    const whole = folderContents(join(work, "pkg"));
    expect(Object.keys(whole)).toEqual(["log/CHANGES.md", "package.json"]);
    for (let at = 0; ; at++) {
      rmSync(join(work, "pkg"), { recursive: true });
      writeFiles(join(work, "pkg"), { "package.json": '{ "version": "0.1.0" }' });
      const { code } = await release({ at, where: "/pkg/" });
      const { version } = JSON.parse(readFileSync(join(work, "pkg/package.json"), "utf8")) as {
        version: string;
      };
      if (version === "0.1.0") expect((await release()).stdout).toBe("0.1.1\n");
      expect(folderContents(join(work, "pkg")), `killed at operation ${String(at)}`).toEqual(whole);
      if (code === 0) break;
    }
  });

  test("of which one file cannot be written changes neither", async () => {
    const before = folderContents(join(work, "pkg"));
    const { code, stderr } = await release({ at: 1, operation: "rename", where: "/pkg/", code: "ENOSPC" });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/package\.json cannot be written: ENOSPC\n.*nothing was changed/),
    ]);
    expect(folderContents(join(work, "pkg"))).toEqual(before);
  });
});
