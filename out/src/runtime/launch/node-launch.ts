// Copied by cdplex-codegen from templates/runtime/launch/node-launch.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What `#launch` stands for on Node. */
import { LaunchError } from "./launch-error.js";
import { CdpError, TimeoutError, UsageError } from "../core/errors.js";
import { DEFAULT_LAUNCH_TIMEOUT, STDERR_DELAY } from "../core/limits.js";
import { Deadline } from "../transports/deadline.js";
import { openPipe } from "../transports/pipe.js";
import type { Transport } from "../transports/transport.js";
import { browserFlags } from "./browser-flags.js";
import type { DebuggingFlag } from "./browser-flags.js";
import { OwnedProcess } from "./browser-process.js";
import type { BrowserPipe } from "./browser-process.js";
import { findBrowser } from "./find-browser.js";
import type { BrowserProtocol, StartBrowser, StartOptions, StartedBrowser } from "./launch-module.js";
import { LaunchedTransport, greeting } from "./launched-transport.js";
import { thisProgram } from "./node-modules.js";
import type { SystemError } from "./node-modules.js";
import { exitFailure, lastWords, spawnFailure } from "./start-failure.js";
import { within } from "./within.js";

export const startBrowser: StartBrowser = async (options) => {
  const { protocol, timeout = DEFAULT_LAUNCH_TIMEOUT } = options;
  const debugging = debuggingFlag(protocol);
  // What is wrong with the flags is said before anything is made.
  browserFlags(options, debugging, "");
  const deadline = new Deadline("starting the browser", timeout, options.signal);
  try {
    deadline.signal.throwIfAborted();
    const executablePath = options.executablePath ?? (await findBrowser());
    const process = await OwnedProcess.start({
      executablePath,
      flags: (userDataDir) => browserFlags(options, debugging, userDataDir),
      env: { ...thisProgram().env, ...options.env },
      userDataDir: options.userDataDir,
      hasPipe: protocol !== "websocket",
    });
    try {
      const opening = open(process, options, deadline.signal);
      return await firstOf(opening, process, deadline.signal);
    } catch (error) {
      await process.clean();
      // What is left are errors of the system, as in loading a module where there are no file descriptors left.
      if (error instanceof CdpError || deadline.signal.aborted) throw error;
      throw spawnFailure(error as SystemError, executablePath);
    }
  } finally {
    deadline.clear();
  }
};

function debuggingFlag(protocol: BrowserProtocol | undefined): DebuggingFlag {
  switch (protocol) {
    case "json":
      return "--remote-debugging-pipe";
    case undefined:
    case "cbor":
      return "--remote-debugging-pipe=cbor";
    case "websocket":
      return "--remote-debugging-port=0";
    default:
      throw new UsageError(
        `launch has no protocol ${JSON.stringify(protocol)}: use "cbor", "json" or "websocket"`,
      );
  }
}

/** What opening gives, unless the process ends or the time is up before. */
async function firstOf(
  opening: Promise<StartedBrowser>,
  process: OwnedProcess,
  signal: AbortSignal,
): Promise<StartedBrowser> {
  opening.catch(() => undefined);
  const { executablePath } = process;
  const failing = process.failed.then((error) => {
    throw spawnFailure(error, executablePath);
  });
  const exiting = process.exited.then(async (exit) => {
    await within(process.stderrEnded, STDERR_DELAY);
    throw exitFailure(exit, process.stderr, executablePath);
  });
  let onAbort: (() => void) | undefined;
  const aborting = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(abortReason(signal, process));
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
  });
  for (const promise of [failing, exiting, aborting]) promise.catch(() => undefined);
  try {
    return await Promise.race([opening, failing, exiting, aborting]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
  }
}

function abortReason(signal: AbortSignal, { executablePath, stderr }: OwnedProcess): Error {
  const reason = signal.reason as Error;
  if (!(reason instanceof TimeoutError)) return reason;
  return new LaunchError(
    `${reason.message} (raise "timeout" if the machine is slow): it runs but does not answer${lastWords(stderr)}`,
    "NO_ANSWER",
    { executablePath, stderr, cause: reason },
  );
}

async function open(
  process: OwnedProcess,
  options: StartOptions,
  signal: AbortSignal,
): Promise<StartedBrowser> {
  const { pipe } = process;
  const spoken = pipe !== undefined && options.protocol === undefined ? await spokenOver(pipe) : undefined;
  process.protocol = spoken ?? options.protocol ?? "json";
  const transport = new LaunchedTransport(await openTransport(process, options, signal), process);
  try {
    await transport.greet(spoken === "cbor");
  } catch (error) {
    throw wrongFormat(process, error);
  }
  return { transport, process };
}

async function openTransport(
  process: OwnedProcess,
  { maxPayload }: StartOptions,
  signal: AbortSignal,
): Promise<Transport> {
  const { pipe, protocol } = process;
  if (pipe !== undefined) {
    return openPipe({ ...pipe, protocol: protocol === "cbor" ? "cbor" : "json", maxPayload });
  }
  const { openWebSocket } = await import("../transports/websocket.js");
  return openWebSocket(await process.listening(), { signal, timeout: Infinity, maxPayload });
}

/**
 * What a browser speaks that was asked for CBOR, by how its answer to a first command begins. One that does not know that flag's value
 * speaks JSON, takes the command for a mistake, and says so in JSON.
 */
async function spokenOver({ writable, readable }: BrowserPipe): Promise<"cbor" | "json"> {
  const { CborCodec } = await import("../codec/cbor/cbor-codec.js");
  writable.write(greeting(new CborCodec()) as Uint8Array);
  const first = await new Promise<Uint8Array>((resolve) => {
    readable.once("data", (chunk) => {
      readable.pause();
      resolve(chunk);
    });
  });
  readable.unshift(first);
  if (first[0] !== OPEN_BRACE) return "cbor";
  // What it has of the mistake ends here.
  writable.write(Uint8Array.of(0));
  return "json";
}

const OPEN_BRACE = 0x7b;

function wrongFormat({ executablePath, stderr, protocol }: OwnedProcess, cause: unknown): LaunchError {
  return new LaunchError(
    `${executablePath} does not answer in the protocol "${protocol}": omit "protocol", or choose another${lastWords(stderr)}`,
    "WRONG_FORMAT",
    { executablePath, stderr, cause },
  );
}
