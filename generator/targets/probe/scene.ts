/** A browser with the probe's pages open in it, and a session on everything that they bring to life. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, Session } from "../../../templates/runtime/codegen.js";
import { UNKNOWN_METHOD, ask, member, resultOf, text } from "./ask.js";
import { everyChild, followAttachments } from "./attachments.js";
import type { Attached } from "./attachments.js";
import type { ThrowawayBrowser } from "./browser.js";
import type { Surroundings } from "./calls.js";
import { openExtras } from "./extras.js";
import type { Extra } from "./extras.js";
import { Interrupted } from "./interrupted.js";
import { labelled } from "./labels.js";
import type { SceneSession, WorkletKinds } from "./labels.js";
import type { Ingredient, Site } from "./site.js";
import { areAtLeisure, askWitnessed, thorough } from "./witness.js";

export type { SceneSession } from "./labels.js";

export interface SceneOptions {
  readonly ingredients: readonly Ingredient[];
  /** The labels of the sessions that are worth waiting for. */
  readonly wanted: readonly string[];
  /** Whether they are known to come: then nothing is begun without them. Otherwise they are given up when nothing comes any more. */
  readonly isCertain?: boolean;
  /** The page to use, where the browser is somebody's: none of his is taken for one of the probe's. */
  readonly page?: string;
  /** An extension takes the flag that lets one be loaded. */
  readonly extras?: readonly Extra[];
  /** Also a window that the page opens. */
  readonly popup?: boolean;
}

/** Milliseconds: the longest that a scene takes to come to life, and the silence after which nothing more is expected. */
const longest = 60_000;
const quiet = 5_000;
/** As often has the browser to be at leisure in that silence. */
const quietRounds = 12;

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

  /** Throws `Interrupted` where the browser does not come that far. */
  static async open(browser: ThrowawayBrowser, site: Site, options: SceneOptions): Promise<Scene> {
    const { root, connection } = browser;
    const attached: Attached[] = [];
    followAttachments(connection, attached);
    // Tabs and pages do not go together at the root; pages come by their tabs.
    await demand(root, "Target.setAutoAttach", {
      ...everyChild,
      filter: [{ type: "page", exclude: true }, {}],
    });
    const main = await waitFor(connection, () =>
      attached.find(
        ({ type, parent, targetId }) =>
          type === "page" &&
          parent !== undefined &&
          (options.page === undefined || targetId === options.page),
      ),
    );
    if (main === undefined) throw new Interrupted("The browser opened no page that could be attached to.");
    const query = options.ingredients.join("&");
    await demand(main.session, "Page.navigate", { url: `${site.origin}/scene?${query}` });
    const isLoaded = 'location.pathname === "/scene" && document.readyState === "complete"';
    if (!(await comesTrue(main.session, root, isLoaded)))
      throw new Interrupted("The probe's page did not load.");
    const isOwnPage = options.page !== undefined;
    const shown = (): Attached[] => (isOwnPage ? attached.filter((one) => isOwn(one, main, site)) : attached);
    const kinds: WorkletKinds = new Map();
    const look = () => labelled(root, shown(), main, kinds);
    const { extras = [], popup = false, isCertain = false } = options;
    const ofExtras = [...(popup ? ["page.popup"] : []), ...extras.flatMap((extra) => extraLabels[extra])];
    const later = options.wanted.filter((label) => ofExtras.includes(label));
    const early = options.wanted.filter((label) => !ofExtras.includes(label));
    let sessions = await settled(browser, main, attached, look, early, isCertain ? early : []);
    if (ofExtras.length > 0) {
      // What takes the front makes the page behind it slow to come to life, so it is opened afterwards.
      const opened = popup && (await openPopup(main.session)) ? ["page.popup"] : [];
      for (const extra of await openExtras(root, main.targetId, site, extras))
        opened.push(...extraLabels[extra]);
      const certain = later.filter((label) => isCertain || opened.includes(label));
      sessions = await settled(browser, main, attached, look, later, certain);
    }
    return new Scene(browser, site, sessions, main);
  }

  /** What calls to a session may speak of. A page of their own to close takes its time, and is not made unless it is asked for. */
  async surroundings(subject: SceneSession, withTarget: boolean): Promise<Surroundings> {
    const { root } = this.browser;
    const url = `${this.site.origin}/plain.html`;
    const [made, own, ofPage] = await Promise.all([
      withTarget ? resultOf(root, "Target.createTarget", { url, background: true }, longest) : undefined,
      resultOf(subject.session, "Page.getFrameTree", {}, longest),
      resultOf(this.#main.session, "Page.getFrameTree", {}, longest),
    ]);
    const frame = text(own, "frameTree", "frame", "id") || text(ofPage, "frameTree", "frame", "id");
    return {
      origin: this.site.origin,
      ownOrigin: subject.type === "iframe" ? this.site.otherOrigin : this.site.origin,
      frameId: frame,
      targetId: text(made, "targetId"),
    };
  }
}

