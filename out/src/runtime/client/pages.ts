// Copied by cdplex-codegen from templates/runtime/client/pages.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CommandError, TimeoutError } from "../core/errors.js";
import { CLOSE_TIMEOUT } from "../core/limits.js";
import { closeTarget } from "./close-target.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import { abandonable, checkOptions, ignore, quietEnd } from "./settle.js";
import { CREATE_TARGET, NAVIGATE, fieldOf, stringField } from "./target-protocol.js";

/** How a page is made. */
export interface NewPageOptions<P> {
  /** Runs on the empty page before it navigates, so that what is enabled here misses no event. */
  readonly setup?: ((page: P) => unknown) | undefined;
  /** The browser context to create the page in, from `Target.createBrowserContext`. */
  readonly browserContextId?: string | undefined;
  /** Opens the page in a new window. */
  readonly newWindow?: boolean | undefined;
  /** Opens the page in the background. */
  readonly background?: boolean | undefined;
  /** Window width in CSS pixels. */
  readonly width?: number | undefined;
  /** Window height in CSS pixels. */
  readonly height?: number | undefined;
  /** Gives up when it aborts; a page that was already created is closed. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes an empty page, attaches, runs `setup` and only then navigates: a page that is made with its address runs on before anybody has
 * attached, and its first request is missed.
 */
export function openPage<P>(
  connection: Multiplexer,
  url: string | undefined,
  options: NewPageOptions<P> | undefined,
  view: (state: SessionState) => P,
): Promise<P> {
  return quietEnd(open(connection, url, options ?? {}, view), options?.signal);
}

async function open<P>(
  connection: Multiplexer,
  url: string | undefined,
  { setup, signal, ...target }: NewPageOptions<P>,
  view: (state: SessionState) => P,
): Promise<P> {
  const session = connection.state;
  checkOptions({ signal }, CREATE_TARGET);
  const params = { url: "about:blank", ...target };
  const created = connection.send(session, CREATE_TARGET, params, { signal, untilSent: true });
  const close = (result: unknown): void => {
    const targetId = fieldOf(result, "targetId");
    if (typeof targetId === "string") closeTarget(connection, session, targetId).catch(ignore);
  };
  const { commandTimeout: timeout } = connection;
  const made = await abandonable(created, { signal, timeout }, CREATE_TARGET, close);
  const targetId = stringField(made, "targetId", CREATE_TARGET);
  try {
    const state = await connection.attach(session, targetId, { signal });
    state.closeTarget = () => closeOwned(connection, state);
    const page = view(state);
    await abandonable(Promise.resolve(setup?.(page)), { signal }, CREATE_TARGET, ignore);
    signal?.throwIfAborted();
    if (url !== undefined) await navigate(connection, state, url, signal);
    return page;
  } catch (error) {
    // Best effort: what went wrong is what the caller has to hear.
    close(made);
    throw error;
  }
}

/** Closes the target of a session that it was made for. */
async function closeOwned(connection: Multiplexer, state: SessionState): Promise<void> {
  state.leaving = true;
  let isAnswered = false;
  const answered = (error: unknown): void => {
    isAnswered = !(error instanceof TimeoutError);
  };
  const closing = closeTarget(connection, connection.state, state.targetId);
  // The page may ask its user whether to leave, and then nothing more comes.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, CLOSE_TIMEOUT);
  });
  await Promise.race([closing.then(answered).then(() => state.closed, answered), patience]);
  clearTimeout(timer);
  // Of a peer that has not said a word in all that time, no more is asked.
  if (!isAnswered) connection.leave(state);
}

async function navigate(
  connection: Multiplexer,
  state: SessionState,
  url: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const result = await connection.send(state, NAVIGATE, { url }, { signal });
  const errorText = fieldOf(result, "errorText");
  if (typeof errorText === "string" && errorText !== "") {
    throw new CommandError(errorText, 0, result, { method: NAVIGATE, sessionId: state.id });
  }
}
