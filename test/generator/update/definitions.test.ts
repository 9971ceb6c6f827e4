/** Definitions in a folder, and where such a folder may lead. */
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { definitionsAt } from "../../../generator/update/definitions.js";
import { first, packageFiles, protocolFiles, writeFiles } from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { failureOf } from "../load/failure.js";

let temporary: TemporaryFolder;
let store: string;
let link: string;
beforeEach(async () => {
  temporary = await temporaryFolder();
  store = join(temporary.path, "store");
  link = join(temporary.path, "node_modules/devtools-protocol");
  writeFiles(store, packageFiles(first));
  writeFiles(temporary.path, { "node_modules/other/package.json": "{}" });
  symlinkSync(store, link, "junction");
});
afterEach(() => temporary[Symbol.asyncDispose]());

test("the folder may be a link, as it is to pnpm and npm link", () => {
  const { revision, files } = definitionsAt(link);
  expect(revision).toBe("1000001");
  const texts = [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]);
  expect(Object.fromEntries(texts)).toEqual(protocolFiles(first));
});

test("what is in it may not", () => {
  rmSync(join(store, "pdl"), { recursive: true });
  writeFiles(temporary.path, { "elsewhere/js_protocol.pdl": "", "elsewhere/browser_protocol.pdl": "" });
  symlinkSync(join(temporary.path, "elsewhere"), join(store, "pdl"), "junction");
  expect(failureOf(() => definitionsAt(link))).toContain(`${link} lacks pdl/browser_protocol.pdl.`);
});
