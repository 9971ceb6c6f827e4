// Starts a benchmark written in TypeScript: `node test/bench/run.js revisions/main.ts --count 4`. Plain JavaScript, because it
// compiles the rest. The first argument is the benchmark's file, from here; what follows is for its `main`.
import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const [file = "main.ts", ...args] = process.argv.slice(2);
const compiled = fileURLToPath(new URL(`../../.cache/bench-${process.pid}.js`, import.meta.url));
const bundle = await rolldown({
  input: fileURLToPath(new URL(file, import.meta.url)),
  platform: "node",
  external: /^[^./]/,
  logLevel: "silent",
  // The compiled file lies elsewhere, and modules two folders deep, as those in test/support/, have to find the repository.
  transform: { define: { "import.meta.url": JSON.stringify(new URL("main.ts", import.meta.url).href) } },
});
try {
  await bundle.write({ file: compiled, format: "esm", codeSplitting: false });
  const { main } = await import(pathToFileURL(compiled).href);
  await main(args);
} finally {
  await bundle.close();
  rmSync(compiled, { force: true });
}
