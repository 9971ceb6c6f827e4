/** Makes a process end itself at a file operation of one's choice, as if somebody had killed it there. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Those that change something. */
const operations = ["mkdir", "writeFile", "copyFile", "rename", "unlink", "rm", "rmdir", "symlink"];

export interface Killing {
  /** Which of the operations it is, from 0. */
  readonly at: number;
  /** `SIGKILL` unless given. */
  readonly signal?: string;
  /** Counts those only that name a path with this in it, or all. */
  readonly where?: string;
  /** Counts this operation only, or all. */
  readonly operation?: string;
}

/** Writes a module into the folder that does it, and gives what to start a process with. It has to be there while that runs. */
export function killing(folder: string): (how: Killing) => Record<string, string> {
  const module = join(folder, "killing.mjs");
  writeFileSync(
    module,
    `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { at, signal = "SIGKILL", where = "", operation } = JSON.parse(process.env.KILLING);
let count = 0;
for (const name of ${JSON.stringify(operations)}) {
  const original = fs.promises[name];
  fs.promises[name] = async (...args) => {
    const isOne = (operation === undefined || name === operation) && args.some((each) => String(each).replaceAll("\\\\", "/").includes(where));
    if (isOne && count++ === at) process.kill(process.pid, signal);
    return original(...args);
  };
}
syncBuiltinESMExports();
`,
  );
  return (how) => ({
    KILLING: JSON.stringify(how),
    NODE_OPTIONS: `--import=${pathToFileURL(module).href}`,
  });
}
