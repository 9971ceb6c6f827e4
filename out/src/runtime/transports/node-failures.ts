// Copied by cdplex-codegen from templates/runtime/transports/node-failures.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Says in one sentence what Node says by the code of an error. */
import { ConnectionClosedError, ProtocolError, UsageError } from "../core/errors.js";
import type { CdpError } from "../core/errors.js";
import { connectionFailure } from "./handshake.js";

/** Why no connection came to be to what is shown as `ws://127.0.0.1:9222`. */
export function nodeFailure(error: unknown, shown: string): CdpError {
  const code = errorCode(error);
  const context = { cause: error };
  const failed = (message: string): CdpError =>
    new ConnectionClosedError(message, context, "CONNECTION_FAILED");
  switch (code) {
    case "ECONNREFUSED":
      return failed(`nothing listens at ${shown}; is the browser running, with --remote-debugging-port?`);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return failed(`no such host: ${shown}`);
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return failed(`${shown} cannot be reached (${code})`);
    case "ECONNRESET":
    case "EPIPE":
      return failed(`${shown} hung up during the handshake${isSecure(shown) ? "" : "; does it want TLS?"}`);
    case "EPROTO":
      return new ProtocolError(`what listens at ${shown} speaks no TLS that Node.js understands`, context);
    case "ERR_HTTP_INVALID_HEADER_VALUE":
    case "ERR_INVALID_CHAR":
    case "ERR_INVALID_HTTP_TOKEN":
      return new UsageError('a name or value in "headers" is not valid in a header', context);
    default:
      break;
  }
  if (code.startsWith("ERR_SSL_")) {
    return new ProtocolError(`what listens at ${shown} speaks no TLS that Node.js understands`, context);
  }
  if (code.startsWith("HPE_") || code.startsWith("WS_ERR_")) {
    return new ProtocolError(
      `what listens at ${shown} speaks ${isTlsAlert(error) ? "TLS; write https: or wss:" : "neither HTTP nor websocket"}`,
      context,
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return failed(
      `the certificate of ${shown} is not trusted (${code}); NODE_EXTRA_CA_CERTS can name who made it`,
    );
  }
  return connectionFailure(error, shown);
}

/** Why an open socket failed, as half a sentence. */
export function socketFailure(error: unknown): string {
  const code = errorCode(error);
  if (code === "ECONNRESET" || code === "EPIPE") return `the other side reset the socket (${code})`;
  return code === "" ? "the socket failed" : `the socket failed (${code})`;
}

function isSecure(shown: string): boolean {
  return shown.startsWith("https:") || shown.startsWith("wss:");
}

/** Whether what could not be read as HTTP is how TLS says that it understands nothing. */
function isTlsAlert(error: unknown): boolean {
  const packet = (error as { readonly rawPacket?: unknown }).rawPacket;
  return packet instanceof Uint8Array && packet[0] === 0x15 && packet[1] === 3;
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
