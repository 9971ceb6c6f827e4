/** A browser that answers as a test says, for tests of how it is asked. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Stage } from "../../../../generator/targets/probe/execute.js";
import {
  CommandError,
  ConnectionClosedError,
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
} from "../../../../templates/runtime/index.js";
import type { Session } from "../../../../templates/runtime/codegen.js";

/** What a call comes to: `ok`, a number for an error's code, an end, or so many milliseconds until it is answered. */
export type Fate = "crash" | "detach" | "gone" | "ok" | "silent" | number | { readonly after: number };

/** What a browser has been sent, and whether it still answers. */
export interface FakeBrowser {
  readonly sent: string[];
  /** Set where a call has ended it, or stopped it. */
  end: "crash" | "detach" | "gone" | "silent" | undefined;
}

/** Says what comes of a call. It may set the end of the browser for calls to come. */
export type Fates = (method: string, browser: FakeBrowser, params: object) => Fate;

const silence = new Promise<never>(() => undefined);

function sessionOf(browser: FakeBrowser, fates: Fates, isRoot: boolean): Session {
  const send = async (method: string, params: object, { timeout = 0 }: { timeout?: number } = {}) => {
    if (!isRoot) browser.sent.push(method);
    // What a call does to the browser holds for that call, too.
    const own = isRoot ? "ok" : fates(method, browser, params);
    const end = isRoot && browser.end !== "gone" ? undefined : browser.end;
    const fate = end ?? own;
    if (typeof fate === "object") await sleep(fate.after);
    if (fate === "ok" || typeof fate === "object") return {};
    if (fate === "silent") {
      const given = new Promise<never>((_resolve, reject) => {
        setTimeout(() => reject(new TimeoutError("no answer")), timeout).unref();
      });
      return Promise.race([given, silence]);
    }
    if (fate === "crash") throw new TargetCrashedError("crashed");
    if (fate === "detach") throw new SessionDetachedError("detached");
    if (fate === "gone") throw new ConnectionClosedError("closed");
    throw new CommandError("no", fate, undefined, { method });
  };
  return { send } as unknown as Session;
}

export interface FakeBrowsers {
  readonly open: () => Promise<Stage>;
  /** What each browser was sent, but for witnesses. */
  sent(): string[][];
}

export function fakeBrowsers(fates: Fates, label = "page"): FakeBrowsers {
  const browsers: FakeBrowser[] = [];
  return {
    open: () => {
      const browser: FakeBrowser = { sent: [], end: undefined };
      browsers.push(browser);
      return Promise.resolve({
        subject: { label },
        session: sessionOf(browser, fates, false),
        root: sessionOf(browser, fates, true),
        surroundings: () =>
          Promise.resolve({ origin: "http://a", ownOrigin: "http://a", frameId: "F", targetId: "T" }),
        close: () => Promise.resolve(),
      });
    },
    sent: () => browsers.map(({ sent }) => sent.filter((method) => method !== "Runtime.getIsolateId")),
  };
}
