// Compiles the generator's own sources to JavaScript. This file is plain JavaScript because it runs before anything is
// compiled: bin.js calls it in a checkout, and `npm pack` runs it to fill generator/dist/ for the published package.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder that no longer fits the sources is kept this long, in milliseconds, for runs that still load from it. */
const KEEP_OLD = 3_600_000;

/**
 * A hash over the names and contents of all code files below the folders.
 *
 * @param {readonly string[]} folders
 * @returns {string} hexadecimal
 */
export function hashCode(folders) {
  const hash = createHash("sha256");
  for (const folder of folders) {
    for (const file of codeFiles(folder)) {
      const content = readFileSync(join(folder, file));
      hash.update(`${file}\0${String(content.length)}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

/**
 * The folder of the compiled generator that fits the sources; compiled now where there is none.
 *
 * The folder is named by what it was made from. So a run never sees one that is half written, and two runs at once, or a
 * run and an edit, do not take the files from under each other.
 *
 * @param {string} generator the folder generator/ of a checkout
 * @returns {Promise<{ folder: string; hash: string }>}
 */
export async function compiled(generator) {
  const dist = join(generator, "dist");
  const rolldownVersion = createRequire(import.meta.url)("rolldown/package.json").version;
  // Parts of the generator may import the runtime, so the runtime counts as a source.
  const sources = hashCode([generator, join(generator, "../templates/runtime")]);
  const hash = createHash("sha256").update(`${sources} rolldown@${rolldownVersion}`).digest("hex");
  const folder = join(dist, hash.slice(0, 16));
  if (existsSync(join(folder, "cli.js"))) return { folder, hash };

  const temporary = await compile(generator, dist);
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // Another run was faster, with the same result.
    if (!existsSync(join(folder, "cli.js"))) throw error;
  }
  for (const name of readdirSync(dist)) {
    const other = join(dist, name);
    if (other === folder) continue;
    const age = Date.now() - (statSync(other, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > KEEP_OLD) rmSync(other, { recursive: true, force: true });
  }
  return { folder, hash };
}

/**
 * Fills generator/dist/ as the published package has it: the files themselves, without a folder in between.
 *
 * @param {string} generator
 */
async function compileForPublishing(generator) {
  const dist = join(generator, "dist");
  const temporary = await compile(generator, dist);
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    if (entry.isFile()) rmSync(join(dist, entry.name));
  }
  for (const name of readdirSync(temporary)) renameSync(join(temporary, name), join(dist, name));
  rmSync(temporary, { recursive: true });
}

/**
 * @param {string} generator
 * @param {string} dist
 * @returns {Promise<string>} a new folder in dist/ with the compiled files
 */
async function compile(generator, dist) {
  const { rolldown } = await import("rolldown");
  mkdirSync(dist, { recursive: true });
  const temporary = join(dist, `.new-${randomUUID()}`);
  const bundle = await rolldown({
    input: { cli: join(generator, "cli.ts"), "format-worker": join(generator, "format-worker.js") },
    platform: "node",
    // Packages are installed beside the generator, and the heavy ones are to be loaded only when they are needed. What the runtime
    // calls `#platform` or `#launch` is a source file, and comes along; `#ws` is a package.
    external: (id) => !id.startsWith(".") && !isAbsolute(id) && (!id.startsWith("#") || id === "#ws"),
    tsconfig: false,
    logLevel: "silent",
  });
  try {
    await bundle.write({
      dir: temporary,
      format: "esm",
      entryFileNames: "[name].js",
      // All in one folder, so that `new URL("./format-worker.js", import.meta.url)` holds in every chunk.
      chunkFileNames: "[name]-[hash].js",
    });
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  } finally {
    await bundle.close();
  }
  return temporary;
}

/**
 * @param {string} folder
 * @returns {string[]} sorted, with forward slashes
 */
function codeFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.[jt]s$/.test(file) && !file.startsWith("dist/"))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await compileForPublishing(fileURLToPath(new URL(".", import.meta.url)));
}
