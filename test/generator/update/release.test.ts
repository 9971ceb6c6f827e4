/** The version and the changelog that follow from a change of the protocol. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Diff, SemverStep } from "../../../generator/diff/change.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { nextVersion, prepareRelease, withEntry } from "../../../generator/update/release.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { base, find, modelOf } from "../diff/given.js";
import { failureOf } from "../load/failure.js";

describe("the next version", () => {
  test.each<[version: string, step: SemverStep, want: string]>([
    ["1.2.3", "major", "2.0.0"],
    ["1.2.3", "minor", "1.3.0"],
    ["1.2.3", "patch", "1.2.4"],
    ["1.2.3", "none", "1.2.3"],
    ["0.2.3", "major", "0.3.0"],
    ["0.2.3", "minor", "0.2.4"],
    ["0.2.3", "patch", "0.2.4"],
    ["0.0.9", "major", "0.1.0"],
  ])("%s, %s: %s", (version, step, want) => {
    expect(nextVersion(version, step)).toBe(want);
  });

  test.each(["1.2", "1.2.3-4", "v1.2.3", ""])("there is none of %j", (version) => {
    expect(failureOf(() => nextVersion(version, "patch"))).toContain("is no version to step on from.");
  });
});

const given = base();
given.revision = "100001";
find(given.domains, "Net").commands!.pop();
const diff: Diff = diffProtocols(modelOf(base()), modelOf(given));
const entry = `## 0.2.0

Revision 100000 to 100001: 1 breaking, 0 additive, 1 neutral.

This asks for a major version: something breaks.

### Breaking

- \`Net\`
  - \`Net.disable\`: command removed; breaking for senders; on Page, Worker

### Neutral

- \`The protocol\`
  - \`the protocol\`: revision changed from \`100000\` to \`100001\`
`;

describe("the changelog", () => {
  test("begins with the newest", () => {
    expect(withEntry(undefined, "0.2.0", diff)).toBe(`# Changelog\n\n${entry}`);
    expect(withEntry("# Changelog\n\n## 0.1.0\n\nFirst.\n", "0.2.0", diff)).toBe(
      `# Changelog\n\n${entry}\n## 0.1.0\n\nFirst.\n`,
    );
    expect(withEntry("Words of somebody's.\r\n", "0.2.0", diff)).toBe(
      `# Changelog\n\n${entry}\nWords of somebody's.\n`,
    );
  });

  test("stays where a run has written the entry that did not come to step the version", () => {
    for (const before of [undefined, "# Changelog\n\n## 0.1.0\n\nFirst.\n", "Words of somebody's.\n"]) {
      const once = withEntry(before, "0.2.0", diff);
      expect(withEntry(once, "0.2.0", diff)).toBe(once);
    }
  });

  test("has no version twice", () => {
    const once = withEntry(undefined, "0.2.0", { ...diff, from: "99999" });
    expect(failureOf(() => withEntry(once, "0.2.0", diff))).toContain(
      "The changelog has an entry for 0.2.0 already.",
    );
  });
});

describe("both files", () => {
  let temporary: TemporaryFolder;
  beforeAll(async () => {
    temporary = await temporaryFolder();
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  test("are as they were, but for the version and the entry", () => {
    const place = mkdtempSync(join(temporary.path, "x"));
    const manifest = join(place, "package.json");
    const changelog = join(place, "out/CHANGELOG.md");
    writeFileSync(manifest, '{\n\t"name": "x",\n\t"version": "0.1.5",\n\t"files": [ "a" ]\n}\n');
    expect(prepareRelease(manifest, changelog, diff)).toEqual({
      version: "0.2.0",
      manifest: { path: manifest, text: '{\n\t"name": "x",\n\t"version": "0.2.0",\n\t"files": [ "a" ]\n}\n' },
      changelog: { path: changelog, text: `# Changelog\n\n${entry}` },
    });
    expect(prepareRelease(manifest, changelog, { ...diff, changes: [], step: "none" })).toBeUndefined();
    writeFileSync(manifest, "{}");
    expect(failureOf(() => prepareRelease(manifest, changelog, diff))).toContain("has no version.");
  });
});
