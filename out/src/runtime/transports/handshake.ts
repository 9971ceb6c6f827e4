// Copied by cdplex-codegen from templates/runtime/transports/handshake.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Says in one sentence why there is no connection. */
import { ConnectionClosedError, ProtocolError } from "../core/errors.js";
import type { CdpError } from "../core/errors.js";

/** A browser's own refusal of a Host header that is a name; see `net/server` and `devtools_http_handler.cc` in Chromium. */
const HOST_REFUSED = "Host header is specified";

/** Whether an HTTP answer refuses the name by which the browser was addressed. */
export function refusesHost(status: number, body: string): boolean {
  return status >= 400 && body.includes(HOST_REFUSED);
}

/** A handshake that was answered, but not by opening a socket. */
export class HandshakeRefusedError extends ConnectionClosedError {
  readonly refusesHost: boolean;

  constructor(message: string, refusesHostName: boolean) {
    super(message, undefined, "CONNECTION_FAILED");
    this.refusesHost = refusesHostName;
  }
}

export function refusedHandshake(status: number, body: string, shown: string): HandshakeRefusedError {
  const isHost = refusesHost(status, body);
  return new HandshakeRefusedError(`${shown} ${refusal(status, body, isHost)}`, isHost);
}

function refusal(status: number, body: string, isHost: boolean): string {
  if (isHost) return "refuses the name it was addressed by; use its IP address or localhost";
  if (status === 401) return "wants other credentials (HTTP 401)";
  if (status === 403) {
    return body.includes("origin")
      ? "refuses this origin (HTTP 403); start the browser with --remote-allow-origins"
      : "refuses access (HTTP 403)";
  }
  if (status === 404 || body.startsWith("No such target"))
    return `has no such target (HTTP ${status}); its address may be an old one`;
  return `answered HTTP ${status} instead of opening a websocket; is it a browser's debugging address?`;
}

/** What a failed socket says, by the error that the platform gives. */
export function handshakeFailure(error: unknown, shown: string): CdpError {
  const code = errorCode(error);
  const context = { cause: error };
  switch (code) {
    case "ECONNREFUSED":
      return new ConnectionClosedError(
        `nothing listens at ${shown}; is the browser running, with --remote-debugging-port?`,
        context,
        "CONNECTION_FAILED",
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new ConnectionClosedError(`no such host: ${shown}`, context, "CONNECTION_FAILED");
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return new ConnectionClosedError(`${shown} hung up during the handshake`, context, "CONNECTION_FAILED");
    default:
      break;
  }
  if (code.startsWith("HPE_") || code.startsWith("WS_ERR")) {
    return new ProtocolError(`what listens at ${shown} speaks neither HTTP nor websocket`, context);
  }
  const why = error instanceof Error && !error.message.includes("://") ? `: ${error.message}` : "";
  return new ConnectionClosedError(`no connection to ${shown}${why}`, context, "CONNECTION_FAILED");
}

/** The code of an error, or of what caused it. */
function errorCode(error: unknown): string {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 5; depth++) {
    const { code, cause } = at as { readonly code?: unknown; readonly cause?: unknown };
    if (typeof code === "string") return code;
    at = cause;
  }
  return "";
}
