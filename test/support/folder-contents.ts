/** Everything in a folder, so that a test can say that nothing in it has changed. */
import { lstatSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";

/** Path, with slashes, to content. A link is the place that it leads to; folders named in `without` are left out. */
export function folderContents(folder: string, without: readonly string[] = []): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      if (without.includes(name)) continue;
      const file = join(path, name);
      const status = lstatSync(file);
      const key = relative(folder, file).replaceAll("\\", "/");
      if (status.isDirectory()) walk(file);
      else found[key] = status.isSymbolicLink() ? `-> ${readlinkSync(file)}` : readFileSync(file, "utf8");
    }
  };
  walk(folder);
  return found;
}
