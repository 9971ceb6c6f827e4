/** Gives sessions names that are the same in every run. */
import type { Session } from "../../../templates/runtime/codegen.js";
import { ask, isAnswer, member, resultOf, text } from "./ask.js";
import { isThere, pathOf } from "./attachments.js";
import type { Attached } from "./attachments.js";

/** A session with a name that is the same in every run. */
export interface SceneSession {
  readonly label: string;
  readonly type: string;
  readonly subtype: string | undefined;
  /** The types that it was reached through: `browser > tab > page`. */
  readonly path: string;
  readonly session: Session;
}

/** What worklets can register tells which they are: their address is that of their page. Asked once. */
export type WorkletKinds = Map<Attached, string>;

/** Milliseconds; without an answer there is nothing to go by. */
const longest = 60_000;

/** By label, and in the order of the labels' names but for the root, as far as they are there by now. */
export async function labelled(
  root: Session,
  attached: readonly Attached[],
  main: Attached,
  kinds: WorkletKinds,
): Promise<ReadonlyMap<string, SceneSession>> {
  const answer = await resultOf(root, "Target.getTargets", { filter: [{}] }, longest);
  const listed = member(answer, "targetInfos");
  const infos = new Map(
    (Array.isArray(listed) ? listed : []).map((info) => [text(info, "targetId"), info as unknown]),
  );
  // That at the time of attaching may be empty, or of the page before.
  const addressOf = (one: Attached): string => text(infos.get(one.targetId), "url") || one.url;
  // By address, so that of several alike the same one is taken in every run.
  const order = (one: Attached): string => `${addressOf(one)} ${pathOf(one)}`;
  const inOrder = attached
    .filter((one) => one !== main && isThere(one, root.connection))
    .sort((one, other) => (order(one) < order(other) ? -1 : 1));
  const found = new Map<string, SceneSession>();
  for (const one of [main, ...inOrder]) {
    const info = infos.get(one.targetId);
    const url = addressOf(one);
    // A DevTools window is of type `other` while it is attached to, and a page later on.
    const type = url.startsWith("devtools:") ? one.type : text(info, "type") || one.type;
    const isOpened = member(info, "openerId") === main.targetId;
    const label = one === main ? "page" : await nameOf(one, type, url, isOpened, main, kinds);
    if (label === undefined || found.has(label)) continue;
    found.set(label, { label, type, subtype: one.subtype, path: pathOf(one), session: one.session });
  }
  const browser = { label: "browser", type: "browser", subtype: undefined, path: "browser", session: root };
  return new Map([["browser", browser], ...[...found].sort(([one], [other]) => (one < other ? -1 : 1))]);
}

/** What a session is called; undefined for one that is of no interest, as the tabs of other pages. */
async function nameOf(
  one: Attached,
  type: string,
  url: string,
  isOpened: boolean,
  main: Attached,
  kinds: WorkletKinds,
): Promise<string | undefined> {
  const isExtension = url.startsWith("chrome-extension:");
  switch (type) {
    case "tab":
      return one === main.parent ? "tab" : undefined;
    case "worker":
      if (url.endsWith("/nested.js")) return "worker.nested";
      return url.endsWith("/in-frame.js") ? "worker.in-frame" : "worker";
    case "service_worker":
      if (isExtension) return one.parent === undefined ? "service_worker.extension" : undefined;
      return one.parent === undefined ? "service_worker" : "service_worker.page";
    case "worklet": {
      const kind = kinds.get(one) ?? (await workletKind(one.session));
      if (kind === undefined) return undefined;
      kinds.set(one, kind);
      return `worklet.${kind}`;
    }
    case "page":
      if (one.subtype !== undefined) return `page.${one.subtype}`;
      if (isExtension) return "page.extension";
      return isOpened && one.parent !== undefined ? "page.popup" : undefined;
    case "browser_ui": {
      // The browser has several windows of its own; one is at the root of its site.
      const name = /\/([^/]+?)\.html?$/.exec(url)?.[1];
      return name === undefined ? type : `${type}.${name}`;
    }
    case "other":
      return url.startsWith("devtools:") ? "other" : undefined;
    default:
      return one.subtype === undefined ? type : `${type}.${one.subtype}`;
  }
}

/** The expression is sent by an extension, too. */
export const workletKindExpression = `typeof registerProcessor === "function" ? "audio" :
    typeof registerPaint === "function" ? "paint" : typeof registerAnimator === "function" ? "animation" : "unknown"`;

/** Undefined as long as the worklet does not answer. */
async function workletKind(session: Session): Promise<string | undefined> {
  const params = { expression: workletKindExpression, returnByValue: true };
  const answer = await ask(session, "Runtime.evaluate", params, 2_000);
  if (!isAnswer(answer)) return undefined;
  return text(answer.kind === "ok" ? answer.result : undefined, "result", "value") || "unknown";
}
