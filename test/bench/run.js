// Starts the benchmarks: `npm run bench`, `npm run bench -- consumer --json`. Plain JavaScript, because it compiles the rest.
import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const compiled = fileURLToPath(new URL(`../../.cache/bench-${process.pid}.js`, import.meta.url));
const bundle = await rolldown({
  input: fileURLToPath(new URL("main.ts", import.meta.url)),
  platform: "node",
  external: /^[^./]/,
  logLevel: "silent",
  // The compiled file lies elsewhere, and has to find the repository all the same.
  transform: { define: { "import.meta.url": JSON.stringify(new URL("main.ts", import.meta.url).href) } },
});
try {
  await bundle.write({ file: compiled, format: "esm", codeSplitting: false });
  const { main } = await import(pathToFileURL(compiled).href);
  await main(process.argv.slice(2));
} finally {
  await bundle.close();
  rmSync(compiled, { force: true });
}
