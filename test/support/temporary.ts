/** Folders that go away when the test has ended. */
import { mkdtemp, rm } from "node:fs/promises";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** A new, empty folder outside of the repository, so that nothing of ours is found from it by accident. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(realpathSync(tmpdir()), "cdplex-test-"));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
