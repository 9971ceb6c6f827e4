// Copied by cdplex-codegen from templates/runtime/launch/browser-process.ts.
// Do not edit: change the file there and run `npx codegen`.

/** A browser's process, and all that has to go when it ends. */
import { BROWSER_EXIT_DELAY, MAX_STDERR_LENGTH } from "../core/limits.js";
import { nodeModule } from "../transports/node-modules.js";
import type { BrowserExit, BrowserProcess, BrowserProtocol } from "./launch-module.js";
import { thisProgram } from "./node-modules.js";
import type { ChildProcess, ChildStream, FileSystem, LaunchModules, SystemError } from "./node-modules.js";
import { spawnFailure, withoutTokens } from "./start-failure.js";
import { Watcher } from "./watcher.js";
import { within } from "./within.js";

/** The browsers that run, for the end of the program: one listener for all of them. */
const running = new Set<OwnedProcess>();

function onProgramExit(): void {
  for (const browser of running) browser.abandon();
}

/** Processes that have just been ended may still write for a moment. */
const REMOVAL = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 } as const;

/** What a process is started with. */
export interface ProcessOptions {
  readonly executablePath: string;
  /** The command line, by the folder of the profile. */
  readonly flags: (userDataDir: string) => readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A folder of the user's. */
  readonly userDataDir: string | undefined;
  readonly hasPipe: boolean;
}

export interface BrowserPipe {
  readonly writable: ChildStream;
  readonly readable: ChildStream;
}

interface Modules {
  readonly childProcess: LaunchModules["node:child_process"];
  readonly fs: FileSystem;
}

export class OwnedProcess implements BrowserProcess {
  readonly executablePath: string;
  readonly userDataDir: string;
  readonly exited: Promise<BrowserExit>;
  readonly #failed: Promise<SystemError>;
  readonly #stderrEnded: Promise<void>;
  /** Settled by whoever has found out. */
  protocol: BrowserProtocol = "json";
  readonly #child: ChildProcess;
  readonly #modules: Modules;
  readonly #watcher: Watcher;
  /** A folder that was made here. */
  readonly #profile: string | undefined;
  #stderr = "";
  #hasExited = false;
  #webSocketDebuggerUrl: string | undefined;
  #cleaning: Promise<void> | undefined;

