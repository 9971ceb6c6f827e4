/** The process that cleans up after a program that could not: as a shell, and as Node where there is none. */
import childProcess from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import fs from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { FileSystem, LaunchModules } from "../../../templates/runtime/launch/node-modules.js";
import { Watcher } from "../../../templates/runtime/launch/watcher.js";
import { isGroupAlive, untilGone } from "../../support/left-behind.js";
import { temporaryFolder } from "../../support/temporary.js";
import type { TemporaryFolder } from "../../support/temporary.js";

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

interface Started {
  readonly watcher: Watcher;
  readonly child: ChildProcess;
  /** As the end of this program would. */
  endProgram(): void;
}

let count = 0;
/** A folder with something in it, and blanks in its name. */
function profile(): string {
  const path = join(folder.path, `a profile ${count++}`);
  mkdirSync(join(path, "Default"), { recursive: true });
  writeFileSync(join(path, "Default/Cookies"), "");
  return path;
}

/** A group of two processes, begun. The first says by a file that it was asked to end, and ends if it is polite. */
async function browser(told: string, isPolite = true): Promise<number> {
  const ready = join(folder.path, `ready ${count++}`);
  const onTerm = isPolite ? `echo told > "$0"; exit` : `echo told > "$0"`;
  const child = childProcess.spawn(
    "/bin/sh",
    ["-c", `trap '${onTerm}' TERM; : > "$1"; while true; do sleep 0.05; done`, told, ready],
    { detached: true, stdio: "ignore" },
  );
  await vi.waitFor(() => expect(existsSync(ready)).toBe(true), { timeout: 20_000 });
  return child.pid!;
}

/** `SIGHUP`, `SIGINT` and `SIGTERM`, as bits of the masks in `/proc/<pid>/status`. */
const HELD_OFF = 0x4003n;

/** Waits until a watcher holds off what ends programs, which is the first that it does. */
async function begun({ pid }: ChildProcess): Promise<void> {
  // Only Linux tells.
  if (process.platform !== "linux") return sleep(2_000);
  await vi.waitFor(
    () => {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const masks = [...status.matchAll(/^Sig(?:Ign|Cgt):\s*(\w+)$/gm)].map(([, mask]) =>
        BigInt(`0x${mask}`),
      );
      expect(masks.reduce((all, mask) => all | mask, 0n) & HELD_OFF).toBe(HELD_OFF);
    },
    { timeout: 20_000, interval: 20 },
  );
}

describe.each(["a shell", "Node"])("%s", (kind) => {
  function start(path: string | undefined): Started {
    let child: ChildProcess | undefined;
    const modules = {
      ...childProcess,
      spawn: (...args: Parameters<typeof childProcess.spawn>) => (child = childProcess.spawn(...args)),
    } as unknown as LaunchModules["node:child_process"];
    const files = {
      ...fs,
      accessSync(file: string, mode: number) {
        if (kind === "Node") throw new Error("There is no shell.");
        fs.accessSync(file, mode);
      },
    } as unknown as FileSystem;
    const watcher = Watcher.start(path, modules, files);
    expect(child?.spawnfile).toBe(kind === "Node" ? process.execPath : "/bin/sh");
    return { watcher, child: child!, endProgram: () => child!.stdin!.destroy() };
  }

  test("ends the browser and removes the profile that was made for it", async () => {
    const userDataDir = profile();
    const pid = await browser(join(folder.path, "unused"));
    const { watcher, child, endProgram } = start(userDataDir);
    watcher.watch(pid);
    await begun(child);
    expect([isGroupAlive(pid), existsSync(userDataDir)]).toEqual([true, true]);
    endProgram();
    await untilGone({ pid, userDataDir });
  });

  test("gives a browser with its user's profile the time to write it", async () => {
    const userDataDir = profile();
    const told = join(folder.path, `told ${kind}`);
    const pid = await browser(told);
    const { watcher, endProgram } = start(undefined);
    watcher.watch(pid);
    endProgram();
    await vi.waitFor(() => expect(isGroupAlive(pid)).toBe(false), { timeout: 8000 });
    expect(existsSync(told)).toBe(true);
    expect(existsSync(userDataDir)).toBe(true);
  });

  test("ends one that takes no notice", async () => {
    const told = join(folder.path, `unheeded ${kind}`);
    const pid = await browser(told, false);
    const { watcher, endProgram } = start(undefined);
    watcher.watch(pid);
    endProgram();
    await vi.waitFor(() => expect(isGroupAlive(pid)).toBe(false), { timeout: 20_000 });
    expect(existsSync(told)).toBe(true);
  });

  test("leaves a browser alone that has ended, whoever has its number now", async () => {
    const userDataDir = profile();
    const pid = await browser(join(folder.path, "unused"));
    const { watcher, child, endProgram } = start(userDataDir);
    const ended = once(child, "exit");
    watcher.watch(pid);
    watcher.unwatch();
    endProgram();
    await ended;
    expect([isGroupAlive(pid), existsSync(userDataDir)]).toEqual([true, false]);
    process.kill(-pid, "SIGKILL");
  });

  test("removes the profile of a browser that was never started", async () => {
    const userDataDir = profile();
    const { endProgram } = start(userDataDir);
    endProgram();
    await vi.waitFor(() => expect(existsSync(userDataDir)).toBe(false), { timeout: 8000 });
  });

  test("ends by itself, and touches nothing, when there is nothing left to do", async () => {
    const userDataDir = profile();
    const pid = await browser(join(folder.path, "unused"));
    const { watcher, child } = start(userDataDir);
    watcher.watch(pid);
    await watcher.release();
    expect(child.exitCode).toBe(0);
    expect([isGroupAlive(pid), existsSync(userDataDir)]).toEqual([true, true]);
    process.kill(-pid, "SIGKILL");
  });

  test("outlives what ends programs", async () => {
    const userDataDir = profile();
    const { child, endProgram } = start(userDataDir);
    await begun(child);
    for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) child.kill(signal);
    const ended = once(child, "exit");
    // They reach it before the end of its input does.
    endProgram();
    const [, signal] = (await ended) as [number | null, string | null];
    expect([signal, existsSync(userDataDir)]).toEqual([null, false]);
  });
});

test("one that cannot be started stops nobody", async () => {
  const modules = {
    ...childProcess,
    spawn: (_path: string, args: readonly string[], options: object) =>
      childProcess.spawn(join(folder.path, "none"), args, options),
  } as unknown as LaunchModules["node:child_process"];
  const watcher = Watcher.start(undefined, modules, fs);
  watcher.watch(99_999_999);
  await watcher.release();
});
