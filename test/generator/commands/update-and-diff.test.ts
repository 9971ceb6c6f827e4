/** `codegen update` and `codegen diff` as processes, against a registry on the loopback interface. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { fakeRegistry, type FakeRegistry } from "../../support/fake-registry.js";
import { folderContents } from "../../support/folder-contents.js";
import { copyGenerator } from "../../support/generator-copy.js";
import { type Finished, runCodegen } from "../../support/run-codegen.js";
import { first, packageTarball, second } from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let registry: FakeRegistry;
let work: string;
let targets: string;
let bin: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
  ({ bin } = copyGenerator(join(temporary.path, "generator"), { packages: true }));
  work = join(temporary.path, "work");
  mkdirSync(work);
  targets = join(temporary.path, "targets.json");
  writeFileSync(targets, "[]");
  registry = await fakeRegistry([
    { version: "0.0.1000001", tarball: packageTarball(first) },
    { version: "0.0.1000002", tarball: packageTarball(second) },
  ]);
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await temporary[Symbol.asyncDispose]();
});

function codegen(...args: readonly string[]): Promise<Finished> {
  return runCodegen(args, {
    bin,
    workingFolder: work,
    environment: {
      npm_config_registry: registry.url,
      npm_config_cache: join(temporary.path, "cache"),
      npm_config_fetch_retries: "0",
      npm_config_userconfig: join(temporary.path, "none"),
    },
  });
}

describe("update", () => {
  test("takes what is asked for, then what is newest, then finds nothing to do", async () => {
    expect(await codegen("update", "--revision", "1000001", "--protocol", "p")).toMatchObject({
      code: 0,
      // What takes long is told in a log, too.
      stderr:
        "codegen: finding the definitions\ncodegen: fetching devtools-protocol@0.0.1000001\ncodegen: looking at the definitions\ncodegen: replacing the definitions\n",
      stdout: expect.stringMatching(
        /^p: revision 1000001 there, verified \(sha512-.{12}\.\.\.\)\n$/,
      ) as string,
    });
    const look = await codegen("update", "--protocol", "p", "--dry-run");
    expect(look.stdout).toMatch(
      /^p: from revision 1000001 to 1000002, .*: 0 breaking, 1 additive, 1 neutral\n/,
    );
    expect(look.stdout).toContain("Page.crash: command added; additive for senders; on ");
    expect(folderContents(join(work, "p"))["version.txt"]).toBe("1000001\n");

    expect((await codegen("update", "--protocol", "p")).stdout).toMatch(
      /^p: from revision 1000001 to 1000002, verified \(sha512-.*\): 0 breaking, 1 additive, 1 neutral\n$/,
    );
    expect(folderContents(join(work, "p"))["version.txt"]).toBe("1000002\n");
    expect(await codegen("update", "--protocol", "p")).toEqual({
      code: 0,
      stderr: "codegen: finding the definitions\ncodegen: fetching devtools-protocol@0.0.1000002\n",
      stdout: "p: nothing to do: it holds revision 1000002\n",
    });
    expect(await codegen("update", "--protocol", "p", "--quiet")).toEqual({
      code: 0,
      stderr: "",
      stdout: "",
    });
  });

  test("files with other line ends are put right, and that is said", async () => {
    await codegen("update", "--revision", "1000001", "--protocol", "lines");
    const before = folderContents(join(work, "lines"));
    for (const [path, text] of Object.entries(before)) {
      writeFileSync(join(work, "lines", path), text.replaceAll("\n", "\r\n"));
    }
    const args = ["update", "--revision", "1000001", "--protocol", "lines"];
    expect((await codegen(...args, "--dry-run")).stdout).toMatch(
      /^lines: revision 1000001 would be restored, for files were not as they were published, verified \(.*\)\n$/,
    );
    expect((await codegen(...args)).stdout).toMatch(
      /^lines: revision 1000001 restored, for files were not as they were published, verified \(.*\)\n$/,
    );
    expect(folderContents(join(work, "lines"))).toEqual(before);
    expect((await codegen(...args)).stdout).toBe("lines: nothing to do: it holds revision 1000001\n");
  });

  test("an error ends the process with 1, and leaves the folder as it was", async () => {
    const packed = join(work, "bad.tgz");
    writeFileSync(packed, packageTarball(second, { "pdl/js_protocol.pdl": undefined }));
    await codegen("update", "--revision", "1000001", "--protocol", "q");
    const before = folderContents(join(work, "q"));
    const { code, stdout, stderr } = await codegen("update", "bad.tgz", "--protocol", "q");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^codegen: error: bad\.tgz lacks pdl\/js_protocol\.pdl\.\n {2}Both forms/m);
    expect(folderContents(join(work, "q"))).toEqual(before);
  });

  test.each([
    [["update", "a", "--revision", "1"], "--revision is taken from the registry"],
    [["update", "--integrity", "sha512-a"], "--integrity is for a tarball"],
    [["update", "--allow-loss", "2"], "--allow-loss is a number from 0 to 1"],
    [["update", "--revison", "1"], "Unknown argument: revison. Did you mean --revision?"],
    [["update", "--overlay", "x"], "Unknown argument: overlay\n"],
    [["targets", "probe", "--bowser", "x"], "Unknown argument: bowser. Did you mean --browser?"],
    [["init", "--quiet"], "Unknown argument: quiet\n"],
  ])("%j is wrong usage", async (args, want) => {
    const { code, stderr } = await codegen(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(want);
  });
});

describe("diff", () => {
  test("of two revisions, in three forms", async () => {
    const args = ["diff", "1000001", "0.0.1000002", "--targets", targets];
    const text = await codegen(...args);
    expect(text).toMatchObject({ code: 0, stderr: "" });
    expect(text.stdout).toMatch(/^1000001 to 1000002: 0 breaking, 1 additive, 1 neutral\n/);
    expect((await codegen(...args, "--format", "markdown")).stdout).toContain(
      "- `Page.crash`: command added; additive for senders\n",
    );
    expect(JSON.parse((await codegen(...args, "--format", "json")).stdout)).toMatchObject({
      from: "1000001",
      to: "1000002",
      step: "minor",
    });
    expect((await codegen(...args, "--step")).stdout).toBe("minor\n");
  });

  test("of a folder and a file, which are called as they are given", async () => {
    await codegen("update", "--revision", "1000001", "--protocol", "r");
    writeFileSync(join(work, "one.json"), '{"domains":[{"domain":"Page"}]}');
    const { stdout } = await codegen("diff", "one.json", "r/js_protocol.json", "--targets", targets);
    expect(stdout).toMatch(/^one\.json to r\/js_protocol\.json: 0 breaking, 1 additive, 2 neutral\n/);
    const same = await codegen("diff", "r", "1000001", "--targets", targets);
    expect(same.stdout).toBe("1000001 to 1000001: no difference\n");
  });

  test("of what is nowhere", async () => {
    const { code, stderr } = await codegen("diff", "1000007", "1000001", "--targets", targets);
    expect(code).toBe(1);
    expect(stderr).toContain("devtools-protocol@0.0.1000007 is not in the registry at 127.0.0.1:");
    expect(await codegen("diff", "nowhere", "1000001", "--targets", targets)).toMatchObject({
      code: 1,
      stderr: "codegen: error: nowhere does not exist.\n  Check the path.\n",
    });
  });
});
