// Copied by cdplex-codegen from templates/runtime/transports/platform-failure.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Says why a platform's own `WebSocket` or `fetch` got nowhere: what it tells, or what a page, which is told nothing, should look at. */
import { ConnectionClosedError } from "../core/errors.js";

/** The origin of the page or worker that this runs in; undefined where there is none. */
export function pageOrigin(): string | undefined {
  const { origin } = globalThis as { readonly origin?: unknown };
  return typeof origin === "string" ? origin : undefined;
}

/** Why a handshake failed, by the event that told of it. */
export function failedHandshake(event: unknown, shown: string): ConnectionClosedError {
  const origin = pageOrigin();
  const reason = platformReason(event);
  const why =
    reason ??
    (origin === undefined
      ? "the platform does not say why"
      : `a page is not told why; does a browser listen there, and was it started with --remote-allow-origins=${origin}?`);
  // The event is no cause: it holds the socket, and that the whole address.
  return failure(`the handshake with ${shown} failed: ${why}`);
}

/** Why a page was not given an answer to `/json/version`. */
export function unreadableAnswer(cause: unknown, shown: string): ConnectionClosedError {
  return failure(
    `no answer from ${shown} that this page may read: browsers do not share /json/version with pages, so give the ws: address that it tells`,
    cause,
  );
}

function failure(message: string, cause?: unknown): ConnectionClosedError {
  return new ConnectionClosedError(message, cause === undefined ? {} : { cause }, "CONNECTION_FAILED");
}

/** What the platform says: Deno and Bun put words into the event, Bun's with the address, which may hold a token. Browsers do not. */
export function platformReason(event: unknown): string | undefined {
  const { message } = event as { readonly message?: unknown };
  if (typeof message !== "string") return undefined;
  const reason = message
    .replace(/^WebSocket connection to '.*' failed: /s, "")
    .replace(/^NetworkError: /, "");
  return reason === "" || reason.includes("://") ? undefined : reason;
}