/** The sessions that extras bring. */
const extraLabels: Readonly<Record<Extra, readonly string[]>> = {
  devtools: ["other"],
  extension: ["service_worker.extension", "background_page", "page.extension"],
  prerender: ["page.prerender"],
};

/** A call without which there is no scene. */
async function demand(session: Session, method: string, params: object): Promise<void> {
  const answer = await ask(session, method, params, longest);
  if (answer.kind === "ok") return;
  const why = answer.kind === "error" ? answer.message : answer.kind;
  throw new Interrupted(`${method} was not done: ${why}.`);
}

async function waitFor<T>(connection: Connection, find: () => T | undefined): Promise<T | undefined> {
  let isOver = false;
  void connection.closed.then(() => (isOver = true));
  const deadline = performance.now() + longest;
  for (let found = find(); ; found = find()) {
    if (found !== undefined || isOver || performance.now() > deadline) return found;
    await sleep(20);
  }
}

/** Waits until a page or worker says so of itself; true at once where a session evaluates nothing, false where it answers nothing. */
async function comesTrue(session: Session, root: Session, expression: string): Promise<boolean> {
  const params = { expression, returnByValue: true };
  for (const deadline = performance.now() + longest; performance.now() < deadline; await sleep(20)) {
    const told = await askWitnessed({ session, root }, "Runtime.evaluate", params, thorough);
    if (told.kind === "hung" || told.kind === "silent") return false;
    if (told.kind === "error" && told.code === UNKNOWN_METHOD) return true;
    if (told.kind === "ok" && member(told.result, "result", "value") === true) return true;
    // Another error comes of a document that gives way to the next.
    if (told.kind !== "ok" && told.kind !== "error")
      throw new Interrupted("A session ended before it was asked.");
  }
  throw new Interrupted(`This did not come true: ${expression}`);
}

/** Whether a session is on what the probe has brought to life. */
function isOwn(one: Attached, main: Attached, site: Site): boolean {
  if (one === main || one === main.parent || one.type === "browser_ui") return true;
  if (one.parent === undefined) return one.url.startsWith(`${site.origin}/`);
  return one.parent.type !== "tab" && isOwn(one.parent, main, site);
}

/** Waits until all that is wanted is there and answers, or nothing comes any more. */
async function settled(
  browser: ThrowawayBrowser,
  main: Attached,
  attached: readonly Attached[],
  look: () => Promise<ReadonlyMap<string, SceneSession>>,
  wanted: readonly string[],
  certain: readonly string[],
): Promise<ReadonlyMap<string, SceneSession>> {
  const begin = performance.now();
  let count = attached.length;
  let since = begin;
  let calm = 0;
  let sessions: ReadonlyMap<string, SceneSession>;
  for (;;) {
    sessions = await look();
    if (wanted.every((label) => sessions.has(label))) break;
    const now = performance.now();
    if (attached.length !== count) {
      count = attached.length;
      since = now;
      calm = 0;
    }
    const missing = certain.filter((label) => !sessions.has(label));
    if (missing.length === 0 && calm >= quietRounds && now - since > quiet) break;
    if (now - begin > longest) {
      throw new Interrupted(
        `The browser came to no rest, or these sessions not to life: ${missing.join(", ")}.`,
      );
    }
    const areCalm = await areAtLeisure({ session: main.session, root: browser.root });
    if (areCalm === undefined) throw new Interrupted("The browser ended, or its page.");
    calm = areCalm ? calm + 1 : 0;
    await sleep(100);
  }
  // One that is still loading is on its way to another document, and loses what it is asked.
  const isReady = 'typeof document === "undefined" || document.readyState === "complete"';
  // Where nothing else is wanted, nothing else is waited for.
  const asked = certain.length === wanted.length ? wanted : [...sessions.keys()];
  const ready = await Promise.all(
    asked.map(async (label): Promise<[string, boolean]> => {
      const session = sessions.get(label)?.session;
      return [label, session !== undefined && (await comesTrue(session, browser.root, isReady))];
    }),
  );
  const mute = ready.filter(([, answers]) => !answers).map(([label]) => label);
  const needed = mute.filter((label) => certain.includes(label));
  if (needed.length > 0) throw new Interrupted(`No answer came from ${needed.join(", ")}.`);
  // One that answers nothing is as good as not there.
  return new Map([...sessions].filter(([label]) => !mute.includes(label)));
}

/** Browsers block what no user has asked for, and take a gesture for it that a debugger vouches for. Says whether it was opened. */
async function openPopup(page: Session): Promise<boolean> {
  const expression = 'keep.push(window.open("/plain.html", "_blank", "popup")), keep.at(-1) !== null';
  const params = { expression, userGesture: true, returnByValue: true };
  return member(await resultOf(page, "Runtime.evaluate", params, longest), "result", "value") === true;
}
