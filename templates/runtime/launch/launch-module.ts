/**
 * What `#launch` stands for: on Node a module that starts browsers, elsewhere one that has nothing, for there are no processes, or no
 * pipes to them. Loaded when the first browser is launched. See `imports` in package.json.
 */
import type { Transport } from "../transports/transport.js";

/** How a browser is started. */
export interface StartOptions {
  /** What to run. Unless given, `CHROME_PATH` of the environment, and then an installed Chrome, Chromium or Edge. */
  readonly executablePath?: string | undefined;
  /** Flags, and perhaps addresses to open. A flag that is set anyway is replaced by one of the same name. */
  readonly args?: readonly string[] | undefined;
  /** Whether it shows no window; true unless given. */
  readonly headless?: boolean | undefined;
  /**
   * The folder of the profile, which is made where there is none and stays when the browser ends. A new one, which is removed, unless given.
   */
  readonly userDataDir?: string | undefined;
  /** Set in the browser's environment, besides what the program has in its own; `undefined` takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * What to speak, and over what: CBOR over a pipe unless given, or JSON over a pipe where the browser knows no CBOR. Only `"websocket"`
   * opens a port, to which all programs of the machine can connect.
   */
  readonly protocol?: BrowserProtocol | undefined;
  /** The largest message to take, in bytes; 256 MiB unless given. */
  readonly maxPayload?: number | undefined;
  /** Gives up; a browser that has been started already is ended. It does not end one that runs. */
  readonly signal?: AbortSignal | undefined;
  /** For the browser to answer, in milliseconds; 30,000 unless given. */
  readonly timeout?: number | undefined;
}

export type BrowserProtocol = "cbor" | "json" | "websocket";

/** How a process ended. */
export interface BrowserExit {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  /** As `SIGKILL`; undefined where it ended by itself. */
  readonly signal: string | undefined;
}

/** The browser's own process. */
export interface BrowserProcess {
  readonly pid: number;
  /** What was run. */
  readonly executablePath: string;
  /** The folder of its profile. */
  readonly userDataDir: string;
  /** What is spoken with it. */
  readonly protocol: BrowserProtocol;
  /**
   * The address of its websocket, by which other programs can connect to it too; undefined over a pipe. Whoever has it controls the
   * browser: it does not show where this object is printed or made JSON.
   */
  readonly webSocketDebuggerUrl: string | undefined;
  /** The end of what it has written to its standard error, at most 16 KiB, without the addresses' paths. */
  readonly stderr: string;
  /** Resolves when it has ended. Never rejects. */
  readonly exited: Promise<BrowserExit>;
  /** Ends it at once, with all that it has started, as a crash would. */
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
