// Copied by cdplex-codegen from templates/runtime/launch/launch-module.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What `#launch` stands for: on Node a module that starts browsers, elsewhere one that has nothing, for there are no processes, or no
 * pipes to them. Loaded when the first browser is launched. See `imports` in package.json.
 */
import type { Transport } from "../transports/transport.js";

/** How a browser is started. */
export interface StartOptions {
  /**
   * The program to run. Default: the first of the environment variables `CDPLEX_BROWSER`, `CHROME_PATH` and `CHROME_BIN` that is set, then an
   * installed Chrome, Chromium or Edge.
   */
  readonly executablePath?: string | undefined;
  /** Flags, and optionally addresses to open. A flag replaces a default one of the same name. */
  readonly args?: readonly string[] | undefined;
  /** Whether to run without windows. Default: true. */
  readonly headless?: boolean | undefined;
  /**
   * The folder of the profile; it is created if missing, and kept when the browser ends. Default: a temporary one, removed at the end.
   */
  readonly userDataDir?: string | undefined;
  /** Environment variables for the browser, added to those of this process; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * The format and the transport. Default: CBOR over a pipe, or JSON over a pipe if the browser does not support CBOR. Only `"websocket"`
   * opens a port, to which every program on the machine can connect.
   */
  readonly protocol?: BrowserProtocol | undefined;
  /** The largest message accepted, in bytes. Default: 256 MiB. */
  readonly maxPayload?: number | undefined;
  /** Gives up launching when it aborts, and ends a browser that was already started. Has no effect once launched. */
  readonly signal?: AbortSignal | undefined;
  /** How long the browser may take to answer, in milliseconds. Default: 30,000. */
  readonly timeout?: number | undefined;
}

export type BrowserProtocol = "cbor" | "json" | "websocket";

/** How a process ended. */
export interface BrowserExit {
  /** The exit code; undefined if a signal ended it. */
  readonly code: number | undefined;
  /** The signal, such as `SIGKILL`; undefined if it exited by itself. */
  readonly signal: string | undefined;
}

/** The browser's own process. */
export interface BrowserProcess {
  readonly pid: number;
  /** The program that was run. */
  readonly executablePath: string;
  /** The folder of its profile. */
  readonly userDataDir: string;
  /** The protocol in use. */
  readonly protocol: BrowserProtocol;
  /**
   * The address of its websocket, with which other programs can connect too; undefined over a pipe. Whoever has it controls the browser,
   * so it does not appear when this object is printed or serialized.
   */
  readonly webSocketDebuggerUrl: string | undefined;
  /** The end of its standard error, at most 16 KiB, without the paths of websocket addresses. */
  readonly stderr: string;
  /** Resolves when it has ended. Never rejects. */
  readonly exited: Promise<BrowserExit>;
  /** Kills it at once, with every process it started, as a crash would. */
  kill(): void;
}

export interface StartedBrowser {
  /** Its `close` ends the browser, and tells `closed` when nothing of it is left. */
  readonly transport: Transport;
  readonly process: BrowserProcess;
}

/** Starts a browser, and waits for its first answer. Rejects with a `LaunchError`, or the signal's reason. */
export type StartBrowser = (options: StartOptions) => Promise<StartedBrowser>;

/** Undefined where no browser can be started. */
export declare const startBrowser: StartBrowser | undefined;
