/** One question to one session, and what came back. Never throws for what a browser does. */
import {
  CommandError,
  ConnectionClosedError,
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
} from "../../../templates/runtime/index.js";
import type { Session } from "../../../templates/runtime/index.js";

export type Answer =
  | { readonly kind: "ok"; readonly result: unknown }
  | { readonly kind: "error"; readonly code: number; readonly message: string }
  /** Nothing within the time; where there were witnesses (`witness.ts`), nothing while all others were answered. */
  | { readonly kind: "silent" }
  /** Nothing, and nothing more from the session either, while the browser answered. Only witnesses tell. */
  | { readonly kind: "hung" }
  /** The session ended while the question was open, or had ended before. */
  | { readonly kind: "detached" }
  /** The target's process died of it, or before. */
  | { readonly kind: "crashed" }
  /** The browser is no more. */
  | { readonly kind: "gone" };

/** What came of a question; or nothing that means anything, because the machine was too busy (`witness.ts`). */
export type Told = Answer | { readonly kind: "undecided" };

/** Codes of JSON-RPC, as Chromium uses them. */
export const UNKNOWN_METHOD = -32601;
export const WRONG_PARAMETERS = -32602;
/** The browser does not know the session: nothing that the target has said. */
const UNKNOWN_SESSION = -32001;

/** @param timeout in milliseconds */
export async function ask(
  session: Session,
  method: string,
  params: object = {},
  timeout = 5_000,
): Promise<Answer> {
  try {
    return { kind: "ok", result: await session.send(method, params, { timeout }) };
  } catch (error) {
    if (error instanceof CommandError) {
      if (error.code === UNKNOWN_SESSION) return { kind: "detached" };
      return { kind: "error", code: error.code, message: bareMessage(error, method) };
    }
    if (error instanceof TimeoutError) return { kind: "silent" };
    if (error instanceof TargetCrashedError) return { kind: "crashed" };
    if (error instanceof SessionDetachedError) return { kind: "detached" };
    if (error instanceof ConnectionClosedError) return { kind: "gone" };
    throw error;
  }
}

/** What the browser said, without what the client puts around it. */
function bareMessage({ message, code }: CommandError, method: string): string {
  const prefix = `${method}: `;
  const suffix = ` (${code})`;
  const text = message.startsWith(prefix) ? message.slice(prefix.length) : message;
  return (text.endsWith(suffix) ? text.slice(0, -suffix.length) : text).replace(/\s+/g, " ").trim();
}

/** Whether the target itself has answered, whatever it said. */
export function isAnswer(answer: Told): answer is Answer & { readonly kind: "error" | "ok" } {
  return answer.kind === "ok" || answer.kind === "error";
}

/** The member of a result, where it has one. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let inner = value;
  for (const name of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[name];
  }
  return inner;
}

/** The same where it is a string, and otherwise an empty one. */
export function text(value: unknown, ...path: readonly string[]): string {
  const found = member(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The result of a call that the probe itself relies on; undefined where there is none. */
export async function resultOf(
  session: Session,
  method: string,
  params: object = {},
  timeout?: number,
): Promise<unknown> {
  const answer = await ask(session, method, params, timeout);
  return answer.kind === "ok" ? answer.result : undefined;
}
