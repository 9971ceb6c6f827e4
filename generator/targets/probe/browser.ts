/** A throwaway browser with an empty profile, over a pipe or over a port. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GeneratorError } from "../../errors.js";
import { launch } from "../../../templates/runtime/client/launch.js";
import type { Connection, Session } from "../../../templates/runtime/codegen.js";

/** A browser that can be started. */
export interface Executable {
  /** The one that `launch` finds unless given. */
  readonly path?: string | undefined;
  /** What has to be in its environment besides our own. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export interface StartOptions {
  readonly transport: "pipe" | "port";
  /** Besides the ones that every probe has. */
  readonly flags?: readonly string[];
  /** Gives up. */
  readonly signal?: AbortSignal | undefined;
}

export interface ThrowawayBrowser {
  /** The root session. */
  readonly root: Session;
  readonly connection: Connection;
  /** `http://127.0.0.1:<port>`; undefined over a pipe. */
  readonly httpUrl: string | undefined;
  /** Ends the browser at once, and removes its profile. Twice is fine. */
  close(): Promise<void>;
}

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // Frames of another site are targets of their own only in processes of their own.
  "--site-per-process",
  "--autoplay-policy=no-user-gesture-required",
  // What brings rare targets to life, where the build has it.
  "--enable-blink-features=AnimationWorklet",
  "--enable-features=FencedFrames,FencedFramesDefaultMode,SharedStorageAPI,PrivacySandboxAdsAPIsOverride",
];

/**
 * For a browser with one thing to ask: without the windows that it keeps for itself, and the process that it keeps for the next page. Names
 * that it does not know do nothing.
 */
export const leanFlags: readonly string[] = [
  "--disable-features=SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
];

export async function startBrowser(executable: Executable, options: StartOptions): Promise<ThrowawayBrowser> {
  const { signal, transport } = options;
  signal?.throwIfAborted();
  const root = await launched(executable, options);
  const end = (): void => root.process.kill();
  signal?.addEventListener("abort", end, { once: true });
  const close = async (): Promise<void> => {
    signal?.removeEventListener("abort", end);
    // It has nothing to save, and an orderly end takes its time.
    end();
    await root.close();
  };
  try {
    const httpUrl = transport === "port" ? await addressOf(root.process.userDataDir) : undefined;
    return { root, connection: root.connection, httpUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function launched(
  { path, environment }: Executable,
  { transport, flags: more = [], signal }: StartOptions,
): Promise<Awaited<ReturnType<typeof launch>>> {
  try {
    return await launch({
      executablePath: path,
      env: environment,
      args: [...flags, ...more],
      protocol: transport === "pipe" ? "json" : "websocket",
      signal,
      // What listeners of a probe throw is the probe's own fault.
      onError: () => undefined,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new GeneratorError(`The browser cannot be started: ${message}`, {
      hint: "Give the path of a Chrome or Chromium that runs on this machine with --browser.",
      cause,
    });
  }
}

/** Where it listens, which it writes into its profile. */
async function addressOf(profile: string): Promise<string> {
  const [port] = (await readFile(join(profile, "DevToolsActivePort"), "utf8")).split("\n");
  return `http://127.0.0.1:${String(port)}`;
}
