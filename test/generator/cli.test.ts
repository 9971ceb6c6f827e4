/** The command line as its users meet it: a process, its exit code, what it prints and what it leaves behind. */
import { createHash } from "node:crypto";
import {
  mkdirSync,
  openSync,
  closeSync,
  ftruncateSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { folderContents } from "../support/folder-contents.js";
import { type GeneratorCopy, copyGenerator } from "../support/generator-copy.js";
import { root } from "../support/paths.js";
import { type Finished, type RunOptions, runCodegen, startCodegen } from "../support/run-codegen.js";
import { type SmallInput, smallProtocol, writeSmallInput } from "../support/small-protocol.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary.js";

let temporary: TemporaryFolder;
let generator: GeneratorCopy;
let input: SmallInput;
let out: string;
let first: Finished;
beforeAll(async () => {
  temporary = await temporaryFolder();
  generator = copyGenerator(join(temporary.path, "generator"), { packages: true });
  input = writeSmallInput(join(temporary.path, "input"));
  out = join(temporary.path, "out");
  first = await codegen("--out", out);
});
afterAll(() => temporary[Symbol.asyncDispose]());

/** With the small protocol, unless the arguments name another. */
function codegen(...args: readonly string[]): Promise<Finished> {
  return run(withInput(args));
}

function run(args: readonly string[], options?: RunOptions): Promise<Finished> {
  return runCodegen(args, { bin: generator.bin, ...options });
}

function withInput(args: readonly string[]): string[] {
  const protocol = args.includes("--protocol") ? [] : ["--protocol", input.protocol];
  return [...args, ...protocol, "--targets", input.targets];
}

const contents = (): Record<string, string> => folderContents(out);

describe("generates", () => {
  test("a package, and says what is in it", () => {
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(/: 2 domains, 2 commands, 2 events, 2 types, 2 targets\n/);
    expect(first.stdout).toMatch(
      /\d+ files written, 0 unchanged, 0 deleted, dist\/ built \(\d+ files\), \d+\.\d s\n$/,
    );
    const files = Object.keys(contents());
    for (const file of [
      "package.json",
      "src/index.ts",
      "src/domains/Page.ts",
      "dist/index.js",
      "dist/index.d.ts",
    ]) {
      expect(files).toContain(file);
    }
  });

  test("nothing where nothing has changed", async () => {
    const before = statSync(join(out, "src/index.ts")).mtimeMs;
    const again = await codegen("--out", out);
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toMatch(/: nothing to do: 2 domains, .* in \d+ files, \d+\.\d s\n$/);
    expect(statSync(join(out, "src/index.ts")).mtimeMs).toBe(before);
  });

  test("without a word when it is told to be quiet", async () => {
    expect(await codegen("--out", out, "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("again what was changed or lost", async () => {
    const before = contents();
    writeFileSync(join(out, "src/domains/Page.ts"), "changed");
    rmSync(join(out, "package.json"));
    const sources = await codegen("--out", out);
    expect(sources.stdout).toMatch(/: 2 files written, \d+ unchanged, 0 deleted, \d/);
    expect(contents()).toEqual(before);

    rmSync(join(out, "dist/index.js"));
    const built = await codegen("--out", out);
    expect(built.stdout).toMatch(/: 0 files written, \d+ unchanged, 0 deleted, dist\/ built/);
    expect(contents()).toEqual(before);
  });

  test("the same bytes from anywhere, in any language and time zone; and a subset takes away the rest", async () => {
    const other = join(temporary.path, "elsewhere");
    const result = await run(withInput(["--out", "elsewhere"]), {
      workingFolder: temporary.path,
      environment: { TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
    });
    expect(result.code).toBe(0);
    expect(folderContents(other, ["node_modules"])).toEqual(folderContents(out, ["node_modules"]));

    writeFileSync(join(other, "src/mine.ts"), "export {};\n");
    const subset = await codegen("--out", other, "--no-build", "--domain", "Page");
    expect(subset).toMatchObject({ code: 0, stderr: "" });
    expect(subset.stdout).toMatch(/: 1 domain, [\s\S]* [1-9]\d* deleted, \d/);
    const files = Object.keys(folderContents(other));
    expect(files).toContain("src/domains/Page.ts");
    expect(files).toContain("src/mine.ts");
    expect(files).not.toContain("src/domains/Network.ts");
  });
});

describe("--check", () => {
  test("names what differs, is missing or is stale, and how to mend it; and writes nothing", async () => {
    const page = readFileSync(join(out, "src/domains/Page.ts"), "utf8");
    writeFileSync(join(out, "src/domains/Page.ts"), page.replace("Watches a page.", "Watches."));
    rmSync(join(out, "api.txt"));
    writeFileSync(join(out, "src/domains/Old.ts"), "// Generated by cdplex-codegen from nothing.\n");
    const before = contents();
    const result = await codegen("--check", "--out", out);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain(
      "differs  src/domains/Page.ts\n  missing  api.txt\n  stale    src/domains/Old.ts\n",
    );
    expect(result.stderr).toMatch(
      /src\/domains\/Page\.ts:\d+\n {2}on disk .*Watches\..*\n {2}generated .*Watches a page\./,
    );
    expect(result.stderr).toContain(`Run \`npx codegen --out ${out} `);
    expect(contents()).toEqual(before);

    expect((await codegen("--out", out)).stdout).toMatch(/2 files written, \d+ unchanged, 1 deleted/);
    const mended = await codegen("--check", "--out", out);
    expect(mended).toMatchObject({ code: 0, stderr: "" });
    expect(mended.stdout).toMatch(/: \d+ files, all up to date\n$/);
  });

  test("trusts no record", async () => {
    // A record that a hostile or careless hand has made: it says that the changed file is as it should be.
    const file = join(out, "node_modules/.cache/cdplex-codegen.json");
    const [record, readme] = [readFileSync(file, "utf8"), readFileSync(join(out, "README.md"), "utf8")];
    const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
    writeFileSync(file, record.replace(hash(readme), hash("changed")));
    writeFileSync(join(out, "README.md"), "changed");
    expect((await codegen("--out", out, "--no-build")).stdout).toContain("nothing to do");
    expect((await codegen("--out", out, "--check")).stderr).toContain("differs  README.md\n");
    writeFileSync(file, record);
    writeFileSync(join(out, "README.md"), readme);
  });
});

describe("wrong usage ends with 2 and says what was meant", () => {
  const cases: readonly [args: string[], want: RegExp][] = [
    [["--chek"], /Unknown argument: chek\. Did you mean --check\?/],
    [["--domains", "Page"], /Unknown argument: domains\. Did you mean --domain\?/],
    [["generate"], /Unknown argument: generate/],
    [["--check", "--watch"], /--check and --watch do not go together/],
    [["--check", "--no-build"], /--no-build has no meaning with --check/],
    [["--out"], /Not enough arguments following: out/],
    [["--out="], /--out needs a value/],
    [["--out", "a", "--out", "b"], /--out is given more than once/],
    [["--protocol="], /--protocol needs a value/],
  ];
  test.each(cases)("%j", async (args, want) => {
    const result = await run(args, { workingFolder: temporary.path });
    expect(result.stderr).toMatch(want);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).not.toMatch(/\n {4}at /);
    expect(result.stderr).toMatch(/--help/);
  });
});

test("--help has every option and examples, --version the version", async () => {
  const help = await run(["--help"]);
  expect(help.code).toBe(0);
  const words =
    "--out --targets --protocol --domain --target --check --strict --watch --no-build --quiet --version Examples";
  for (const word of words.split(" ")) expect(help.stdout).toContain(word);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(await run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

describe("an error leaves the output as it was", () => {
  const bad = (name: string, text: string): string => {
    const file = join(temporary.path, name);
    writeFileSync(file, text);
    return file;
  };
  const variant = (change: (protocol: ReturnType<typeof smallProtocol>) => void): string => {
    const protocol = smallProtocol();
    change(protocol);
    return JSON.stringify(protocol, null, 2);
  };
  const cases: readonly [title: string, args: () => string[], want: RegExp][] = [
    [
      "broken JSON",
      () => ["--protocol", bad("broken.json", '{\n  "domains": [\n    {,}\n')],
      /broken\.json:3:6: .*\n/,
    ],
    [
      "broken PDL",
      () => ["--protocol", bad("broken.pdl", "domain Page\n  command\n")],
      /broken\.pdl:2:\d+: .*\n/,
    ],
    [
      "a file that is too big",
      () => {
        const file = join(temporary.path, "big.json");
        const descriptor = openSync(file, "w");
        ftruncateSync(descriptor, 100_000_000);
        closeSync(descriptor);
        return ["--protocol", file];
      },
      /big\.json.*\n/,
    ],
    [
      "a domain whose name is a path",
      () => [
        "--protocol",
        bad(
          "path.json",
          variant(({ domains }) => (domains[1]!.domain = "../x")),
        ),
      ],
      /path\.json:\d+:\d+: .*\.\.\/x/,
    ],
    [
      "types that are each other",
      () => [
        "--protocol",
        bad(
          "circle.json",
          variant(
            ({ domains }) =>
              (domains[0]!.types = [
                { id: "FrameId", $ref: "Other" },
                { id: "Other", $ref: "FrameId" },
              ]),
          ),
        ),
      ],
      /circle\.json:\d+:\d+: /,
    ],
    [
      "an unknown reference",
      () => [
        "--protocol",
        bad(
          "unknown.json",
          variant(({ domains }) => (domains[0]!.types = [])),
        ),
      ],
      /unknown\.json:\d+:\d+: .*FrameId/,
    ],
    ["no such input", () => ["--protocol", join(temporary.path, "nowhere.json")], /nowhere\.json/],
    ["no such domain", () => ["--domain", "Pgae"], /Pgae.*\n?.*Page/],
  ];
  test.each(cases)("%s", async (_title, args, want) => {
    const before = contents();
    const result = await codegen("--out", out, ...args());
    expect(result.stderr).toMatch(want);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).not.toMatch(/\n {4}at |this is a bug/);
    expect(contents()).toEqual(before);
  });

  test("a warning, with --strict", async () => {
    const before = contents();
    const strange = bad(
      "strange.json",
      variant(({ domains }) => domains.push({ domain: "Nowhere", commands: [{ name: "enable" }] })),
    );
    const lax = await codegen("--out", join(temporary.path, "lax"), "--no-build", "--protocol", strange);
    expect(lax).toMatchObject({ code: 0 });
    expect(lax.stderr).toMatch(/strange\.json:\d+:\d+: warning: .*Nowhere/);
    // A run that has nothing to do has the same to say.
    const again = await codegen("--out", join(temporary.path, "lax"), "--no-build", "--protocol", strange);
    expect(again.stdout).toContain("nothing to do");
    expect(again.stderr).toBe(lax.stderr);

    const strict = await codegen("--out", out, "--strict", "--protocol", strange);
    expect(strict).toMatchObject({ code: 1, stdout: "" });
    expect(strict.stderr).toMatch(
      /warning: .*Nowhere[\s\S]*a warning is an error with --strict; nothing was written/,
    );
    expect(contents()).toEqual(before);
  });

  test("a folder that is not the generator's", async () => {
    const mine = join(temporary.path, "mine");
    mkdirSync(mine);
    writeFileSync(join(mine, "thesis.txt"), "years of work");
    const result = await codegen("--out", mine);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toMatch(
      /is not empty and was not made by this generator.*\n {2}name a new or empty folder/,
    );
    expect(folderContents(mine)).toEqual({ "thesis.txt": "years of work" });
  });

  test("an output that is a file", async () => {
    const result = await codegen("--out", input.protocol);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toMatch(/cannot be the output folder: it is a file/);
  });
});

test("--watch generates again after a change, outlives an error, and ends when it is interrupted", async () => {
  const watched = join(temporary.path, "watched");
  const own = writeSmallInput(join(temporary.path, "watched-input"));
  const args = [
    "--watch",
    "--no-build",
    "--out",
    watched,
    "--protocol",
    own.protocol,
    "--targets",
    own.targets,
  ];
  const watching = startCodegen(args, { bin: generator.bin });
  const timesSeen = (): number => watching.output().split("Watching for changes").length - 1;
  try {
    await vi.waitFor(() => expect(timesSeen()).toBe(1), { timeout: 15_000 });
    const protocol = smallProtocol();
    protocol.domains[0]!["description"] = "Changed while it was watched.";
    writeFileSync(own.protocol, JSON.stringify(protocol));
    await vi.waitFor(() => expect(timesSeen()).toBe(2), { timeout: 15_000 });
    const page = (): string => readFileSync(join(watched, "src/domains/Page.ts"), "utf8");
    expect(page()).toContain("Changed while it was watched.");

    writeFileSync(own.protocol, "{ broken");
    await vi.waitFor(() => expect(timesSeen()).toBe(3), { timeout: 15_000 });
    expect(watching.output()).toMatch(/protocol\.json:1:3: /);
    expect(page()).toContain("Changed while it was watched.");
  } finally {
    watching.process.kill("SIGINT");
  }
  expect((await watching.finished).code).toBe(0);
});
