/** A report that a file holds: its form is checked before anything is concluded from it. */
import { readFile } from "node:fs/promises";
import { GeneratorError } from "../errors.js";
import type { ProbeReport } from "./facts.js";

export async function readReport(file: string): Promise<ProbeReport> {
  let report: unknown;
  try {
    report = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new GeneratorError(`${file} cannot be read.`, { cause });
  }
  const wrong = wrongMember(report);
  if (wrong !== undefined) {
    throw new GeneratorError(`${file} is no report of a probe: ${wrong}.`, {
      hint: "`npx codegen targets probe --out <folder>` writes one, as probe.json.",
    });
  }
  return report as ProbeReport;
}

/** What is not as a report has it; undefined where it is one. */
function wrongMember(report: unknown): string | undefined {
  if (!isObject(report)) return "it is no object";
  if (report["format"] !== 1) return 'its "format" is not 1';
  if (typeof report["browser"] !== "string") return 'its "browser" is no string';
  if (report["transport"] !== "pipe" && report["transport"] !== "port")
    return 'its "transport" is neither "pipe" nor "port"';
  for (const name of ["schema", "unreached"])
    if (!isNames(report[name])) return `its "${name}" is no list of names`;
  const { conditions, sessions, unclassified } = report;
  if (!Array.isArray(unclassified) || !unclassified.every(isObject))
    return 'its "unclassified" is no list of answers';
  if (!Array.isArray(sessions) || !sessions.every(isSession)) return 'its "sessions" is no list of sessions';
  if (!isObject(conditions) || !Object.values(conditions).every(isConditions))
    return 'its "conditions" are no lists by session';
  return undefined;
}

function isSession(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { label, type, path, executed, commands } = value;
  const areStrings = [label, type, path].every((each) => typeof each === "string");
  if (!areStrings || typeof executed !== "boolean" || !isObject(commands)) return false;
  return Object.values(commands).every(
    (fact) => isObject(fact) && typeof fact["verdict"] === "string" && typeof fact["how"] === "string",
  );
}

function isConditions(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { pipe, port, trusted } = value;
  return isNames(pipe) && isNames(port) && (trusted === undefined || isNames(trusted));
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
