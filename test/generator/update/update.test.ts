/** Definitions are replaced as a whole or not at all. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { update, type UpdateResult, type UpdateSource } from "../../../generator/update/update.js";
import { fakeRegistry } from "../../support/fake-registry.js";
import { folderContents } from "../../support/folder-contents.js";
import { root } from "../../support/paths.js";
import {
  first,
  packageFiles,
  packageTarball,
  protocolFiles,
  second,
  writeFiles,
  type SmallRevision,
} from "../../support/small-revision.js";
import { extension, integrityOf } from "../../support/tarball.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { failureOfPromise } from "../load/failure.js";

let temporary: TemporaryFolder;
let folder: string;
let place: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
});
afterAll(() => temporary[Symbol.asyncDispose]());
beforeEach(() => {
  place = mkdtempSync(join(temporary.path, "x"));
  folder = join(place, "protocol");
});

function run(
  source: UpdateSource,
  more: { allowedLoss?: number; dryRun?: boolean; environment?: Record<string, string> } = {},
): Promise<UpdateResult> {
  const home = join(place, "home");
  return update({
    folder,
    source,
    allowedLoss: more.allowedLoss ?? 0.1,
    dryRun: more.dryRun ?? false,
    targets: [],
    surroundings: {
      executable: "/nowhere/bin/node",
      workingFolder: place,
      home,
      environment: { npm_config_cache: join(place, "cache"), ...more.environment },
    },
    stage: () => undefined,
    warn: () => undefined,
  });
}

/** A tarball on disk. */
function file(packed: Uint8Array): UpdateSource {
  const path = join(place, "package.tgz");
  writeFileSync(path, packed);
  return { kind: "path", path, integrity: undefined };
}

const summary = ({ from, to, changed }: UpdateResult): unknown => [from, to, changed];

describe("from the registry", () => {
  test("into an empty place, then nothing to do, then a newer one", async () => {
    await using registry = await fakeRegistry([{ version: "0.0.1000001", tarball: packageTarball(first) }]);
    const environment = { npm_config_registry: registry.url };
    const latest: UpdateSource = { kind: "revision", revision: "latest" };
    expect(summary(await run(latest, { environment }))).toEqual([undefined, "1000001", true]);
    expect(folderContents(folder)).toEqual(folderContentsOf(protocolFiles(first)));
    expect(summary(await run(latest, { environment }))).toEqual(["1000001", "1000001", false]);

    await using newer = await fakeRegistry([{ version: "0.0.1000002", tarball: packageTarball(second) }]);
    const result = await run(latest, { environment: { npm_config_registry: newer.url } });
    expect(summary(result)).toEqual(["1000001", "1000002", true]);
    expect(result.integrity).toBe(integrityOf(packageTarball(second)));
    expect(result.diff?.changes.map(({ op, path }) => [op, path.join("/")])).toEqual([
      ["changed", ""],
      ["added", "domains/Page/commands/crash"],
    ]);
    expect(folderContents(folder)).toEqual(folderContentsOf(protocolFiles(second)));
  });

  test("what is latest and older than what is there is refused, and taken by its name", async () => {
    writeFiles(folder, protocolFiles(second));
    const before = folderContents(folder);
    await using registry = await fakeRegistry([{ version: "0.0.1000001", tarball: packageTarball(first) }]);
    const environment = { npm_config_registry: registry.url };
    expect(await failureOfPromise(run({ kind: "revision", revision: "latest" }, { environment }))).toBe(
      `The latest revision is 1000001, and ${folder} holds 1000002, which is newer.\nIf that is what you want, say --revision 1000001. Nothing was changed.`,
    );
    expect(folderContents(folder)).toEqual(before);
    expect(registry.requests).toEqual(["GET /devtools-protocol"]);
    const named = await run({ kind: "revision", revision: "1000001" }, { environment });
    expect(summary(named)).toEqual(["1000002", "1000001", true]);
  });

  test("a version that says it is another is refused", async () => {
    writeFiles(folder, protocolFiles(first));
    const before = folderContents(folder);
    await using registry = await fakeRegistry([{ version: "0.0.1000003", tarball: packageTarball(second) }]);
    expect(
      await failureOfPromise(
        run({ kind: "revision", revision: "latest" }, { environment: { npm_config_registry: registry.url } }),
      ),
    ).toContain(
      "devtools-protocol@0.0.1000003 says that it is version 0.0.1000002, and it should be 0.0.1000003.",
    );
    expect(folderContents(folder)).toEqual(before);
  });
});

