// Copied by cdplex-codegen from templates/runtime/transports/websocket.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Text frames over a websocket.
 *
 * On Node `ws` does the work, loaded when the first socket is opened. Its compression stays off: Chromium accepts permessage-deflate when
 * it is offered, and a command then costs several times the CPU. Node's own WebSocket always offers it, has no switch for it and breaks
 * on large messages, so that it is the last resort. Browsers, Deno and Bun use their own.
 */
import { CdpError, ConnectionClosedError, UsageError } from "../core/errors.js";
import { DEFAULT_CONNECT_TIMEOUT, DEFAULT_MAX_PAYLOAD } from "../core/limits.js";
import { shownAddress } from "./address.js";
import { Deadline } from "./deadline.js";
import { handshakeFailure, refusedHandshake } from "./handshake.js";
import { PlatformSocketTransport, WsTransport } from "./socket-transport.js";
import type { PlatformSocket } from "./socket-transport.js";
import type { Transport } from "./transport.js";
import type { HandshakeAnswer, WsConstructor } from "./ws-module.js";

export interface WebSocketOptions {
  /** Sent with the handshake. Browsers do not let a page set any. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Gives up the handshake. */
  readonly signal?: AbortSignal | undefined;
  /** For the handshake, in milliseconds; 30,000 unless given. */
  readonly timeout?: number | undefined;
  /** The largest message to take, in bytes; 256 MiB unless given. Only where sockets are made by `ws`. */
  readonly maxPayload?: number | undefined;
  /** Takes what is worth knowing and no error. Without it, `console.warn` does. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

type PlatformConstructor = new (url: string, options?: object) => PlatformSocket;

/** Opens a socket to a `ws:` or `wss:` URL. */
export async function openWebSocket(url: URL | string, options: WebSocketOptions = {}): Promise<Transport> {
  const address = new URL(url);
  const shown = shownAddress(address);
  const deadline = new Deadline(
    `the handshake with ${shown}`,
    options.timeout ?? DEFAULT_CONNECT_TIMEOUT,
    options.signal,
  );
  try {
    deadline.signal.throwIfAborted();
    const ws = await loadWs();
    const platform = (globalThis as { WebSocket?: PlatformConstructor }).WebSocket;
    if (ws !== undefined) return await openWs(ws, address, options, deadline.signal);
    if (platform === undefined) {
      throw new UsageError(
        'there is no WebSocket here: install the package "ws", or hand a transport of your own to connect',
        { cause: loadError },
      );
    }
    return await openPlatformSocket(platform, address, options, deadline.signal);
  } catch (error) {
    if (error instanceof CdpError || deadline.signal.aborted) throw error;
    throw handshakeFailure(error, shown);
  } finally {
    deadline.clear();
  }
}

/** Why `ws` could not be loaded, for the error that may follow. */
let loadError: unknown;

async function loadWs(): Promise<WsConstructor | undefined> {
  try {
    const loaded: { readonly WebSocket?: WsConstructor | undefined; readonly default?: WsConstructor } =
      await import("#ws");
    return loaded.WebSocket ?? loaded.default;
  } catch (error) {
    // An optional dependency, which need not be there.
    loadError = error;
    return undefined;
  }
}

function openWs(
  constructor: WsConstructor,
  url: URL,
  { headers = {}, maxPayload = DEFAULT_MAX_PAYLOAD }: WebSocketOptions,
  signal: AbortSignal,
): Promise<Transport> {
  return new Promise((resolve, reject) => {
    // Invalid UTF-8 is replaced, rather than made the end of the connection.
    const options = { headers, maxPayload, perMessageDeflate: false, skipUTF8Validation: true };
    const socket = new constructor(url.href, [], options);
    const transport = new WsTransport(socket, maxPayload);
    const onAbort = (): void => {
      reject(signal.reason as Error);
      socket.terminate();
    };
    const settle = (action: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      action();
    };
    signal.addEventListener("abort", onAbort);
    socket.on("open", () => settle(() => resolve(transport)));
    socket.on("error", (error) => settle(() => reject(error)));
    socket.on("unexpected-response", (_request, answer) => {
      readBody(answer, (body) => {
        settle(() => reject(refusedHandshake(answer.statusCode ?? 0, body, shownAddress(url))));
        socket.terminate();
      });
    });
  });
}

/** The first words of an answer, which say why. */
function readBody(answer: HandshakeAnswer, done: (body: string) => void): void {
  let body = "";
  answer.on("data", (chunk) => {
    if (body.length < 1000) body += chunk.toString();
  });
  answer.on("end", () => done(body.slice(0, 1000)));
  answer.on("error", () => done(body));
}

function openPlatformSocket(
  constructor: PlatformConstructor,
  url: URL,
  options: WebSocketOptions,
  signal: AbortSignal,
): Promise<Transport> {
  const { headers } = options;
  // Deno and Bun take headers where a browser takes protocols.
  const takesHeaders = "Deno" in globalThis || "Bun" in globalThis;
  if (headers !== undefined && Object.keys(headers).length > 0 && !takesHeaders) {
    throw new UsageError(
      'the WebSocket of this platform sends no headers: leave out "headers", or install the package "ws"',
    );
  }
  if (isNode()) warnOnce(options);
  return new Promise((resolve, reject) => {
    const socket =
      headers !== undefined && takesHeaders
        ? new constructor(url.href, { headers })
        : new constructor(url.href);
    const transport = new PlatformSocketTransport(socket);
    const onAbort = (): void => {
      reject(signal.reason as Error);
      socket.close();
    };
    const settle = (action: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      action();
    };
    signal.addEventListener("abort", onAbort);
    socket.addEventListener("open", () => settle(() => resolve(transport)));
    socket.addEventListener("error", () =>
      settle(() =>
        reject(
          new ConnectionClosedError(
            `the handshake with ${shownAddress(url)} failed; the platform does not say why`,
            undefined,
            "CONNECTION_FAILED",
          ),
        ),
      ),
    );
  });
}

function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined && !("Deno" in globalThis) && !("Bun" in globalThis);
}

let hasWarned = false;

function warnOnce({ onWarning }: WebSocketOptions): void {
  if (hasWarned) return;
  hasWarned = true;
  const message =
    'the package "ws" is not installed, so that Node\'s own WebSocket is used: it compresses what need not be compressed, and fails on large messages. Install "ws".';
  if (onWarning !== undefined) onWarning(message);
  // oxlint-disable-next-line no-console -- nobody else has offered to take it
  else console.warn(`cdplex: ${message}`);
}