  private constructor(
    options: ProcessOptions,
    modules: Modules,
    watcher: Watcher,
    userDataDir: string,
    child: ChildProcess,
  ) {
    this.executablePath = options.executablePath;
    this.userDataDir = userDataDir;
    this.#profile = options.userDataDir === undefined ? userDataDir : undefined;
    this.#modules = modules;
    this.#watcher = watcher;
    this.#child = child;
    if (child.pid !== undefined) watcher.watch(child.pid);
    if (running.size === 0) thisProgram().on("exit", onProgramExit);
    running.add(this);
    this.#failed = new Promise((resolve) => {
      child.once("error", resolve);
    });
    this.exited = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        this.#hasExited = true;
        resolve({ code: code ?? undefined, signal: signal ?? undefined });
      });
    });
    // It must be read, or a browser that writes much would stand still.
    const decoder = new TextDecoder();
    const { stdio = [] } = child;
    stdio[2]?.on("data", (chunk) => {
      this.#stderr = (this.#stderr + decoder.decode(chunk, { stream: true })).slice(-MAX_STDERR_LENGTH);
    });
    this.#stderrEnded = new Promise((done) => {
      if (stdio[2]) stdio[2].on("close", done);
      else done();
    });
    for (const stream of stdio) stream?.on("error", () => undefined);
  }

  /** Rejects with a `LaunchError` where the system refuses to start it; what it says of that later is `failed`. */
  static async start(options: ProcessOptions): Promise<OwnedProcess> {
    const childProcess = await nodeModule("node:child_process");
    const fs = await nodeModule("node:fs");
    const { tmpdir } = await nodeModule("node:os");
    const { join, resolve } = await nodeModule("node:path");
    const { platform } = thisProgram();
    let profile: string | undefined;
    let watcher: Watcher | undefined;
    // Nothing waits in here, so that there is no profile without somebody to remove it.
    try {
      if (options.userDataDir === undefined) profile = fs.mkdtempSync(join(tmpdir(), "cdplex-browser-"));
      const userDataDir = profile ?? resolve(options.userDataDir ?? "");
      watcher = Watcher.start(profile, childProcess, fs);
      const child = childProcess.spawn(options.executablePath, options.flags(userDataDir), {
        // A process group of its own: it is ended as a whole, and a Ctrl+C is for the program alone.
        detached: platform !== "win32",
        env: options.env,
        stdio: ["ignore", "ignore", "pipe", ...(options.hasPipe ? (["pipe", "pipe"] as const) : [])],
        windowsHide: true,
      });
      return new OwnedProcess(options, { childProcess, fs }, watcher, userDataDir, child);
    } catch (error) {
      if (profile !== undefined) await fs.promises.rm(profile, REMOVAL).catch(() => undefined);
      await watcher?.release();
      throw spawnFailure(error as SystemError, options.executablePath);
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stderr(): string {
    return withoutTokens(this.#stderr);
  }

  /** A getter of the class, so that nothing that prints the object finds it. */
  get webSocketDebuggerUrl(): string | undefined {
    return this.#webSocketDebuggerUrl;
  }

  /** Resolves with the error of a process that could not be started. */
  get failed(): Promise<SystemError> {
    return this.#failed;
  }

  /** Resolves when it will write nothing more to its standard error. */
  get stderrEnded(): Promise<void> {
    return this.#stderrEnded;
  }

  /** The address that it writes to its standard error when it listens: `content/browser/devtools/devtools_http_handler.cc`. */
  listening(): Promise<string> {
    return new Promise((resolve) => {
      const look = (): void => {
        this.#webSocketDebuggerUrl ??= /^DevTools listening on (ws:\/\/\S+)\s/m.exec(this.#stderr)?.[1];
        if (this.#webSocketDebuggerUrl !== undefined) resolve(this.#webSocketDebuggerUrl);
      };
      this.#child.stdio?.[2]?.on("data", look);
      look();
    });
  }

  /** What it reads from, and what it writes to. */
  get pipe(): BrowserPipe | undefined {
    const [, , , writable, readable] = this.#child.stdio ?? [];
    return writable && readable ? { writable, readable } : undefined;
  }

  /** Does nothing once it has ended, as its number may be another process's by then. */
  kill(): void {
    if (!this.#hasExited) this.#killAll();
  }

  /** Once, soon after it has ended: as long as something of its group runs, nobody else gets its number. On Windows there are no groups. */
  #killRest(): void {
    if (!this.#hasExited || thisProgram().platform !== "win32") this.#killAll();
  }

  #killAll(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (thisProgram().platform === "win32") {
        this.#modules.childProcess.spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], {
          windowsHide: true,
        });
      } else {
        thisProgram().kill(-pid, "SIGKILL");
      }
    } catch {
      // It has ended.
    }
  }

  /** Ends what is left of it, and removes a profile that was made here. */
  clean(): Promise<void> {
    this.#cleaning ??= this.#clean();
    return this.#cleaning;
  }

  /** The program ends, and waits for nothing. What is not done now, the watcher does. */
  abandon(): void {
    // It may write a profile that is its user's, and has heard by the end of its pipe, or will by the watcher.
    if (this.#profile === undefined) return;
    if (this.#cleaning === undefined) this.#killRest();
    try {
      this.#modules.fs.rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    } catch {
      // A process of the browser's is still at it.
    }
  }

  async #clean(): Promise<void> {
    this.#killRest();
    if (this.#child.pid !== undefined) {
      await this.exited;
      // The rest of its group holds its standard error, and lets go of it at its end; before that it may still write to the profile.
      await within(this.#stderrEnded, BROWSER_EXIT_DELAY);
    }
    let isGone = true;
    if (this.#profile !== undefined) {
      await this.#modules.fs.promises.rm(this.#profile, REMOVAL).catch(() => {
        isGone = false;
      });
    }
    if (!isGone) {
      // It is tried again at the end of the program, here and by the watcher.
      this.#watcher.unwatch();
      return;
    }
    await this.#watcher.release();
    running.delete(this);
    if (running.size === 0) thisProgram().off("exit", onProgramExit);
  }
}