function folderContentsOf(files: Readonly<Record<string, string>>): Record<string, string> {
  const where = mkdtempSync(join(place, "want"));
  writeFiles(where, files);
  return folderContents(where);
}

describe("from a tarball or a folder", () => {
  test("byte for byte, and what is not a definition stays", async () => {
    writeFiles(folder, {
      ...protocolFiles(first),
      "README.md": "Mine.",
      "pdl/domains/Old.pdl": "domain Old\n",
      "notes/a.json": "{}",
    });
    // A byte order mark and line ends of Windows are part of the file.
    const odd = "\ufeffThe licence.\r\n";
    expect(summary(await run(file(packageTarball(second, { LICENSE: odd }))))).toEqual([
      "1000001",
      "1000002",
      true,
    ]);
    expect(readFileSync(join(folder, "LICENSE"))).toEqual(Buffer.from(odd));
    expect(folderContents(folder)).toEqual(
      folderContentsOf({
        ...protocolFiles(second),
        LICENSE: odd,
        "README.md": "Mine.",
        "notes/a.json": "{}",
      }),
    );
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("a folder in the form of the package, or of protocol/", async () => {
    const [asPackage, asProtocol] = [join(place, "package"), join(place, "other")];
    writeFiles(asPackage, packageFiles(first));
    writeFiles(asProtocol, protocolFiles(second));
    expect(summary(await run({ kind: "path", path: asPackage, integrity: undefined }))).toEqual([
      undefined,
      "1000001",
      true,
    ]);
    expect(summary(await run({ kind: "path", path: asProtocol, integrity: undefined }))).toEqual([
      "1000001",
      "1000002",
      true,
    ]);
    expect(folderContents(folder)).toEqual(folderContents(asProtocol));
  });

  test("what is installed of the real package is what lies here", async () => {
    const installed: UpdateSource = {
      kind: "path",
      path: join(root, "node_modules/devtools-protocol"),
      integrity: undefined,
    };
    await run(installed);
    expect(folderContents(folder)).toEqual(
      Object.fromEntries(
        Object.entries(folderContents(join(root, "protocol"))).filter(
          // What is ours there.
          ([path]) => !["CHANGELOG.md", "README.md"].includes(path),
        ),
      ),
    );
  });

  test("with a hash that it has to have", async () => {
    const packed = packageTarball(first);
    const source = { ...file(packed), integrity: integrityOf(packed) } as UpdateSource;
    expect(summary(await run(source))).toEqual([undefined, "1000001", true]);
    const wrong = { ...source, integrity: integrityOf(Buffer.from("else")) } as UpdateSource;
    expect(await failureOfPromise(run(wrong))).toContain("package.tgz is not what its hash says.");
    expect(await failureOfPromise(run({ ...source, integrity: "md5-abc" } as UpdateSource))).toContain(
      '"md5-abc" is no hash.',
    );
    expect(
      await failureOfPromise(run({ kind: "path", path: folder, integrity: integrityOf(packed) })),
    ).toContain("is a folder");
  });

  test("a look writes nothing", async () => {
    writeFiles(folder, protocolFiles(first));
    const before = folderContents(folder);
    expect(summary(await run(file(packageTarball(second)), { dryRun: true }))).toEqual([
      "1000001",
      "1000002",
      true,
    ]);
    expect(folderContents(folder)).toEqual(before);
  });

  test("what somebody changed by hand is put right, though the revision is the same", async () => {
    writeFiles(folder, {
      ...protocolFiles(first),
      "js_protocol.json": protocolFiles(first)["js_protocol.json"]!.replace("enable", "disable"),
      "pdl/js_protocol.pdl": protocolFiles(first)["pdl/js_protocol.pdl"]!.replace("enable", "disable"),
    });
    expect(summary(await run(file(packageTarball(first)), { allowedLoss: 1 }))).toEqual([
      "1000001",
      "1000001",
      true,
    ]);
    expect(folderContents(folder)).toEqual(folderContentsOf(protocolFiles(first)));
  });
});

describe("refuses, and changes nothing", () => {
  const many: SmallRevision = {
    revision: "1000001",
    commands: Array.from({ length: 40 }, (_, index) => `command${String(index)}`),
  };
  const few = (count: number): SmallRevision => ({
    revision: "1000002",
    commands: many.commands.slice(0, 40 - count),
  });
  const browser = packageFiles(second)["json/browser_protocol.json"]!;

  test.each<[what: string, packed: () => Uint8Array, want: string]>([
    [
      "more than a share of what there was",
      () => packageTarball(few(10)),
      "Revision 1000002 lacks 10 of 41 commands that revision 1000001 has: Page.command30,",
    ],
    [
      "a tarball without PDL",
      () => packageTarball(few(1), { "pdl/js_protocol.pdl": undefined }),
      "lacks pdl/js_protocol.pdl.",
    ],
    [
      "one without JSON",
      () => packageTarball(few(1), { "json/js_protocol.json": undefined }),
      "lacks js_protocol.json.",
    ],
    ["one without its licence", () => packageTarball(few(1), { LICENSE: undefined }), "lacks LICENSE."],
    [
      "an include that is missing",
      () => packageTarball(few(1), { "pdl/domains/Page.pdl": undefined }),
      "Page.pdl does not exist.",
    ],
    [
      "two forms of different revisions",
      () => packageTarball(few(1), { "json/browser_protocol.json": browser }),
      "in the JSON and not in the PDL",
    ],
    [
      "what is no protocol",
      () => packageTarball(few(1), { "json/js_protocol.json": '{"domains": 1}' }),
      '"domains" of the protocol has to be an array',
    ],
    [
      "what is not in UTF-8",
      () =>
        packageTarball(few(1), { "pdl/js_protocol.pdl": undefined }, [
          { path: "package/pdl/js_protocol.pdl", content: Buffer.from([0xff, 0xfe]) },
        ]),
      "is not in UTF-8",
    ],
    [
      "another package",
      () => packageTarball(few(1), { "package.json": '{"name":"left-pad","version":"0.0.5"}' }),
      "is not the package devtools-protocol.",
    ],
    [
      "a version that is no revision",
      () => packageTarball(few(1), { "package.json": '{"name":"devtools-protocol","version":"1.0.0"}' }),
      'has the version "1.0.0", which names no revision.',
    ],
    [
      "no manifest",
      () => packageTarball(few(1), { "package.json": undefined }),
      "does not say which revision it is.",
    ],
    [
      "a manifest that is none",
      () => packageTarball(few(1), { "package.json": "[" }),
      "is not a JSON object.",
    ],
    [
      "a path that leads out",
      () => packageTarball(few(1), {}, [{ path: "package/pdl/../../../x.pdl" }]),
      "leads out of the package",
    ],
    [
      "one that does by an extension",
      () => packageTarball(few(1), {}, [extension({ path: "package/../../x" }), { path: "ok" }]),
      "leads out of the package",
    ],
    [
      "a link",
      () =>
        packageTarball(few(1), {}, [{ path: "package/pdl/domains/A.pdl", type: "2", link: "/etc/passwd" }]),
      "is no ordinary file",
    ],
    [
      "a giant",
      () =>
        packageTarball(few(1), {}, [
          { path: "package/pdl/domains/A.pdl", content: Buffer.alloc(129 * 1024 * 1024) },
        ]),
      "it has more than 128 MB unpacked",
    ],
    ["no tarball", () => Buffer.from("<html>"), "it is not in the format of gzip"],
  ])("%s", async (_what, packed, want) => {
    writeFiles(folder, { ...protocolFiles(many), "README.md": "Mine." });
    const before = folderContents(folder);
    const outside = readdirSync(place);
    expect(await failureOfPromise(run(file(packed())))).toContain(want);
    expect(folderContents(folder)).toEqual(before);
    expect(readdirSync(place).filter((name) => name !== "package.tgz")).toEqual(outside);
  });

  test("loss that is allowed is none to refuse", async () => {
    writeFiles(folder, protocolFiles(many));
    await expect(run(file(packageTarball(few(4))))).resolves.toMatchObject({ changed: true });
    await expect(
      run(file(packageTarball({ ...few(39), revision: "1000003" })), { allowedLoss: 1 }),
    ).resolves.toMatchObject({ changed: true });
  });

  test("a folder that is a link, for what it leads to is somebody else's", async () => {
    writeFiles(folder, protocolFiles(first));
    const elsewhere = join(place, "elsewhere");
    rmSync(join(folder, "pdl"), { recursive: true });
    writeFiles(elsewhere, { "mine.pdl": "mine" });
    symlinkSync(elsewhere, join(folder, "pdl"), "junction");
    expect(await failureOfPromise(run(file(packageTarball(second)), { allowedLoss: 1 }))).toContain(
      "is no folder, and pdl/",
    );
    expect(folderContents(elsewhere)).toEqual(folderContentsOf({ "mine.pdl": "mine" }));
  });

  test("where one of the files cannot be written", async () => {
    writeFiles(folder, protocolFiles(first));
    // A folder that is not empty stands where a file is to be.
    rmSync(join(folder, "LICENSE"));
    writeFiles(folder, { "LICENSE/mine": "mine" });
    const before = folderContents(folder);
    expect(await failureOfPromise(run(file(packageTarball(second))))).toContain("LICENSE cannot be written");
    expect(folderContents(folder)).toEqual(before);
  });

  test.each<[what: string, broken: Record<string, string>, want: string]>([
    ["a revision that is none", { "version.txt": "soon\n" }, "The revision has to be a number."],
    [
      "a file that is no JSON",
      { "js_protocol.json": "{" },
      "cannot be read, so what would be lost cannot be told: ",
    ],
  ])("where there is %s, unless it may be lost", async (_what, broken, want) => {
    writeFiles(folder, { ...protocolFiles(first), ...broken });
    const before = folderContents(folder);
    const told = await failureOfPromise(run(file(packageTarball(second))));
    expect(told).toContain(want);
    expect(told).toContain("--allow-loss 1");
    expect(folderContents(folder)).toEqual(before);
    const result = await run(file(packageTarball(second)), { allowedLoss: 1 });
    expect([result.to, result.changed, result.diff]).toEqual(["1000002", true, undefined]);
    expect(folderContents(folder)).toEqual(folderContentsOf(protocolFiles(second)));
  });

  test("what another run has changed while this one looked", async () => {
    writeFiles(folder, protocolFiles(first));
    const outcomes = await Promise.allSettled([
      run(file(packageTarball(second))),
      run({ kind: "path", path: folder, integrity: undefined }),
      run(file(packageTarball({ ...second, revision: "1000003" }))),
    ]);
    expect(outcomes[1]).toMatchObject({ status: "fulfilled", value: { changed: false } });
    const failed = outcomes.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
    expect(failed).toEqual([
      expect.stringContaining(`Another run has brought ${folder} from revision 1000001 to `),
    ]);
  });
});
