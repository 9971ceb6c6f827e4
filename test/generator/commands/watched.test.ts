/** `--watch` as a process, while its configuration and its inputs come and go. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { copyGenerator } from "../../support/generator-copy.js";
import { startCodegen } from "../../support/run-codegen.js";
import { writeSmallInput } from "../../support/small-protocol.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let work: string;
let bin: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
  ({ bin } = copyGenerator(join(temporary.path, "generator"), { packages: true }));
  work = join(temporary.path, "work");
  writeSmallInput(work);
});
afterAll(() => temporary[Symbol.asyncDispose]());

function write(name: string, content: unknown): void {
  writeFileSync(join(work, name), typeof content === "string" ? content : JSON.stringify(content));
}

const domain = (name: string, description: string): unknown => ({
  domains: [{ domain: name, commands: [{ name: "go", description }] }],
});

function configure(protocol: readonly string[]): void {
  write("codegen.config.json", { protocol, targets: "target_types.json", out: "cdp" });
}

/** Waits until the description of a domain is in what is generated. */
async function generated(name: string, description: string): Promise<void> {
  await vi.waitFor(
    () => expect(readFileSync(join(work, `cdp/src/domains/${name}.ts`), "utf8")).toContain(description),
    { timeout: 60_000, interval: 100 },
  );
}

test("what comes, goes and comes back is seen", async () => {
  configure(["protocol.json", "lacking/deep/X.json"]);
  const watching = startCodegen(["--watch", "--no-build"], { bin, workingFolder: work });
  const told = (text: string): Promise<void> =>
    vi.waitFor(() => expect(watching.output()).toContain(text), { timeout: 60_000, interval: 100 });
  try {
    // A source in a folder that is not there, which then is.
    await told("lacking/deep/X.json does not exist.");
    await told("Watching for changes");
    mkdirSync(join(work, "lacking/deep"), { recursive: true });
    write("lacking/deep/X.json", domain("X", "It is there."));
    await generated("X", "It is there.");

    // A source that the configuration names only now.
    mkdirSync(join(work, "more"));
    write("more/More.json", domain("More", "At first."));
    configure(["protocol.json", "more"]);
    await generated("More", "At first.");
    write("more/More.json", domain("More", "And then."));
    await generated("More", "And then.");

    // A folder that is removed, and made again.
    rmSync(join(work, "more"), { recursive: true });
    await told("more does not exist.");
    mkdirSync(join(work, "more"));
    write("more/More.json", domain("More", "Back again."));
    await generated("More", "Back again.");
    write("more/More.json", domain("More", "And seen."));
    await generated("More", "And seen.");

    // A configuration that is broken in between, and an input that changes meanwhile.
    write("codegen.config.json", "{");
    await told("The file is not valid JSON");
    renameSync(join(work, "more"), join(work, "most"));
    configure(["protocol.json", "most"]);
    write("most/More.json", domain("More", "Moved."));
    await generated("More", "Moved.");
    expect(watching.output()).not.toContain("bug in the generator");
  } finally {
    watching.process.kill("SIGTERM");
    await watching.finished;
  }
});
