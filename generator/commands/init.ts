/** `codegen init`: writes a configuration to begin with. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommandModule } from "yargs";
import { configName, configStart, writtenConfig } from "../config/config.js";
import { GeneratorError } from "../errors.js";
import { hasCode } from "../file-errors.js";
import type { Terminal } from "./terminal.js";

export function initCommand(terminal: Terminal): CommandModule {
  return {
    command: "init",
    describe: `Writes ${configName} with every key and what it means`,
    handler: async () => {
      const file = join(terminal.workingFolder, configName);
      const present = existsSync(file) ? undefined : writtenConfig(terminal.workingFolder, undefined);
      if (present !== undefined) {
        throw new GeneratorError(
          `There is a configuration in package.json already, under the key "codegen".`,
          {
            hint: `Edit that, or move it to ${configName}: only one of them can hold.`,
          },
        );
      }
      try {
        // What is there is somebody's, and stays.
        await writeFile(file, configStart, { flag: "wx" });
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
