/** `codegen init`: writes a configuration to begin with. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommandModule } from "yargs";
import { configName, configStart } from "../config/config.js";
import { GeneratorError } from "../errors.js";
import { hasCode } from "../file-errors.js";
import type { Terminal } from "./terminal.js";

export function initCommand(terminal: Terminal): CommandModule {
  return {
    command: "init",
    describe: `Writes ${configName} with every key and what it means`,
    handler: async () => {
      try {
        // What is there is somebody's, and stays.
        await writeFile(join(terminal.workingFolder, configName), configStart, { flag: "wx" });
      } catch (error) {
        if (!hasCode(error, "EEXIST")) throw error;
        throw new GeneratorError(`There is a ${configName} here already.`, {
          hint: "Edit it, or remove it first.",
        });
      }
      terminal.print(`${configName} is written; edit it, then run \`npx codegen\`.\n`);
    },
  };
}
