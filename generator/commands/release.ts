/** `codegen release`: steps the version by what changed in the protocol, and says so in the changelog. */
import { statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Argv, CommandModule, Options } from "yargs";
import { diffProtocols } from "../diff/diff.js";
import { loadSide } from "../diff/protocols.js";
import { GeneratorError } from "../errors.js";
import { loadTargets } from "../load/load.js";
import { defaultPaths } from "../package-root.js";
import { prepareRelease } from "../update/release.js";
import { shownPath } from "./shown-path.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

interface Arguments {
  readonly old: string;
  readonly protocol: string | undefined;
  readonly package: string;
  readonly changelog: string | undefined;
}

export function releaseCommand(start: Start, terminal: Terminal): CommandModule<object, Arguments> {
  return {
    command: "release <old>",
    describe: "Steps the version by what changed since an older protocol, and adds it to the changelog",
    builder: (parser) => builder(parser),
    handler: async (args) => {
      const paths = defaultPaths(start.root, terminal.workingFolder);
      const { targets } = await loadTargets(paths.targets);
      const here = args.protocol ?? shownPath(paths.definitions, terminal.workingFolder);
      const side = (input: string): ReturnType<typeof loadSide> =>
        loadSide(
          input,
          targets,
          () => {
            throw new GeneratorError(`${input} is no folder or file.`, {
              hint: "A release compares what is here.",
            });
          },
          false,
        );
      const [old, now] = [await side(args.old), await side(here)];
      const diff = { ...diffProtocols(old.protocol, now.protocol), from: old.name, to: now.name };
      const place = (path: string): string => resolve(terminal.workingFolder, path);
      const release = prepareRelease(
        place(args.package),
        place(args.changelog ?? changelogBeside(place(here))),
        diff,
      );
      if (release === undefined) {
        terminal.print("nothing differs, so there is nothing to release\n");
        return;
      }
      for (const { path, text } of [release.changelog, release.manifest]) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
      }
      terminal.print(`${release.version}\n`);
    },
  };
}

function changelogBeside(protocol: string): string {
  return join(statSync(protocol).isDirectory() ? protocol : dirname(protocol), "CHANGELOG.md");
}

export const RELEASE_OPTIONS = {
  protocol: {
    type: "string",
    requiresArg: true,
    defaultDescription: "the generator's own protocol/, or ./protocol where it is installed",
    describe: "The protocol as it is now",
  },
  package: {
    type: "string",
    default: "package.json",
    requiresArg: true,
    describe: "File with the version",
  },
  changelog: {
    type: "string",
    requiresArg: true,
    defaultDescription: "CHANGELOG.md beside the protocol",
    describe: "File to put the changes into",
  },
} satisfies { [name: string]: Options };

function builder(parser: Argv): Argv<Arguments> {
  return parser
    .positional("old", {
      type: "string",
      demandOption: true,
      describe: "Folder or file with the protocol as it was",
    })
    .options(RELEASE_OPTIONS)
    .example("$0 release ../before", "After `codegen update`, with the former protocol/ in ../before");
}
