#!/usr/bin/env node
// Starts the compiled command line. In a checkout it is compiled first where the sources have changed; in the published
// package it is in generator/dist/ already.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const generator = fileURLToPath(new URL(".", import.meta.url));

/** @returns {Promise<{ folder: string; hash: string } | string>} what to start, or a sentence that says how to get it */
async function findCompiled() {
  if (!existsSync(join(generator, "cli.ts"))) {
    const folder = join(generator, "dist");
    if (!existsSync(join(folder, "cli.js"))) {
      return `${join(folder, "cli.js")} is missing: install cdplex-codegen again, or run \`npm ci\` in a checkout of it.`;
    }
    const { hashCode } = await import("./compile.js");
    return { folder, hash: hashCode([folder]) };
  }
  try {
    const { compiled } = await import("./compile.js");
    return await compiled(generator);
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).endsWith("MODULE_NOT_FOUND")) {
      return `The generator cannot be compiled without its dependencies: run \`npm ci\` in ${join(generator, "..")} first.`;
    }
    throw error;
  }
}

const found = await findCompiled();
if (typeof found === "string") {
  console.error(`codegen: ${found}`);
  process.exitCode = 1;
} else {
  const { main } = await import(pathToFileURL(join(found.folder, "cli.js")).href);
  await main({ root: join(generator, ".."), code: found.hash });
}
