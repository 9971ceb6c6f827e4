/** `codegen targets`: measures what kinds of target answer, reads it from Chromium's sources, and keeps `target_types.json` true. */
import type { Argv, CommandModule } from "yargs";
import type { Terminal } from "./terminal.js";
import { CHECK_OPTIONS, checkCommand } from "./targets-check.js";
import { EXTRACT_OPTIONS, extractCommand } from "./targets-extract.js";
import { PROBE_OPTIONS, probeCommand } from "./targets-probe.js";

/** By what is to be done with the targets. */
export const TARGETS_OPTIONS = { check: CHECK_OPTIONS, extract: EXTRACT_OPTIONS, probe: PROBE_OPTIONS };

/** What all commands of targets get from the command line. */
export interface TargetsContext {
  /** The folder of the generator's package. */
  readonly root: string;
  readonly terminal: Terminal;
  /** Is told the exit code, where it is not 0. */
  readonly exit: (code: number) => void;
}

export function targetsCommand(context: TargetsContext): CommandModule {
  return {
    command: "targets",
    describe: "Measures and checks what each kind of target answers",
    builder: (parser: Argv) =>
      parser
        .command(probeCommand(context))
        .command(checkCommand(context))
        .command(extractCommand(context))
        .demandCommand(1, "Say what to do with the targets: probe, check or extract"),
    handler: () => undefined,
  };
}
