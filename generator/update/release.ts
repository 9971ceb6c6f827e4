/** What follows from a change of the protocol for the package: its next version, and what its changelog says of that. */
import { applyEdits, modify, parse } from "jsonc-parser";
import type { Diff, SemverStep } from "../diff/change.js";
import { diffAsMarkdown } from "../diff/print.js";
import { GeneratorError } from "../errors.js";
import { hasCode, readText } from "../file-errors.js";
import type { FormattedFile } from "../write.js";

/**
 * The next version. Before 1.0.0 steps are one smaller, as `^0.2.0` means it: what breaks is a new minor version, and all
 * else a patch.
 *
 * The revision is no part of a version: `1.2.0-1734725` would be a pre-release to npm, which `^1.1.0` never matches, and
 * could not say whether it breaks. It is in the package's `package.json`, and in the changelog.
 */
export function nextVersion(version: string, step: SemverStep): string {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (parts === null) {
    throw new GeneratorError(`${JSON.stringify(version)} is no version to step on from.`, {
      hint: "Three numbers with dots between are: 0.1.0.",
    });
  }
  const [major = 0, minor = 0, patch = 0] = parts.slice(1).map(Number);
  if (step === "none") return version;
  if (step === "major" && major > 0) return `${String(major + 1)}.0.0`;
  if (step === "major" || (step === "minor" && major > 0)) return `${String(major)}.${String(minor + 1)}.0`;
  return `${String(major)}.${String(minor)}.${String(patch + 1)}`;
}

/**
 * A changelog with an entry for the version before all others. Where it begins with the same entry already, it was written by a run
 * that did not come to step the version, and stays as it is.
 */
export function withEntry(changelog: string | undefined, version: string, diff: Diff): string {
  const heading = "# Changelog\n";
  const rest = (changelog ?? heading).replaceAll("\r\n", "\n");
  // A release of several megabytes of Markdown helps nobody.
  const begin = `${heading}\n## ${version}\n\n${diffAsMarkdown(diff, { level: 3, most: 100_000 })}`;
  if (rest === begin || rest.startsWith(`${begin}\n`)) return rest;
  if (rest.includes(`\n## ${version}\n`)) {
    throw new GeneratorError(`The changelog has an entry for ${version} already.`, {
      hint: "Was the release made before? Step the version on, or remove the entry.",
    });
  }
  const before = rest.startsWith(heading) ? rest.slice(heading.length) : `\n${rest}`;
  return `${begin}${before.trim() === "" ? "" : `\n${before.trimStart()}`}`;
}

export interface Release {
  readonly version: string;
  /** The two files as they are to be. */
  readonly manifest: FormattedFile;
  readonly changelog: FormattedFile;
}

/**
 * @param manifest the path of the `package.json` with the version
 * @param changelog the path of a Markdown file, which need not exist
 * @returns `undefined` where nothing differs, so there is nothing to release
 */
export function prepareRelease(manifest: string, changelog: string, diff: Diff): Release | undefined {
  if (diff.step === "none") return undefined;
  const text = readText(manifest);
  const { version } = parse(text) as { version?: unknown };
  if (typeof version !== "string") {
    throw new GeneratorError(`${manifest} has no version.`, { hint: "Give it one: 0.1.0." });
  }
  const next = nextVersion(version, diff.step);
  const stepped = applyEdits(text, modify(text, ["version"], next, {}));
  return {
    version: next,
    manifest: { path: manifest, text: stepped },
    changelog: { path: changelog, text: withEntry(present(changelog), next, diff) },
  };
}

function present(file: string): string | undefined {
  try {
    return readText(file);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
