/**
 * How much there is in `protocol/`, counted by lines of its PDL: a count that shares nothing with the generator or with the
 * walks of the tests, and that holds for any revision.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.js";

export interface PdlCounts {
  readonly domains: number;
  readonly commands: number;
  readonly events: number;
  readonly types: number;
  readonly redirects: number;
  readonly binaries: number;
  /** Enums that are declared as types, and those that stand where they are used. */
  readonly declaredEnums: number;
  readonly inlineEnums: number;
  readonly requests: number;
  readonly responses: number;
  /** Events that carry something. */
  readonly carrying: number;
  /** The files of the folder that are read, `version.txt` and the JSON among them. */
  readonly files: number;
}

const marks = "(?:experimental |deprecated |optional )*(?:array of )?";

export function countPdl(): PdlCounts {
  const folder = join(root, "protocol");
  const names = readdirSync(join(folder, "pdl"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".pdl"),
  );
  const lines = names.flatMap((name) => readFileSync(join(folder, "pdl", name), "utf8").split(/\r?\n/));
  const count = (pattern: string): number => {
    const line = new RegExp(`^${pattern}`);
    return lines.filter((each) => line.test(each)).length;
  };
  let carrying = 0;
  let inEvent = false;
  for (const line of lines) {
    if (/^ {2}\S/.test(line) && !/^ {2}#/.test(line))
      inEvent = /^ {2}(?:experimental |deprecated )*event /.test(line);
    else if (inEvent && /^ {4}parameters\b/.test(line)) carrying++;
  }
  const parameters = count(" {4}parameters\\b");
  return {
    domains: count(`${marks}domain \\w`),
    commands: count(` {2}${marks}command \\w`),
    events: count(` {2}${marks}event \\w`),
    types: count(` {2}${marks}type \\w`),
    redirects: count(" {4}redirect \\w"),
    binaries:
      count(` {6}${marks}binary \\w`) + count(` {2}${marks}type \\w+ extends (?:array of )?binary\\b`),
    declaredEnums: count(" {4}enum$"),
    inlineEnums: count(` {6}${marks}enum \\w`),
    requests: parameters - carrying,
    responses: count(" {4}returns\\b"),
    carrying,
    files: names.length + 3,
  };
}
