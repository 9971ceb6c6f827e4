/** Imports TypeScript of this repository with all that it imports, as one file of plain JavaScript. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

/** What the benchmark writes; git does not see it. */
export const cacheFolder = fileURLToPath(new URL("../../../.cache/bench-codec/", import.meta.url));

/**
 * @param {URL} entry
 * @returns {Promise<string>} where the file is
 */
export async function bundle(entry) {
  const name = entry.pathname.split("/").slice(-2).join("-").replace(/\.ts$/, ".mjs");
  const outfile = `${cacheFolder}${name}`;
  await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    outfile,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "silent",
  });
  return outfile;
}

/**
 * @param {URL} entry
 * @returns {Promise<any>} its exports
 */
export async function importBundled(entry) {
  return import(pathToFileURL(await bundle(entry)).href);
}
