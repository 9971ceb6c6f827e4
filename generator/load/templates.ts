/** Reads what the emitters fill in and copy. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { GeneratorError } from "../errors.js";

export interface Templates {
  /** The Handlebars templates in `templates/`, by file name: `readme.md.hbs`. */
  readonly prose: ReadonlyMap<string, string>;
  /** The sources of the runtime, by path inside `templates/runtime/`, with slashes: `client/session.ts`. */
  readonly runtime: ReadonlyMap<string, string>;
  /** The licence texts by the names that they have in the generated package: `LICENSE`, `LICENSE.devtools-protocol`. */
  readonly licences: ReadonlyMap<string, string>;
}

/**
 * Reads the templates of the package whose root is given. Paths are sorted, so that what is made from them does not depend on the
 * file system. Throws `GeneratorError` where the package is incomplete.
 */
export async function loadTemplates(root: string): Promise<Templates> {
  const folder = join(root, "templates");
  const prose = await readAll(folder, (path) => path.endsWith(".hbs") && !path.includes("/"));
  const runtime = await readAll(join(folder, "runtime"), (path) => path.endsWith(".ts"));
  const licences = await readEach([
    ["LICENSE", join(root, "LICENSE")],
    ["LICENSE.devtools-protocol", join(root, "protocol", "LICENSE")],
  ]);
  return { prose, runtime, licences };
}

async function readAll(folder: string, wanted: (path: string) => boolean): Promise<Map<string, string>> {
  const entries = await orIncomplete(folder, readdir(folder, { recursive: true }));
  const paths = entries.map((path) => path.replaceAll("\\", "/")).filter(wanted);
  return readEach(paths.sort().map((path) => [path, join(folder, path)]));
}

async function readEach(
  files: readonly (readonly [name: string, path: string])[],
): Promise<Map<string, string>> {
  return new Map(
    await Promise.all(
      files.map(async ([name, path]) => {
        const text = await orIncomplete(path, readFile(path, "utf8"));
        // A checkout on Windows may have other line ends, and the same inputs have to give the same bytes.
        return [name, text.replaceAll("\r\n", "\n")] as const;
      }),
    ),
  );
}

async function orIncomplete<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    throw new GeneratorError(`The generator's own ${path} cannot be read.`, {
      hint: "The package is incomplete: install it again, or check the file out again.",
      cause,
    });
  }
}
