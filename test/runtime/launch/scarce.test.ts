/** Launching where the system has too little to give, and how long a program lives whose browser did not start. */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../../../templates/runtime/client/launch.js";
import { fakeExecutable } from "../../support/fake-executable.js";
import { root } from "../../support/paths.js";
import { temporaryFolder } from "../../support/temporary.js";
import type { TemporaryFolder } from "../../support/temporary.js";
import type { Report } from "./scarce-program.js";

let folder: TemporaryFolder;
let program: string;
let count = 0;

beforeAll(async () => {
  folder = await temporaryFolder();
  program = join(folder.path, "scarce.cjs");
  // One file, as there may be no file descriptor to read another.
  await build({
    entryPoints: [join(root, "test/runtime/launch/scarce-program.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["ws"],
    logLevel: "error",
  });
});

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

/** Runs the program, with so many free file descriptors. Throws where it ends otherwise than by itself. */
async function run(executablePath: string, free?: number): Promise<Report> {
  const profiles = join(folder.path, `profiles ${count++}`);
  await mkdir(profiles);
  const { stdout, stderr } = await promisify(execFile)(
    "/bin/sh",
    [
      "-c",
      `${free === undefined ? "" : "ulimit -n 64"}\nexec "$0" "$@"`,
      process.execPath,
      program,
      executablePath,
      ...(free === undefined ? [] : [String(free)]),
    ],
    { env: { ...process.env, TMPDIR: profiles } },
  );
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Report;
}

test("a program does not outlive a browser that did not start", async () => {
  const { outcome, left, lingered } = await run("/bin/false");
  expect(outcome).toBe("LaunchError BROWSER_EXITED");
  expect(left).toEqual([]);
  // What a browser has started may hold its pipe for a second, but nothing does.
  expect(lingered).toBeLessThan(700);
});

test("too few file descriptors are a LaunchError, and nothing stays behind", async () => {
  const executablePath = await fakeExecutable(folder.path, "browser", "speakJson();");
  const outcomes = new Set<string>();
  // From none at all to enough: for the watcher but not for the browser, and for some of the browser's pipes.
  for (const free of [0, 1, 3, 5, 7, 9, 11, 14, 30]) {
    const { outcome, message, left } = await run(executablePath, free);
    expect({ free, left }).toEqual({ free, left: [] });
    if (outcome !== "launched") expect(message).toMatch(/browser could not be started: .*EMFILE/);
    outcomes.add(outcome);
  }
  expect([...outcomes]).toEqual(["LaunchError START_FAILED", "launched"]);
}, 60_000);

test("a folder for a profile that cannot be made is a LaunchError", async () => {
  const given = process.env["TMPDIR"];
  process.env["TMPDIR"] = join(folder.path, "none");
  try {
    await expect(launch({ executablePath: "/bin/false" })).rejects.toMatchObject({
      name: "LaunchError",
      code: "START_FAILED",
      message: expect.stringContaining("no such file or directory, mkdtemp") as string,
    });
  } finally {
    if (given === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = given;
  }
});
