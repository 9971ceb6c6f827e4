/** The libraries to compare with, in this folder's own node_modules: the repository's install does not have them. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** Installs what the lockfile says, unless that has been done, and links the generated package beside it. */
export function installPeers() {
  const lock = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const mark = join(folder, "node_modules/.installed-lock");
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== lock) {
    console.error("Installing the libraries to compare with (once)...");
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    execFileSync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder], {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    writeFileSync(mark, lock);
  }
  const link = join(folder, "node_modules/cdplex");
  const out = fileURLToPath(new URL("../../../out", import.meta.url));
  // One that was copied with its folder leads to another checkout, whose figures would be taken for those of this one.
  if (existsSync(link) && realpathSync(link) === realpathSync(out)) return;
  rmSync(link, { force: true });
  symlinkSync(out, link, "junction");
}
