/** How large a small program is in a browser: connect, attach to a page, navigate, wait for the load event, evaluate. */
import { existsSync } from "node:fs";
import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The programs of a contestant, where it has others than the one of its name, and their goals in KB. */
const variants = {
  cdplex: [
    { label: "cdplex, domains used", program: "cdplex-domains", goal: 10 },
    { label: "cdplex, PageTarget", program: "cdplex-page-target", goal: 16 },
  ],
};

/**
 * @param {string} contestant
 * @returns {Promise<{ label: string, value: number, goal?: number }[]>}
 */
export async function measureBundles(contestant) {
  const programs = contestant === "cdplex" ? variants.cdplex : [{ label: contestant, program: contestant }];
  return Promise.all(
    programs.map(async ({ program, ...rest }) => ({ ...rest, value: await bundleSize(program) })),
  );
}

/** @param {string} program */
async function bundleSize(program) {
  const entry = fileURLToPath(new URL(`programs/${program}.mjs`, import.meta.url));
  if (!existsSync(entry)) throw new Error("it has no build for browsers");
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    outdir: "bundle",
    // Libraries for Node are weighed too: what they want of Node stays outside.
    external: [...builtinModules, "node:*", "chromium-bidi/*"],
    loader: { ".node": "empty" },
    logLevel: "silent",
  });
  const code = outputFiles.find(({ path }) => path.endsWith(".js"));
  if (code === undefined) throw new Error("esbuild gave no code");
  return gzipSync(code.contents, { level: 9 }).length / 1000;
}
