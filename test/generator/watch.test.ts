import fs, { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watch } from "../../generator/watch.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary.js";

let temporary: TemporaryFolder;
let controller: AbortController;
beforeEach(async () => {
  temporary = await temporaryFolder();
  controller = new AbortController();
  mkdirSync(join(temporary.path, "folder/below"), { recursive: true });
  for (const name of ["a.json", "main.pdl", "folder/below/b.json"]) put(name, "1");
});
afterEach(async () => {
  controller.abort();
  await temporary[Symbol.asyncDispose]();
});

function put(name: string, text: string): void {
  writeFileSync(join(temporary.path, name), text);
}

/** Lets a watch begin, and gives what counts its runs. */
async function begin(path: string): Promise<{ runs: () => number; done: Promise<void> }> {
  let runs = 0;
  const run = async (): Promise<void> => {
    runs++;
  };
  const done = watch(() => [join(temporary.path, path)], run, controller.signal);
  await vi.waitFor(() => expect(runs).toBe(1));
  return { runs: () => runs, done };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

describe("runs again", () => {
  const changes: readonly [title: string, path: string, change: () => void][] = [
    ["when a file changes", "a.json", () => put("a.json", "2")],
    [
      "when a file is replaced, as many editors do",
      "a.json",
      () => {
        put("a.json~", "2");
        renameSync(join(temporary.path, "a.json~"), join(temporary.path, "a.json"));
      },
    ],
    ["when something below a folder changes", "folder", () => put("folder/below/b.json", "2")],
    ["when a file is added to a folder", "folder", () => put("folder/c.json", "2")],
    ["when what a PDL file may include changes", "main.pdl", () => put("folder/below/d.pdl", "2")],
  ];
  test.each(changes)("%s", async (_title, path, change) => {
    const { runs } = await begin(path);
    change();
    await vi.waitFor(() => expect(runs()).toBe(2), { timeout: 3000 });
  });

  test("once for changes that come together", async () => {
    const { runs } = await begin("folder");
    for (let i = 0; i < 10; i++) put(`folder/${String(i)}.json`, "2");
    await vi.waitFor(() => expect(runs()).toBe(2), { timeout: 3000 });
    await settled();
    expect(runs()).toBe(2);
  });
});

describe("goes on", () => {
  const cases: readonly [title: string, path: string, changes: readonly (() => void)[]][] = [
    [
      "when a folder is removed and made again",
      "folder",
      [
        () => rmSync(join(temporary.path, "folder"), { recursive: true }),
        () => {
          mkdirSync(join(temporary.path, "folder/below"), { recursive: true });
          put("folder/below/b.json", "2");
        },
        () => put("folder/below/b.json", "3"),
      ],
    ],
    [
      "when a folder takes the place of another",
      "folder",
      [
        () => {
          mkdirSync(join(temporary.path, "new/below"), { recursive: true });
          renameSync(join(temporary.path, "folder"), join(temporary.path, "old"));
          renameSync(join(temporary.path, "new"), join(temporary.path, "folder"));
        },
        () => put("folder/below/c.json", "2"),
      ],
    ],
    [
      "when the folder above a file is moved away and comes back",
      "folder/below/b.json",
      [
        () => renameSync(join(temporary.path, "folder"), join(temporary.path, "old")),
        () => renameSync(join(temporary.path, "old"), join(temporary.path, "folder")),
        () => put("folder/below/b.json", "2"),
      ],
    ],
    [
      "when what was missing is made, folder by folder",
      "later/on/c.json",
      [
        () => mkdirSync(join(temporary.path, "later")),
        () => mkdirSync(join(temporary.path, "later/on")),
        () => put("later/on/c.json", "1"),
        () => put("later/on/c.json", "2"),
      ],
    ],
  ];
  test.each(cases)("%s", async (_title, path, changes) => {
    const { runs } = await begin(path);
    for (const change of changes) {
      const before = runs();
      change();
      await vi.waitFor(() => expect(runs()).toBeGreaterThan(before), { timeout: 3000 });
      await settled();
    }
  });
});

describe("a file that is a link", () => {
  test("counts with what it leads to, by as many links as there are", async () => {
    mkdirSync(join(temporary.path, "real/deep"), { recursive: true });
    put("real/deep/x.json", "1");
    symlinkSync("deep/x.json", join(temporary.path, "real/second.json"));
    symlinkSync(join("real", "second.json"), join(temporary.path, "linked.json"));
    const { runs } = await begin("linked.json");
    put("real/deep/x.json", "2");
    await vi.waitFor(() => expect(runs()).toBe(2), { timeout: 3000 });
    await settled();
    // One of the links leads elsewhere.
    put("real/other.json", "1");
    rmSync(join(temporary.path, "real/second.json"));
    symlinkSync("other.json", join(temporary.path, "real/second.json"));
    await vi.waitFor(() => expect(runs()).toBeGreaterThan(2), { timeout: 3000 });
    await settled();
    const before = runs();
    put("real/other.json", "2");
    await vi.waitFor(() => expect(runs()).toBeGreaterThan(before), { timeout: 3000 });
  });

  test("may lead to itself", async () => {
    symlinkSync("round.json", join(temporary.path, "round.json"));
    const { runs, done } = await begin("round.json");
    controller.abort();
    await done;
    expect(runs()).toBe(1);
  });
});

test("where the system allows no more watches, those that were made are closed", async () => {
  const original = fs.watch;
  const closed: boolean[] = [];
  fs.watch = ((...args: Parameters<typeof original>) => {
    if (closed.length === 2) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "watch" });
    const index = closed.push(false) - 1;
    const watcher = original(...args);
    watcher.on("close", () => (closed[index] = true));
    return watcher;
  }) as typeof original;
  syncBuiltinESMExports();
  try {
    const watching = watch(
      () => [join(temporary.path, "folder")],
      async () => undefined,
      controller.signal,
    );
    await expect(watching).rejects.toThrow("ENOSPC");
    await vi.waitFor(() => expect(closed).toEqual([true, true]));
  } finally {
    fs.watch = original;
    syncBuiltinESMExports();
  }
});

test("what is to be watched may change from run to run", async () => {
  let runs = 0;
  let paths = ["a.json"];
  const run = async (): Promise<void> => void runs++;
  void watch(() => paths.map((path) => join(temporary.path, path)), run, controller.signal);
  await vi.waitFor(() => expect(runs).toBe(1));
  paths = ["main.pdl"];
  put("a.json", "2");
  await vi.waitFor(() => expect(runs).toBe(2), { timeout: 3000 });
  put("main.pdl", "2");
  await vi.waitFor(() => expect(runs).toBe(3), { timeout: 3000 });
  put("a.json", "3");
  await settled();
  expect(runs).toBe(3);
});

test("does not run for another file in the same folder", async () => {
  const { runs } = await begin("a.json");
  put("other.json", "2");
  await settled();
  expect(runs()).toBe(1);
});

test("a change during a run is not lost", async () => {
  let runs = 0;
  const run = async (): Promise<void> => {
    runs++;
    if (runs === 1) {
      put("a.json", "2");
      await settled();
    }
  };
  void watch(() => [join(temporary.path, "a.json")], run, controller.signal);
  await vi.waitFor(() => expect(runs).toBe(2), { timeout: 3000 });
});

test("ends when it is told to", async () => {
  const { done } = await begin("a.json");
  controller.abort();
  await done;
});

test("what the run throws ends it", async () => {
  const failing = watch(
    () => [temporary.path],
    () => Promise.reject(new Error("no")),
    controller.signal,
  );
  await expect(failing).rejects.toThrow("no");
});
