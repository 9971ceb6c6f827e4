/** Puts a published revision into a folder as the package has it, complete or not, for those who only look at it. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Surroundings } from "./npm-configuration.js";
import { fetchVersion, findVersion } from "./registry.js";
import { readTarball } from "./tarball.js";

/** What the protocol is read from. */
const wanted = /^(?:package\.json|json\/\w+\.json|pdl\/(?:domains\/)?\w[\w.-]*\.pdl)$/;

/** @throws GeneratorError */
export async function unpackRevision(
  revision: string,
  folder: string,
  surroundings: Surroundings,
): Promise<{ readonly folder: string; readonly revision: string }> {
  const { version, tarball } = await fetchVersion(await findVersion(revision, { surroundings }), {
    surroundings,
  });
  const files = readTarball(tarball, `devtools-protocol@${version}`, (path) => wanted.test(path));
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return { folder, revision: version.slice("0.0.".length) };
}
