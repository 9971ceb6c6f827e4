// Copied by cdplex-codegen from templates/runtime/launch/watcher.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * A small process beside each browser, for the case that this program ends and has no chance to clean up: killed, or crashed. It waits
 * for the end of its input, which the system brings about when this program is gone, however that ended; then it ends the browser and
 * removes the profile that was made for it. As long as it runs it does nothing.
 *
 * It is a shell, which takes little memory; where there is none (Windows), it is Node.
 */
import { thisProgram } from "./node-modules.js";
import type { ChildProcess, ChildStream, FileSystem, LaunchModules } from "./node-modules.js";

/**
 * `$1` is the folder to remove; empty where the profile is its user's, and the browser then gets the time to write it. Lines of its
 * input: `browser <pid>`, which also is the browser's process group, `browser` alone when that has ended, and `done`.
 */
const SHELL_SCRIPT = `
trap '' HUP INT QUIT TERM
browser=
while read -r word value; do
  case $word in
    browser) browser=$value ;;
    done) exit 0 ;;
  esac
done
pause() { sleep 0.1 2>/dev/null || sleep 1; }
count=0
if [ -n "$browser" ]; then
  if [ -z "$1" ]; then
    kill -s TERM "$browser"
    while [ "$count" -lt 30 ] && kill -s 0 "$browser"; do count=$((count + 1)); pause; done
  fi
  kill -s KILL -- "-$browser"
fi
count=0
while [ -n "$1" ] && [ -e "$1" ] && [ "$count" -lt 100 ]; do
  count=$((count + 1))
  rm -rf -- "$1" || pause
done
`;

/** The same for Node. */
const NODE_SCRIPT = `
const { rmSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const folder = process.argv[1];
let text = "";
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.stdin.setEncoding("utf8").on("data", (more) => {
  text += more;
  if (/^done$/m.test(text)) process.exit();
});
const kill = (pid, signal) => { try { process.kill(pid, signal); return true; } catch { return false; } };
const end = (pid) => {
  if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"]);
  else kill(-pid, "SIGKILL");
  if (!folder) return;
  try { rmSync(folder, { recursive: true, force: true, maxRetries: 100, retryDelay: 100 }); } catch {}
};
process.stdin.on("end", () => {
  const pid = Number([...text.matchAll(/^browser (\\d*)$/gm)].pop()?.[1]);
  if (!pid) return end(NaN);
  if (folder || process.platform === "win32") return end(pid);
  kill(pid, "SIGTERM");
  let count = 0;
  const timer = setInterval(() => {
    if (++count < 30 && kill(pid, 0)) return;
    clearInterval(timer);
    end(pid);
  }, 100);
});
`;

export class Watcher {
  readonly #child: ChildProcess;
  readonly #input: ChildStream | undefined;
  readonly #ended: Promise<void>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("exit", () => resolve());
      // Where it could not be started, the browser is still ended by what this program does itself.
      child.once("error", () => resolve());
    });
    child.unref();
    this.#input = child.stdio?.[0] ?? undefined;
    this.#input?.on("error", () => undefined);
    this.#input?.unref();
  }

  /** Starts one. `folder` is what it has to remove, if anything. */
  static start(
    folder: string | undefined,
    { spawn }: LaunchModules["node:child_process"],
    fs: FileSystem,
  ): Watcher {
    const { env, execPath, platform } = thisProgram();
    const options = {
      detached: platform !== "win32",
      stdio: ["pipe", "ignore", "ignore"],
      windowsHide: true,
    } as const;
    const hasShell = platform !== "win32" && isThere(() => fs.accessSync("/bin/sh", fs.constants.X_OK));
    const child = hasShell
      ? spawn("/bin/sh", ["-c", SHELL_SCRIPT, "cdplex-watcher", folder ?? ""], {
          ...options,
          // It must not keep a folder from being removed.
          cwd: "/",
          env: { PATH: env["PATH"] },
        })
      : spawn(execPath, ["-e", NODE_SCRIPT, "--", folder ?? ""], {
          ...options,
          // Electron is Node where this is set.
          env: { ...env, NODE_OPTIONS: undefined, ELECTRON_RUN_AS_NODE: "1" },
        });
    return new Watcher(child);
  }

  /** Tells it which browser it watches over. */
  watch(pid: number): void {
    this.#write(`browser ${pid}\n`);
  }

  /** The browser has ended, and another process may get its number. The folder is still to be removed. */
  unwatch(): void {
    this.#write("browser \n");
  }

  /** There is nothing left to do. Resolves when it has ended. */
  release(): Promise<void> {
    this.#child.ref();
    this.#write("done\n");
    this.#input?.end();
    return this.#ended;
  }

  #write(line: string): void {
    if (this.#input?.destroyed === false) this.#input.write(new TextEncoder().encode(line));
  }
}

function isThere(look: () => void): boolean {
  try {
    look();
    return true;
  } catch {
    return false;
  }
}
