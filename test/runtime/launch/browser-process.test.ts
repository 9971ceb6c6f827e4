/** A browser's process by itself, without anybody who speaks to it. */
import { existsSync, promises } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MockInstance } from "vitest";
import { OwnedProcess } from "../../../templates/runtime/launch/browser-process.js";
import { within } from "../../../templates/runtime/launch/within.js";
import { isGroupAlive } from "../../support/left-behind.js";
import { temporaryFolder } from "../../support/temporary.js";
import type { TemporaryFolder } from "../../support/temporary.js";

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await folder[Symbol.asyncDispose]();
});

/** Starts a shell in place of a browser. */
function start(script: string): Promise<OwnedProcess> {
  return OwnedProcess.start({
    executablePath: "/bin/sh",
    flags: () => ["-c", script],
    env: process.env,
    userDataDir: folder.path,
    hasPipe: false,
  });
}

/** Who was sent `SIGKILL`. */
function killed({ mock }: MockInstance<typeof process.kill>): number[] {
  return mock.calls.flatMap(([pid, signal]) => (signal === "SIGKILL" ? [pid] : []));
}

test("tells where it listens, also to who asks later", async () => {
  const browser = await start("echo 'DevTools listening on ws://127.0.0.1:1/browser/a' >&2; exec sleep 60");
  await vi.waitFor(() => expect(browser.stderr).toContain("DevTools listening"), { timeout: 10_000 });
  expect(await within(browser.listening(), 5_000)).toBe("ws://127.0.0.1:1/browser/a");
  await browser.clean();
});

test("kills as long as it runs, and nobody who may have its number later", async () => {
  const kill = vi.spyOn(process, "kill");
  const browser = await start("exec sleep 60");
  browser.kill();
  expect(await browser.exited).toEqual({ code: undefined, signal: "SIGKILL" });
  browser.kill();
  expect(killed(kill)).toEqual([-browser.pid]);
  await browser.clean();
});

test("ends once what a browser has left that ended by itself", async () => {
  const browser = await start("sleep 60 & exit 3");
  expect(await browser.exited).toEqual({ code: 3, signal: undefined });
  expect(isGroupAlive(browser.pid)).toBe(true);
  const kill = vi.spyOn(process, "kill");
  await browser.clean();
  expect(isGroupAlive(browser.pid)).toBe(false);
  await browser.clean();
  browser.kill();
  expect(killed(kill)).toEqual([-browser.pid]);
});

test("a profile that cannot be removed is tried again at the end of the program, and nobody is killed then", async () => {
  const given = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder.path;
  const browser = await OwnedProcess.start({
    executablePath: "/bin/sh",
    flags: () => ["-c", "exit 0"],
    env: process.env,
    userDataDir: undefined,
    hasPipe: false,
  });
  if (given === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = given;
  await browser.exited;
  vi.spyOn(promises, "rm").mockRejectedValueOnce(new Error("busy"));
  await browser.clean();
  expect(existsSync(browser.userDataDir)).toBe(true);
  const kill = vi.spyOn(process, "kill");
  for (const listener of process.listeners("exit")) if (listener.name === "onProgramExit") listener(0);
  expect([existsSync(browser.userDataDir), killed(kill)]).toEqual([false, []]);
});
