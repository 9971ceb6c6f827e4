/** What the words of `codegen diff` stand for. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diffProtocols } from "../../../generator/diff/diff.js";
import {
  inSameForm,
  isRevision,
  loadSide,
  loadWhole,
  type FetchRevision,
} from "../../../generator/diff/protocols.js";
import type { Protocol } from "../../../generator/model/model.js";
import type { Warning } from "../../../generator/errors.js";
import { packageFiles, second } from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { failureOfPromise } from "../load/failure.js";

let temporary: TemporaryFolder;
let folder: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
  folder = join(temporary.path, "package");
  for (const [path, content] of Object.entries(packageFiles(second))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // A word that only PDL has: what stands above a value.
    const words = path.endsWith("Page.pdl")
      ? content.replace(
          "command",
          "type Way extends string\n    enum\n      # To the left.\n      left\n\n  command",
        )
      : content;
    const value = path.endsWith("browser_protocol.json")
      ? words.replace('"types": [', '"types": [{ "id": "Way", "type": "string", "enum": ["left"] },')
      : words;
    writeFileSync(join(folder, path), value);
  }
});
afterAll(() => temporary[Symbol.asyncDispose]());

const never: FetchRevision = () => Promise.reject(new Error("Nothing is fetched."));

test.each([
  ["1734725", true],
  ["0.0.1734725", true],
  ["latest", true],
  ["protocol", false],
  ["1.2.3", false],
  ["http://127.0.0.1:9222", false],
  ["12", false],
])("%s is a revision: %s", (input, want) => {
  expect(isRevision(input)).toBe(want);
});

describe("a side", () => {
  test("of a package is called by its revision", async () => {
    const { name, protocol } = await loadSide(folder, [], never, false);
    expect([name, protocol.revision, protocol.domains.map((domain) => domain.name)]).toEqual([
      "1000002",
      "1000002",
      ["Page", "Runtime"],
    ]);
  });

  test("is compared in the form that both have", async () => {
    const whole = await loadSide(folder, [], never, false);
    const json = await loadSide(join(folder, "json"), [], never, false);
    const said = (protocol: Protocol): unknown =>
      protocol.domains[0]?.types.map(
        (type) => type.kind === "enum" && type.values.map(({ description }) => description),
      );
    expect(said(whole.protocol)).not.toEqual(said(json.protocol));
    for (const [old, now] of [
      [whole, json],
      [json, whole],
    ] as const) {
      expect(
        diffProtocols(...inSameForm(old, now)).changes.map(
          (change) => change.op === "changed" && change.field,
        ),
      ).toEqual(["revision"]);
    }
    expect(inSameForm(whole, whole)[0]).toBe(whole.protocol);
  });

  test("of a file is called by its name, and several are one", async () => {
    const [page, runtime] = ["browser_protocol.json", "js_protocol.json"].map((name) =>
      join(folder, "json", name),
    );
    expect((await loadSide(page!, [], never, false)).name).toBe(page);
    const both = await loadSide([page!, runtime!], [], never, false);
    expect([both.name, both.protocol.domains.length]).toEqual([`${page!} and ${runtime!}`, 2]);
  });

  test("of a revision is fetched", async () => {
    const { name } = await loadSide(
      "4000",
      [],
      () => Promise.resolve({ folder: join(folder, "json"), revision: "4000" }),
      false,
    );
    expect(name).toBe("4000");
  });
});

test("where a file of the PDL is missing, as in some published revisions, the JSON is used alone", async () => {
  rmSync(join(folder, "pdl/domains/Page.pdl"));
  const warnings: Warning[] = [];
  const { protocols } = await loadWhole(folder, warnings);
  expect(protocols.map(({ form }) => form)).toEqual(["json", "json"]);
  expect(warnings.map(({ message }) => message)).toEqual([
    `The PDL of ${folder} is incomplete, so its JSON is used alone: ${folder}/pdl/domains/Page.pdl does not exist.`,
  ]);
  rmSync(join(folder, "json/js_protocol.json"));
  expect(await failureOfPromise(loadWhole(folder))).toContain("Page.pdl does not exist.");
});
