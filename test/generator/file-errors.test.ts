import { chmodSync, mkdirSync, readFileSync, readdirSync, watch, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { initCommand } from "../../generator/commands/init.js";
import type { Terminal } from "../../generator/commands/terminal.js";
import { GeneratorError } from "../../generator/errors.js";
import { explained, readText } from "../../generator/file-errors.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary.js";

let temporary: TemporaryFolder;
beforeEach(async () => {
  temporary = await temporaryFolder();
});
afterEach(() => temporary[Symbol.asyncDispose]());

async function told(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (thrown) {
    const error = explained(thrown, (path) => path.slice(temporary.path.length + 1));
    if (error instanceof GeneratorError) return error.message;
    throw thrown;
  }
  throw new Error("Nothing was thrown.");
}

describe("what is wrong with a file is said in words", () => {
  const at = (name: string): string => join(temporary.path, name);

  test("a path that leads nowhere", async () => {
    expect(await told(() => readFileSync(at("none")))).toBe("none does not exist.");
    expect(await told(() => watch(at("none")))).toBe("none does not exist.");
  });

  test("a file where a folder has to be", async () => {
    writeFileSync(at("file"), "");
    expect(await told(() => writeFile(at("file/x"), ""))).toBe(
      "file/x leads through a file, where a folder has to be.",
    );
  });

  test("a folder where a file has to be", async () => {
    mkdirSync(at("folder"));
    expect(await told(() => readText(at("folder")))).toBe("folder is a folder, where a file has to be.");
    expect(await told(() => writeFile(at("folder"), ""))).toBe("folder is a folder, where a file has to be.");
  });

  test.skipIf(process.platform === "win32")(
    "a folder that may not be written to (Windows has other permissions)",
    async () => {
      const folder = at("locked");
      mkdirSync(folder);
      chmodSync(folder, 0o555);
      chmodSync(temporary.path, 0o755);
      const terminal = { workingFolder: folder } as Terminal;
      // Root may write anywhere, so it becomes somebody else for the while.
      const isRoot = process.getuid?.() === 0;
      if (isRoot) process.seteuid?.(65_534);
      try {
        expect(await told(() => initCommand(terminal).handler({ _: [], $0: "" }))).toBe(
          "locked/codegen.config.json may not be read or written.",
        );
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});

test("what is about no file is left as it is", async () => {
  const bug = new TypeError("x is not a function");
  expect(explained(bug)).toBe(bug);
  expect(explained("text")).toBe("text");
  const refused = await new Promise((resolve) => connect(1, "127.0.0.1").on("error", resolve));
  expect(explained(refused)).toBe(refused);
});
