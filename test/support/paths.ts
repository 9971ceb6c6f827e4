/** Where things are, for tests that read or start them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** The generated package. */
export const out: string = join(root, "out");

/** Throws, with words on how to mend it, where the generated package is not there or not built. */
export function requireBuiltPackage(): void {
  for (const path of ["src/index.ts", "dist/index.js", "dist/index.d.ts"]) {
    if (!existsSync(join(out, path))) {
      throw new Error(`out/${path} is missing. Run \`npx codegen\` before the tests.`);
    }
  }
}
