/** A throwaway browser with an empty profile, over a pipe or over a port. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { GeneratorError } from "../../errors.js";
import { connect } from "../../../templates/runtime/index.js";
import type { Connection, Session } from "../../../templates/runtime/index.js";
import { PipeTransport } from "./pipe-transport.js";

/** A browser that can be started. */
export interface Executable {
  readonly path: string;
  /** What has to be in its environment besides our own. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export interface StartOptions {
  readonly transport: "pipe" | "port";
  /** Besides the ones that every probe has. */
  readonly flags?: readonly string[];
  /** Ends the browser, and whoever waits for it. */
  readonly signal?: AbortSignal | undefined;
}

export interface ThrowawayBrowser {
  /** The root session. */
  readonly root: Session;
  readonly connection: Connection;
  /** `http://127.0.0.1:<port>`; undefined over a pipe. */
  readonly httpUrl: string | undefined;
  /** Ends the browser, and removes its profile. Twice is fine. */
  close(): Promise<void>;
}

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--use-mock-keychain",
  // Frames of another site are targets of their own only in processes of their own.
  "--site-per-process",
  "--autoplay-policy=no-user-gesture-required",
  // What brings rare targets to life, where the build has it.
  "--enable-blink-features=AnimationWorklet",
  "--enable-features=FencedFrames,FencedFramesDefaultMode,SharedStorageAPI,PrivacySandboxAdsAPIsOverride",
];

const startTimeout = 30_000;

export async function startBrowser(
  executable: Executable,
  options: StartOptions,
): Promise<ThrowawayBrowser> {
  options.signal?.throwIfAborted();
  const profile = await mkdtemp(join(tmpdir(), "cdplex-probe-"));
  const way = options.transport === "pipe" ? "--remote-debugging-pipe" : "--remote-debugging-port=0";
  const args = [...flags, ...(options.flags ?? []), `--user-data-dir=${profile}`, way, "about:blank"];
  const child = spawn(executable.path, args, {
    ...(executable.environment === undefined ? {} : { env: executable.environment }),
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2_000)));
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      said += String(error);
      resolve();
    });
  });
  const kill = (): void => void child.kill("SIGKILL");
  options.signal?.addEventListener("abort", kill, { once: true });
  let connection: Connection | undefined;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      options.signal?.removeEventListener("abort", kill);
      kill();
      await ended;
      await connection?.close();
      await removeFolder(profile);
    })());
  try {
    const httpUrl = options.transport === "port" ? await readAddress(profile, child, () => said) : undefined;
    const root = await connect(httpUrl ?? pipeOf(child), {
      timeout: startTimeout,
      // What listeners of a probe throw is the probe's own fault.
      onError: () => undefined,
    });
    ({ connection } = root);
    await root.send("Browser.getVersion", {}, { timeout: startTimeout });
    return { root, connection, httpUrl, close };
  } catch (cause) {
    await close();
    options.signal?.throwIfAborted();
    throw new GeneratorError(`The browser ${executable.path} does not start.`, {
      hint: said.trim().split("\n").at(-1) || "Start it by hand with --headless to see why.",
      cause,
    });
  }
}

function pipeOf(child: ChildProcess): PipeTransport {
  const [, , , to, from] = child.stdio;
  return new PipeTransport(to as Writable, from as Readable);
}

/** The address that the browser writes into its profile once it listens. */
async function readAddress(profile: string, child: ChildProcess, said: () => string): Promise<string> {
  const deadline = performance.now() + startTimeout;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`it ended by itself: ${said()}`);
    }
    const text = await readFile(join(profile, "DevToolsActivePort"), "utf8").catch(() => "");
    const [port, path] = text.split("\n");
    if (port !== undefined && path !== undefined && path !== "") return `http://127.0.0.1:${port}`;
    await sleep(20);
  }
  throw new Error("it does not listen");
}

/** The browser's own children may still write for a moment after it ended. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }).catch(() => undefined);
}
