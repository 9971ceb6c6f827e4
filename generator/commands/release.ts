/** `codegen release`: steps the version by what changed in the protocol, and says so in the changelog. */
import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Argv, CommandModule, Options } from "yargs";
import { GeneratorError } from "../errors.js";
import { isUrl } from "../load/live.js";
import { defaultPaths } from "../package-root.js";
import { prepareRelease } from "../update/release.js";
import { replaceTogether } from "../update/replace-together.js";
import { compare } from "./compared.js";
import { CONFIG_OPTION, officialFolder, settledProject, type Place, type Project } from "./project.js";
import { shownPath } from "./shown-path.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

interface Arguments {
  readonly old: string;
  readonly config: string | undefined;
  readonly protocol: string | undefined;
  readonly targets: string | undefined;
  readonly package: string;
  readonly changelog: string | undefined;
}

export function releaseCommand(start: Start, terminal: Terminal): CommandModule<object, Arguments> {
  return {
    command: "release <old>",
    describe: "Steps the version by what changed since an older protocol, and adds it to the changelog",
    builder: (parser) => builder(parser),
    handler: async (args) => {
      const place = { root: start.root, workingFolder: terminal.workingFolder };
      const here = await settledProject(place, { config: args.config, targets: args.targets }, terminal);
      const now = args.protocol ?? configuredOr(place, here);
      const diff = await compare({ old: args.old, now, whole: false }, here, place, terminal, (revision) => {
        throw new GeneratorError(`${revision} is no folder or file.`, {
          hint: "A release compares what is here.",
        });
      });
      const absolute = (path: string): string => resolve(place.workingFolder, path);
      const changelog = args.changelog ?? changelogBeside(now ?? officialFolder(here) ?? here.inputs[0]!);
      const release = prepareRelease(absolute(args.package), absolute(changelog), diff);
      if (release === undefined) {
        terminal.print("nothing differs, so there is nothing to release\n");
        return;
      }
      await terminal.uninterrupted(() => replaceTogether([release.changelog, release.manifest]));
      terminal.print(`${release.version}\n`);
    },
  };
}

/** What is configured is all that is generated from, which has no name of its own; else it is what `codegen update` changes. */
function configuredOr({ root, workingFolder }: Place, { config }: Project): string | undefined {
  if (config?.protocol !== undefined) return undefined;
  return shownPath(defaultPaths(root, workingFolder).definitions, workingFolder);
}

function changelogBeside(protocol: string): string {
  if (isUrl(protocol)) {
    throw new GeneratorError("There is no folder beside a URL to put a changelog into.", {
      hint: "Name the file with --changelog.",
    });
  }
  return join(statSync(protocol).isDirectory() ? protocol : dirname(protocol), "CHANGELOG.md");
}

export const RELEASE_OPTIONS = {
  ...CONFIG_OPTION,
  protocol: {
    type: "string",
    requiresArg: true,
    defaultDescription:
      "what is configured; the generator's own protocol/, or ./protocol where it is installed",
    describe: "The protocol as it is now",
  },
  targets: {
    type: "string",
    requiresArg: true,
    defaultDescription: "what is configured, or the generator's own target_types.json",
    describe: "File that says which target answers what",
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
