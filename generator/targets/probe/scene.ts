/** A browser with the probe's pages open in it, and a session on everything that they bring to life. */
import { setTimeout as sleep } from "node:timers/promises";
import { GeneratorError } from "../../errors.js";
import type { Connection, ConnectionEvent, Session } from "../../../templates/runtime/codegen.js";
import { ask, member, resultOf, text } from "./ask.js";
import type { ThrowawayBrowser } from "./browser.js";
import type { Surroundings } from "./calls.js";
import { openExtras } from "./extras.js";
import type { Extra } from "./extras.js";
import type { Ingredient, Site } from "./site.js";

/** A session with a name that is the same in every run. */
export interface SceneSession {
  readonly label: string;
  readonly type: string;
  readonly subtype: string | undefined;
  /** The types that it was reached through: `browser > tab > page`. */
  readonly path: string;
  readonly session: Session;
}

export interface SceneOptions {
  readonly ingredients: readonly Ingredient[];
  /** How many sessions of which types are worth waiting for. */
  readonly wanted: Readonly<Record<string, number>>;
  /** The browser is somebody's, who has pages of his own in it: none of them is taken for one of the probe's. */
  readonly inUse?: boolean;
  /** An extension takes the flag that lets one be loaded. */
  readonly extras?: readonly Extra[];
  /** Also a window that the page opens. */
  readonly popup?: boolean;
}

/** One that auto-attach has brought. */
interface Attached {
  readonly session: Session;
  readonly targetId: string;
  /** As they were when it was attached; both may change. */
  readonly type: string;
  readonly url: string;
  readonly subtype: string | undefined;
  readonly parent: Attached | undefined;
}

/** The longest that a scene takes to come to life, and the silence after which nothing more is expected, in milliseconds. */
const longest = 12_000;
const quiet = 2_500;

export class Scene {
  readonly browser: ThrowawayBrowser;
  readonly site: Site;
  readonly sessions: ReadonlyMap<string, SceneSession>;
  readonly #main: Attached;

  private constructor(
    browser: ThrowawayBrowser,
    site: Site,
    sessions: ReadonlyMap<string, SceneSession>,
    main: Attached,
  ) {
    this.browser = browser;
    this.site = site;
    this.sessions = sessions;
    this.#main = main;
  }

  static async open(browser: ThrowawayBrowser, site: Site, options: SceneOptions): Promise<Scene> {
    const { root, connection } = browser;
    const attached: Attached[] = [];
    followAttachments(connection, attached);
    // Tabs and pages do not go together at the root; pages come by their tabs.
    await root.send("Target.setAutoAttach", {
      ...everyChild,
      filter: [{ type: "page", exclude: true }, {}],
    });
    const ownPage = options.inUse === true ? await newPage(root) : undefined;
    const main = await waitFor(() =>
      attached.find(
        ({ type, parent, targetId }) =>
          type === "page" && parent !== undefined && (ownPage === undefined || targetId === ownPage),
      ),
    );
    if (main === undefined) throw new GeneratorError("The browser opened no page that could be attached to.");
    const query = options.ingredients.join("&");
    await main.session.send("Page.navigate", { url: `${site.origin}/scene?${query}` }, { timeout: longest });
    await settled(attached, options.wanted);
    // What takes the front makes the page behind it slow to come to life, so it is opened afterwards.
    if (options.popup === true) await openPopup(main.session);
    const { extras = [] } = options;
    if (extras.length > 0) {
      await openExtras(root, main.targetId, site, extras);
      await settled(attached, sumOf(extras.map((extra) => extraTypes[extra])));
    }
    const shown = options.inUse === true ? attached.filter((one) => isOwn(one, main, site)) : attached;
    return new Scene(browser, site, await label(root, shown, main), main);
  }

  /** Closes the page that everything hangs on. */
  async closePage(): Promise<void> {
    await ask(this.browser.root, "Target.closeTarget", { targetId: this.#main.targetId });
  }

  /** What calls may speak of: a page of their own to close, and the frame of the main page. */
  async surroundings(): Promise<Surroundings> {
    const { root } = this.browser;
    const [made, tree] = await Promise.all([
      resultOf(root, "Target.createTarget", { url: `${this.site.origin}/plain.html`, background: true }),
      resultOf(this.#main.session, "Page.getFrameTree"),
    ]);
    return {
      origin: this.site.origin,
      frameId: text(tree, "frameTree", "frame", "id"),
      targetId: text(made, "targetId"),
    };
  }
}

/** The types that extras are of when they attach: an offscreen document begins as `other`, and is attached at the root. */
const extraTypes: Readonly<Record<Extra, Readonly<Record<string, number>>>> = {
  devtools: { other: 2 },
  extension: { other: 1, service_worker: 1, page: 2 },
  prerender: { page: 2 },
};

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const count of counts) {
    for (const [type, number] of Object.entries(count)) sum[type] = (sum[type] ?? 0) + number;
  }
  return sum;
}

const everyChild = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };

