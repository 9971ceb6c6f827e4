/** Keeps a list of all sessions that a browser gives, and asks each for its children in turn. */
import type { Connection, ConnectionEvent, Session } from "../../../templates/runtime/codegen.js";
import { ask, member, text } from "./ask.js";

/** One that auto-attach has brought. */
export interface Attached {
  readonly session: Session;
  readonly targetId: string;
  /** As they were when it was attached; both may change. */
  readonly type: string;
  readonly url: string;
  readonly subtype: string | undefined;
  readonly parent: Attached | undefined;
}

export const everyChild = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };

export function followAttachments(connection: Connection, attached: Attached[]): void {
  connection.on("*", ({ method, params, sessionId }: ConnectionEvent) => {
    if (method !== "Target.attachedToTarget") return;
    const session = connection.session(text(params, "sessionId"));
    if (session === undefined) return;
    const parent = attached.find((other) => other.session.id === sessionId);
    const subtype = member(params, "targetInfo", "subtype");
    attached.push({
      session,
      targetId: text(params, "targetInfo", "targetId"),
      type: text(params, "targetInfo", "type"),
      url: text(params, "targetInfo", "url"),
      subtype: typeof subtype === "string" && subtype !== "" ? subtype : undefined,
      parent,
    });
    void ask(session, "Target.setAutoAttach", everyChild, attachTime);
    // A window that a page opens waits, and so does the page, although nobody has asked for that.
    void ask(session, "Runtime.runIfWaitingForDebugger", {}, attachTime);
  });
}

/** A target that is starting, or on its way to another page, answers late. */
const attachTime = 60_000;

/** Whether the session is still there: a page whose place another has taken is not. */
export function isThere({ session }: Attached, connection: Connection): boolean {
  return session.id !== undefined && connection.session(session.id) !== undefined;
}

/** The types that a session was reached through: `browser > tab > page`. */
export function pathOf(one: Attached): string {
  const types: string[] = [];
  for (let at: Attached | undefined = one; at !== undefined; at = at.parent) types.unshift(at.type);
  return ["browser", ...types].join(" > ");
}
