/** A connection over transports in memory, each of which leads to another fake browser, as a reconnection finds them. */
import { reconnecting } from "../../templates/runtime/client/reconnect.js";
import { connectBrowser } from "../../templates/runtime/codegen.js";
import type {
  ConnectOptions,
  NewPageOptions,
  ReconnectOptions,
  ReconnectedEvent,
  RestoredSession,
} from "../../templates/runtime/codegen.js";
import { FakeBrowser, Refusal } from "./fake-browser.js";
import { BrowserTarget, PageTarget } from "./small-domains.js";

type Browser = BrowserTarget & {
  newPage(url?: string, options?: NewPageOptions<PageTarget>): Promise<PageTarget>;
};

export interface Scene {
  readonly root: Browser;
  /** One for each attempt that got that far; the first is the one of the beginning. */
  readonly browsers: FakeBrowser[];
  /** What the next attempts meet: a browser made ready, or an error. After these, plain browsers. */
  readonly next: (Error | FakeBrowser)[];
  /** The delays that have been asked for, in milliseconds. */
  readonly delays: number[];
  /** What nobody's call is about. */
  readonly errors: unknown[];
  /** Holds every attempt back until it resolves. */
  gate: Promise<unknown>;
}

/** A browser that has targets, session ids that begin with `prefix`, and an empty answer to every command that the scenes send. */
export function readyBrowser(prefix = "S", gone: readonly string[] = []): FakeBrowser {
  const browser = new FakeBrowser().withTargets();
  const sessions = new Map<string, string>();
  let count = 0;
  browser.on("Target.attachToTarget", ({ targetId }, { sessionId: parent }) => {
    if (gone.includes(String(targetId))) throw new Refusal(-32602, "No target with given id found");
    const sessionId = `${prefix}${++count}`;
    browser.attached(sessionId, { targetId, type: String(targetId).split("-")[0] }, parent);
    sessions.set(String(targetId), sessionId);
    return { sessionId };
  });
  browser.on("Target.createTarget", { targetId: "page-new" });
  browser.on("Target.closeTarget", ({ targetId }) => {
    const sessionId = sessions.get(String(targetId));
    if (sessionId !== undefined) browser.detached(sessionId);
    return { success: true };
  });
  for (const method of [
    "Fetch.enable",
    "Network.enable",
    "Network.disable",
    "Network.setExtraHTTPHeaders",
    "Page.enable",
    "Runtime.enable",
    "Runtime.runIfWaitingForDebugger",
    "Target.setAutoAttach",
    "Target.setDiscoverTargets",
  ]) {
    browser.on(method, {});
  }
  return browser;
}

export async function reconnectingScene(
  reconnect: ReconnectOptions = {},
  options: ConnectOptions = {},
): Promise<Scene> {
  const browsers: FakeBrowser[] = [];
  const next: (Error | FakeBrowser)[] = [];
  const delays: number[] = [];
  const errors: unknown[] = [];
  const scene = { browsers, next, delays, errors, gate: Promise.resolve() };
  const open = (): FakeBrowser["transport"] => {
    const found = next.shift() ?? readyBrowser(`S${browsers.length}-`);
    if (found instanceof Error) throw found;
    browsers.push(found);
    return found.transport;
  };
  const sleep = async (milliseconds: number): Promise<void> => {
    delays.push(milliseconds);
    await scene.gate;
  };
  const root = await connectBrowser(BrowserTarget, PageTarget, [], open, {
    onError: (error) => errors.push(error),
    ...options,
    reconnect: reconnecting({ sleep, ...reconnect }),
  });
  return Object.assign(scene, { root });
}

/** Cuts the line, and waits until the connection is there again. */
export async function cut({ root, browsers }: Scene): Promise<ReconnectedEvent> {
  const again = root.connection.reconnected.once();
  browsers.at(-1)?.die();
  return again;
}

/** What became of each session, in short. */
export function summary(sessions: readonly RestoredSession[]): unknown[] {
  return sessions.map(({ session, formerId, outcome, restored, failed }) => ({
    id: session.id,
    formerId,
    outcome,
    restored: restored.map(({ method }) => method),
    failed: failed.map(({ method }) => method),
  }));
}
