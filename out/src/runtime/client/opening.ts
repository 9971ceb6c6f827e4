// Copied by cdplex-codegen from templates/runtime/client/opening.ts.
// Do not edit: change the file there and run `npx codegen`.

import { Deadline } from "../transports/deadline.js";
import type { Transport } from "../transports/transport.js";
import { ignore } from "./settle.js";

/** Opens a transport to where a connection leads; gives up when the signal aborts. */
export type Opener = (signal: AbortSignal | undefined) => Promise<Transport>;

/**
 * Opens a transport, and waits no longer than the timeout and the signal allow, whether whoever opens heeds them or not. What is opened too
 * late is closed.
 */
export async function openWithin(
  open: (signal: AbortSignal) => Promise<Transport>,
  what: string,
  timeout: number,
  given: AbortSignal | undefined,
): Promise<Transport> {
  const deadline = new Deadline(what, timeout, given);
  const { signal } = deadline;
  try {
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      open(signal)
        .then((transport) => {
          if (signal.aborted) discard(transport);
          else resolve(transport);
        })
        // Of what fails after the end, nobody hears: what a function gave that was asked for a transport may not be one.
        .catch(reject);
    });
  } finally {
    deadline.clear();
  }
}

/** Closes a transport that has not been started. */
export function discard(transport: Transport): void {
  transport.start({ message: ignore, closed: ignore });
  transport.close();
}
