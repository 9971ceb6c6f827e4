/** Imports one TypeScript file that imports nothing but Node's modules, where Node cannot strip types by itself. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

/**
 * @param {URL} url
 * @returns {Promise<any>} its exports
 */
export async function loadTypeScript(url) {
  const { code } = await transform(await readFile(url, "utf8"), {
    loader: "ts",
    format: "esm",
    target: "node20",
    sourcefile: fileURLToPath(url),
    // It runs from elsewhere, and has to find the repository all the same.
    define: { "import.meta.url": JSON.stringify(url.href) },
  });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}
