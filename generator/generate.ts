/**
 * The whole run on one screen: load, resolve, emit, format, write, build.
 *
 * What is heavy (ts-morph, prettier, rolldown) is imported at the stage that needs it, so that a run with nothing to do
 * loads none of it.
 */
import { GeneratorError, type Warning } from "./errors.js";
import { Formatter } from "./format.js";
import { type Inputs, loadInputs } from "./inputs.js";
import { resolveOutputFolder, strayFiles } from "./output-folder.js";
import type { Progress, Summary } from "./progress.js";
import {
  type Counts,
  type RunRecord,
  fingerprint,
  hashesOf,
  hashesOnDisk,
  isIntact,
  readRecord,
  untouchedFiles,
  writeRecord,
} from "./record.js";
import { type LockOptions, checkSettled, settleAll } from "./staging.js";
import { type Comparison, type FormattedFile, apply, compare } from "./write.js";

export interface GenerateOptions extends LockOptions {
  /** The generator's own package: where `templates/` is, and the version of what comes out. */
  readonly root: string;
  /** A hash over the generator's code. */
  readonly code: string;
  /** The folder to write to. */
  readonly out: string;
  /** Files, folders and URLs. */
  readonly protocol: readonly string[];
  /** The file with corrections of the definitions, where there is one. */
  readonly overlay?: string | undefined;
  /** The file with the targets. */
  readonly targets: string;
  /** Whether both are the ones that come with the generator; they are held to more. */
  readonly shipped: boolean;
  /** Only these domains and targets, and what they need. Empty for all. */
  readonly domains: readonly string[];
  readonly targetNames: readonly string[];
  /** Whether a warning ends the run. */
  readonly strict: boolean;
  /** Whether to make `dist/` as well. */
  readonly build: boolean;
}

/**
 * Brings the output folder up to date.
 *
 * @throws GeneratorError where an input or the folder is at fault; the folder is then as it was.
 */
export async function generate(options: GenerateOptions, progress: Progress): Promise<Summary> {
  await settleAll([options.out, ...options.protocol], (warning) => progress.warn(warning), options);
  const folder = await resolveOutputFolder(options.out);
  progress.stage("reading");
  const inputs = await loadInputs(options);
  const last = await readRecord(folder);

  let record: RunRecord;
  let comparison: Comparison | undefined;
  if (last?.madeFrom === inputs.fingerprint && (await isAsLeft(folder, last))) {
    record = last;
    reportWarnings(record.warnings, options, progress);
  } else {
    const { files, counts, warnings } = await make(inputs, options, progress);
    progress.stage("writing");
    record = {
      format: 1,
      madeFrom: inputs.fingerprint,
      counts,
      warnings,
      files: hashesOf(files),
      dist: undefined,
    };
    comparison = await apply(
      folder,
      async () => {
        // It may have come from another run since.
        const former = await readRecord(folder);
        record = { ...record, dist: former?.dist };
        return compare(folder, files, untouchedFiles(folder, former));
      },
      { ...options, done: () => writeRecord(folder, record) },
    );
  }

  const built = options.build ? await bringDistUpToDate(folder, record, inputs, options, progress) : 0;
  return {
    counts: record.counts,
    written: (comparison?.missing.length ?? 0) + (comparison?.different.length ?? 0),
    unchanged: comparison?.same.length ?? Object.keys(record.files).length,
    deleted: comparison?.stale.length ?? 0,
    built,
  };
}

/** Whether the folder holds what the last run wrote, and nothing of an earlier one. */
async function isAsLeft(folder: string, last: RunRecord): Promise<boolean> {
  return isIntact(folder, last.files) && (await strayFiles(folder, Object.keys(last.files))).length === 0;
}

/**
 * What `generate` would do, found out without trusting any record: everything is made anew, in memory, and compared with
 * what is on disk. `dist/` is not looked at. Nothing is written, and so nothing put back that a killed run has left.
 */
export async function check(options: GenerateOptions, progress: Progress): Promise<Comparison> {
  await checkSettled(
    [options.out, ...options.protocol],
    "run this without --check, which puts it back as it was before; --check writes nothing",
    options,
  );
  const folder = await resolveOutputFolder(options.out);
  progress.stage("reading");
  const { files } = await make(await loadInputs(options), options, progress);
  progress.stage("comparing");
  return compare(folder, files, []);
}

interface Made {
  readonly files: readonly FormattedFile[];
  readonly counts: Counts;
  readonly warnings: readonly Warning[];
}

/** Every file as it is to be, and nothing written yet. */
async function make(inputs: Inputs, options: GenerateOptions, progress: Progress): Promise<Made> {
  // First of all, for its threads take as long to start as the next stages take.
  const formatter = new Formatter();
  try {
    progress.stage("resolving");
    const loaded = inputs.parse();
    const { resolve } = await import("./model/resolve.js");
    const { subset } = await import("./model/subset.js");
    const { protocol: whole, warnings } = resolve(loaded, inputs.targets, {
      shipped: options.shipped,
      corrections: inputs.corrections,
    });
    const protocol = subset(whole, { domains: options.domains, targets: options.targetNames });
    reportWarnings(warnings, options, progress);

    const { emitPackage } = await import("./emit/package.js");
    const formatting: Promise<FormattedFile>[] = [];
    for (const file of emitPackage(protocol, inputs.templates, inputs)) {
      progress.stage("generating", file.path);
      const formatted = formatter.format(file).then((text) => ({ path: file.path, text }));
      // It is awaited with the others below; until then a failure is not one that nobody handles.
      formatted.catch(() => undefined);
      formatting.push(formatted);
      // Answers of the formatter, and its failures, come in between two files.
      await new Promise(setImmediate);
    }
    progress.stage("formatting");
    const files = await Promise.all(formatting);
    const sum = (count: (domain: (typeof protocol.domains)[number]) => number): number =>
      protocol.domains.reduce((total, domain) => total + count(domain), 0);
    const counts: Counts = {
      domains: protocol.domains.length,
      commands: sum((domain) => domain.commands.length),
      events: sum((domain) => domain.events.length),
      types: sum((domain) => domain.types.length),
      targets: protocol.targets.length,
    };
    return { files, counts, warnings };
  } finally {
    await formatter[Symbol.asyncDispose]();
  }
}

function reportWarnings(warnings: readonly Warning[], options: GenerateOptions, progress: Progress): void {
  for (const warning of warnings) progress.warn(warning);
  if (options.strict && warnings.length > 0) {
    const count =
      warnings.length === 1 ? "a warning is an error" : `${String(warnings.length)} warnings are errors`;
    throw new GeneratorError(`${count} with --strict; nothing was written`, {
      hint: "fix what the warnings report, or omit --strict",
    });
  }
}

/** @returns how many files were built: none where it is up to date already */
async function bringDistUpToDate(
  folder: string,
  record: RunRecord,
  inputs: Inputs,
  options: LockOptions,
  progress: Progress,
): Promise<number> {
  const madeFrom = fingerprint([...Object.entries(record.files), ["generator", inputs.generator]]);
  if (record.dist?.madeFrom === madeFrom && isIntact(folder, record.dist.files)) return 0;
  progress.stage("building dist/");
  const { buildPackage } = await import("./build.js");
  const built = await buildPackage(folder, {
    ...options,
    // Where another run has put other files there, what is built of them is that one's affair.
    isWanted: () => isIntact(folder, record.files),
    done: (files) =>
      writeRecord(folder, { ...record, dist: { madeFrom, files: hashesOnDisk(folder, files) } }),
  });
  return built?.length ?? 0;
}
