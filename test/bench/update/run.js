// Starts `npm run bench:update`. Plain JavaScript, because it compiles the rest.
import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const source = new URL("main.ts", import.meta.url);
const compiled = fileURLToPath(new URL(`../../../.cache/update-${process.pid}.js`, import.meta.url));
const bundle = await rolldown({
  input: fileURLToPath(source),
  platform: "node",
  external: /^[^./]/,
  logLevel: "silent",
  // The compiled file lies elsewhere, and modules two folders deep, as those in test/support/, have to find the repository.
  transform: { define: { "import.meta.url": JSON.stringify(new URL("../main.ts", import.meta.url).href) } },
});
try {
  await bundle.write({ file: compiled, format: "esm", codeSplitting: false });
  const { main } = await import(pathToFileURL(compiled).href);
  await main(process.argv.slice(2));
} finally {
  await bundle.close();
  rmSync(compiled, { force: true });
}
