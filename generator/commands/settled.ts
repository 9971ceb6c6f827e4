/** For commands that read definitions and change none: those are first to be as a run has left them whole. */
import type { CommandModule } from "yargs";
import { findConfig } from "../config/config.js";
import { GeneratorError } from "../errors.js";
import { defaultPaths } from "../package-root.js";
import { settleAll } from "../staging.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

/** What is wrong in a configuration is told by the command that needs it. */
function configuredInputs(workingFolder: string): readonly string[] {
  try {
    return findConfig(workingFolder, undefined)?.protocol ?? [];
  } catch (error) {
    if (error instanceof GeneratorError) return [];
    throw error;
  }
}

export function settled<T>(
  command: CommandModule<object, T>,
  start: Start,
  terminal: Terminal,
): CommandModule<object, T> {
  return {
    ...command,
    handler: async (args) => {
      const { protocol, definitions } = defaultPaths(start.root, terminal.workingFolder);
      const given = Object.values(args).filter((value): value is string => typeof value === "string");
      const configured = configuredInputs(terminal.workingFolder);
      await settleAll([...given, ...configured, protocol, definitions], (warning) => terminal.warn(warning));
      await command.handler(args);
    },
  };
}
