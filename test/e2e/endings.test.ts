/** However a program ends that has launched browsers, nothing of these is left: no process, and no profile that was made for them. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LaunchOptions } from "../../templates/runtime/client/launch.js";
import { launchOptions } from "../support/browser.js";
import { fakeExecutable } from "../support/fake-executable.js";
import { isGroupAlive, remainsOf, untilGone } from "../support/left-behind.js";
import type { Remains } from "../support/left-behind.js";
import { root } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

interface Printed extends Remains {
  readonly protocol: string;
}

let folder: TemporaryFolder;
let program: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  program = join(folder.path, "endings.mjs");
  await build({
    entryPoints: [join(root, "test/e2e/endings-program.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["ws"],
    logLevel: "error",
  });
});

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

interface Program {
  readonly child: ChildProcess;
  readonly browsers: readonly Printed[];
  readonly ended: Promise<number | string | null>;
  stdout(): string;
}

/** Starts the program, and waits until its browsers run. */
async function start(ending: string, options: readonly LaunchOptions[]): Promise<Program> {
  const child = spawn(process.execPath, [program, ending, JSON.stringify(options)], {
    // A group of its own, as a terminal gives it one.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<number | string | null>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? code));
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.split("\n").length > options.length) resolve();
    });
    void ended.then((how) => reject(new Error(`It ended (${how}) before its browsers ran: ${stderr}`)));
  });
  const browsers = stdout
    .split("\n")
    .slice(0, options.length)
    .map((line) => JSON.parse(line) as Printed);
  return { child, browsers, ended, stdout: () => stdout };
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const;
const endings: readonly [ending: string, how: number | string][] = [
  ["close", 0],
  ["exit", 3],
  ["throw", 1],
  ["reject", 1],
  ...signals.map((signal) => [signal, signal] as [string, string]),
];

describe.each(["cbor", "json", "websocket"] as const)("over %s", (protocol) => {
  const all = protocol === "cbor" ? endings : endings.filter(([ending]) => /^(exit|SIGKILL)$/.test(ending));
  test.each(all)("%s", async (ending, how) => {
    const options = { ...(await launchOptions()), protocol };
    const { child, browsers, ended } = await start(ending, [options]);
    expect(browsers[0]?.protocol).toBe(protocol);
    // What it would do if nobody interfered.
    if (ending.startsWith("SIG")) child.kill(ending as NodeJS.Signals);
    expect(await ended).toBe(how);
    for (const browser of browsers) await untilGone(browser);
  });
});

test("two at once", async () => {
  const options = await launchOptions();
  const { child, browsers, ended } = await start("", [options, { ...options, protocol: "json" }]);
  expect(new Set(browsers.map(({ userDataDir }) => userDataDir)).size).toBe(2);
  child.kill("SIGKILL");
  await ended;
  for (const browser of browsers) await untilGone(browser);
});

test("an interrupt that the program takes does not end its browser", async () => {
  const { child, browsers, ended, stdout } = await start("survive", [await launchOptions()]);
  // To all that the terminal has in the foreground.
  process.kill(-child.pid!, "SIGINT");
  const end = performance.now() + 5000;
  while (!stdout().includes("interrupted") && performance.now() < end) await sleep(20);
  expect(stdout()).toContain("interrupted");
  await sleep(200);
  expect(remainsOf(browsers[0]!)).toEqual({ processes: true, folder: true });
  child.kill("SIGKILL");
  await ended;
  await untilGone(browsers[0]!);
});

test.each(["exit", "SIGKILL", "close"])("a profile of the user's stays: %s", async (ending) => {
  const userDataDir = join(folder.path, `mine-${ending}`);
  const { child, browsers, ended } = await start(ending, [{ ...(await launchOptions()), userDataDir }]);
  if (ending === "SIGKILL") child.kill("SIGKILL");
  await ended;
  const { pid } = browsers[0]!;
  const end = performance.now() + 10_000;
  while (isGroupAlive(pid) && performance.now() < end) await sleep(20);
  expect(isGroupAlive(pid)).toBe(false);
  expect(existsSync(join(userDataDir, "Local State"))).toBe(true);
  // The lock of a browser that was ended would be in the way of the next.
  expect(existsSync(join(userDataDir, "SingletonLock"))).toBe(false);
});

test("a browser that stands still is ended too, with its profile", async () => {
  const { child, browsers, ended } = await start("", [await launchOptions()]);
  const browser = browsers[0]!;
  process.kill(-browser.pid, "SIGSTOP");
  child.kill("SIGKILL");
  await ended;
  await untilGone(browser);
});

test("a program that ends while its browser starts", async () => {
  const started = join(folder.path, "started");
  const executablePath = await fakeExecutable(
    folder.path,
    "slow-browser",
    `fs.writeFileSync(${JSON.stringify(started)}, JSON.stringify({ pid: process.pid, userDataDir: profile }));
     input.removeAllListeners("end"); setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [program, "", JSON.stringify([{ executablePath }])], {
    stdio: "ignore",
  });
  const end = performance.now() + 10_000;
  let text = "";
  while (!text.endsWith("}") && performance.now() < end) {
    await sleep(20);
    text = existsSync(started) ? readFileSync(started, "utf8") : "";
  }
  const browser = JSON.parse(text) as Remains;
  expect(remainsOf(browser)).toEqual({ processes: true, folder: true });
  child.kill("SIGKILL");
  await untilGone(browser);
});