/** Keeps a list of all sessions, and asks each for its children in turn. */
function followAttachments(connection: Connection, attached: Attached[]): void {
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
    void ask(session, "Target.setAutoAttach", everyChild);
  });
}

async function waitFor<T>(find: () => T | undefined, patience = longest): Promise<T | undefined> {
  const deadline = performance.now() + patience;
  for (let found = find(); ; found = find()) {
    if (found !== undefined || performance.now() > deadline) return found;
    await sleep(20);
  }
}

async function newPage(root: Session): Promise<string> {
  return text(await root.send("Target.createTarget", { url: "about:blank" }), "targetId");
}

/** Whether a session is on what the probe has brought to life. */
function isOwn(one: Attached, main: Attached, site: Site): boolean {
  if (one === main || one === main.parent || one.type === "browser_ui") return true;
  if (one.parent === undefined) return one.url.startsWith(`${site.origin}/`);
  return one.parent.type !== "tab" && isOwn(one.parent, main, site);
}

/** Waits until all that is wanted is there, or nothing comes any more. */
async function settled(
  attached: readonly Attached[],
  wanted: Readonly<Record<string, number>>,
): Promise<void> {
  let count = attached.length;
  let since = performance.now();
  await waitFor(() => {
    const now = performance.now();
    if (attached.length !== count) {
      count = attached.length;
      since = now;
    }
    const entries = Object.entries(wanted);
    const isThere = entries.every(
      ([type, number]) => attached.filter((one) => one.type === type).length >= number,
    );
    return isThere || now - since > quiet ? true : undefined;
  });
}

/** Browsers block what no user has asked for, and take a gesture for it that a debugger vouches for. */
async function openPopup(page: Session): Promise<void> {
  const expression =
    'location.pathname === "/scene" && (keep.push(window.open("/plain.html", "_blank", "popup")), true)';
  for (let attempt = 0; attempt < 50; attempt++) {
    const result = await resultOf(page, "Runtime.evaluate", {
      expression,
      userGesture: true,
      returnByValue: true,
    });
    if (member(result, "result", "value") === true) return;
    await sleep(20);
  }
}

async function label(
  root: Session,
  attached: readonly Attached[],
  main: Attached,
): Promise<ReadonlyMap<string, SceneSession>> {
  const listed = member(await resultOf(root, "Target.getTargets", { filter: [{}] }), "targetInfos");
  const infos = new Map(
    (Array.isArray(listed) ? listed : []).map((info) => [text(info, "targetId"), info as unknown]),
  );
  const found = new Map<string, SceneSession>([
    ["browser", { label: "browser", type: "browser", subtype: undefined, path: "browser", session: root }],
  ]);
  // By address, so that of several alike the same one is taken in every run.
  const order = (one: Attached): string => `${one.url} ${pathOf(one)}`;
  const inOrder = [...attached].sort((one, other) => (order(one) < order(other) ? -1 : 1));
  for (const one of [main, ...inOrder.filter((other) => other !== main)]) {
    // Ended already, as that of a page whose place another has taken.
    if (root.connection.session(one.session.id ?? "") === undefined) continue;
    const info = infos.get(one.targetId);
    const url = text(info, "url") || one.url;
    // A DevTools window is of type `other` while it is attached to, and a page later on.
    const type = url.startsWith("devtools:") ? one.type : text(info, "type") || one.type;
    const isOpened = member(info, "openerId") === main.targetId;
    const name = one === main ? "page" : await nameOf(one, type, url, isOpened, main);
    if (name === undefined || found.has(name)) continue;
    found.set(name, { label: name, type, subtype: one.subtype, path: pathOf(one), session: one.session });
  }
  return found;
}

function pathOf(one: Attached): string {
  const types: string[] = [];
  for (let at: Attached | undefined = one; at !== undefined; at = at.parent) types.unshift(at.type);
  return ["browser", ...types].join(" > ");
}

/** What a session is called; undefined for one that is of no interest, as the tabs of other pages. */
async function nameOf(
  one: Attached,
  type: string,
  url: string,
  isOpened: boolean,
  main: Attached,
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
    case "worklet":
      return `worklet.${await workletKind(one.session)}`;
    case "page":
      if (one.subtype !== undefined) return `page.${one.subtype}`;
      if (isExtension) return "page.extension";
      return isOpened && one.parent !== undefined ? "page.popup" : undefined;
    case "other":
      return url.startsWith("devtools:") ? "other" : undefined;
    default:
      return one.subtype === undefined ? type : `${type}.${one.subtype}`;
  }
}

/** A worklet's address is that of its page; what it can register tells which it is. */
async function workletKind(session: Session): Promise<string> {
  const expression = `typeof registerProcessor === "function" ? "audio" :
    typeof registerPaint === "function" ? "paint" : typeof registerAnimator === "function" ? "animation" : "unknown"`;
  const result = await resultOf(session, "Runtime.evaluate", { expression, returnByValue: true });
  return text(result, "result", "value") || "unknown";
}
