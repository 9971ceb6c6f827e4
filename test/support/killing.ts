/**
 * Makes a process end itself at a file operation of one's choice, as if somebody had killed it there; or the operation fail, or be
 * held up.
 */
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
  /** What the operation fails with in place of that: `ENOSPC`. */
  readonly code?: string;
  /** Holds the operation up, in place of that, until there is a file of this path. Another, with `.reached` behind it, says that it is. */
  readonly until?: string;
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
const { at, signal = "SIGKILL", code, until, where = "", operation } = JSON.parse(process.env.KILLING);
let count = 0;
for (const name of ${JSON.stringify(operations)}) {
  const original = fs.promises[name];
  fs.promises[name] = async (...args) => {
    const isOne = (operation === undefined || name === operation) && args.some((each) => String(each).replaceAll("\\\\", "/").includes(where));
    if (isOne && count++ === at) {
      if (until !== undefined) {
        fs.writeFileSync(\`\${until}.reached\`, "");
        while (!fs.existsSync(until)) await new Promise((resolve) => setTimeout(resolve, 20));
        return original(...args);
      }
      if (code !== undefined) throw Object.assign(new Error(code), { code, syscall: name, path: String(args[0]) });
      process.kill(process.pid, signal);
    }
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
