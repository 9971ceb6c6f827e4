// Copied by cdplex-codegen from templates/runtime/transports/handshake.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Says in one sentence why there is no connection. */
import { ConnectionClosedError } from "../core/errors.js";

/** A browser's own refusal of a Host header that is a name; see `net/server` and `devtools_http_handler.cc` in Chromium. */
const HOST_REFUSED = "Host header is specified";

/** Whether an HTTP answer refuses the name by which the browser was addressed. */
export function refusesHost(status: number, body: string): boolean {
  return status >= 400 && body.includes(HOST_REFUSED);
}

export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
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
  if (status === 401 || status === 407) return `requires other credentials (HTTP ${status})`;
  if (status === 403) {
    return body.includes("origin")
      ? "refuses this origin (HTTP 403); start the browser with --remote-allow-origins"
      : "refuses access (HTTP 403)";
  }
  if (isRedirect(status))
    return `redirects (HTTP ${status}), which is not followed; use the address that it redirects to`;
  if (status === 404 || body.startsWith("No such target"))
    return `has no such target (HTTP ${status}); its address may be stale`;
  return `answered HTTP ${status} instead of opening a websocket; is it a browser's debugging address?`;
}

/** Why there is no connection, as far as the platform tells. */
export function connectionFailure(error: unknown, shown: string): ConnectionClosedError {
  // What repeats an address may repeat a token.
  const why = error instanceof Error && !error.message.includes("://") ? `: ${error.message}` : "";
  return new ConnectionClosedError(`no connection to ${shown}${why}`, { cause: error }, "CONNECTION_FAILED");
}
