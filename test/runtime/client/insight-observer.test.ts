/** Observers see what passes, in order, and disturb nobody. */
import { describe, expect, test } from "vitest";
import { insight, observe } from "../../../templates/runtime/client/insight.js";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type {
  CommandOutcome,
  ConnectOptions,
  ObservedCommand,
  Observer,
  Session,
} from "../../../templates/runtime/codegen.js";
import { dispose } from "../../../templates/runtime/client/disposable.js";
import { FakeBrowser } from "../../support/fake-browser.js";
import { cut, readyBrowser, reconnectingScene } from "../../support/reconnecting.js";
import { Page, PageTarget } from "../../support/small-domains.js";

interface Scene {
  readonly browser: FakeBrowser;
  readonly root: Session;
  readonly errors: unknown[];
}

async function scene(options: ConnectOptions = {}): Promise<Scene> {
  const browser = new FakeBrowser();
  const errors: unknown[] = [];
  const onError = (error: unknown): void => {
    errors.push(error);
  };
  const root = await connectRoot([Page], browser.transport, { onError, ...options });
  return { browser, root, errors };
}

function sessionOf(root: Session, id: string): Session {
  const session = root.connection.session(id);
  if (session === undefined) throw new Error(`session ${id} is not there`);
  return session;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const over = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);

/** An observer that writes down what it sees, one line each. */
function journal(): { readonly lines: string[]; readonly observer: Observer } {
  const lines: string[] = [];
  const head = (message: unknown): string => {
    const { id, method } = JSON.parse(String(message)) as { id?: number; method?: string };
    return method ?? `#${id}`;
  };
  return {
    lines,
    observer: {
      connectionOpened: () => lines.push("connected"),
      connectionClosed: (_connection, { code }) => lines.push(`gone ${code}`),
      sessionOpened: ({ id }) => lines.push(`opened ${id}`),
      sessionClosed: ({ id }, { code }) => lines.push(`closed ${id} ${code}`),
      commandSent: ({ method, sessionId }) => lines.push(`sent ${method} ${sessionId}`),
      commandSettled: ({ method }, { code }) => lines.push(`settled ${method} ${code}`),
      event: ({ method, sessionId }) => lines.push(`event ${method} ${sessionId}`),
      messageSent: (message) => lines.push(`> ${head(message)}`),
      messageReceived: (message) => lines.push(`< ${head(message)}`),
    },
  };
}

describe("an observer", () => {
  test("sees everything in the order in which it happens", async () => {
    const { lines, observer } = journal();
    const { browser, root } = await scene({ insight: insight({ observer }) });
    browser.attached("P");
    const page = sessionOf(root, "P");
    page.on("Page.loadEventFired", () => {
      lines.push("heard");
      void over(page.send("Page.later"));
    });
    const call = page.send("Page.enable", { a: 1 });
    await turn();
    browser.event("Page.loadEventFired", {}, "P");
    browser.reply(browser.last("Page.enable"));
    await call.then(() => lines.push("resolved"));
    browser.refuse(browser.last("Page.later"), -32000, "no");
    browser.event("Page.unheard", {}, "?");
    browser.detached("P");
    browser.die();
    expect(lines).toEqual([
      "connected",
      "< Target.attachedToTarget",
      "event Target.attachedToTarget undefined",
      "opened P",
      "sent Page.enable P",
      "> Page.enable",
      "< Page.loadEventFired",
      "event Page.loadEventFired P",
      "heard",
      "< #1",
      "settled Page.enable undefined",
      "sent Page.later P",
      "> Page.later",
      "resolved",
      "< #2",
      "settled Page.later -32000",
      "< Page.unheard",
      "event Page.unheard ?",
      "< Target.detachedFromTarget",
      "event Target.detachedFromTarget undefined",
      "closed P SESSION_DETACHED",
      "gone CONNECTION_CLOSED",
    ]);
  });

  test("gets a command and its end as the same object, with what belongs to it", async () => {
    const sent: ObservedCommand[] = [];
    const ends: [ObservedCommand, CommandOutcome][] = [];
    const observer: Observer = {
      commandSent: (command) => sent.push(command),
      commandSettled: (command, outcome) => ends.push([command, outcome]),
    };
    const { browser, root } = await scene({ insight: insight({ observer }) });
    browser.attached("P");
    const page = sessionOf(root, "P");
    const params = { url: "about:blank" };
    const call = page.send("Page.navigate", params);
    await turn();
    browser.reply(browser.last("Page.navigate"), { frameId: "F" });
    const result = await call;
    const [command] = sent;
    expect(command).toMatchObject({ id: 1, method: "Page.navigate", sessionId: "P" });
    expect(command?.params).toBe(params);
    expect(command?.session).toBe(page);
    expect(ends).toHaveLength(1);
    expect(ends[0]?.[0]).toBe(command);
    const { duration, ...outcome } = ends[0]?.[1] ?? { duration: -1 };
    expect(outcome).toEqual({ code: undefined, message: undefined, result });
    expect(duration).toBeGreaterThanOrEqual(0);
    expect(performance.now() - (command?.sentAt ?? 0)).toBeGreaterThanOrEqual(duration);
  });

  interface End {
    readonly code: number | string;
    readonly message: string;
    readonly cause: (scene: Scene, abort: AbortController) => void;
  }

  const ends: readonly End[] = [
    {
      code: -32000,
      message: "no",
      cause: ({ browser }) => browser.refuse(browser.last("Page.enable"), -32000, "no"),
    },
    { code: "ABORTED", message: "aborted by its signal", cause: (_scene, abort) => abort.abort("secret") },
    {
      code: "TARGET_CRASHED",
      message: "the target crashed",
      cause: ({ browser }) => browser.event("Inspector.targetCrashed", {}, "P"),
    },
    {
      code: "SESSION_DETACHED",
      message: "the session ended: its target closed or was detached",
      cause: ({ browser }) => browser.detached("P"),
    },
    {
      code: "CONNECTION_CLOSED",
      message: "the connection was lost: the other side closed it",
      cause: ({ browser }) => browser.die(),
    },
  ];

  test.each(ends)("is told that a command ended by $code", async ({ code, message, cause }) => {
    const outcomes: CommandOutcome[] = [];
    const stage = await scene({
      insight: insight({ observer: { commandSettled: (_command, outcome) => outcomes.push(outcome) } }),
    });
    stage.browser.attached("P");
    const abort = new AbortController();
    const call = sessionOf(stage.root, "P").send("Page.enable", {}, { signal: abort.signal });
    void over(call);
    await turn();
    cause(stage, abort);
    await over(call);
    expect(outcomes).toMatchObject([{ code, message, result: undefined }]);
  });

  test("hears nothing of commands that were never sent", async () => {
    const { lines, observer } = journal();
    const { root, browser } = await scene({ insight: insight({ observer }) });
    const abort = new AbortController();
    const calls = [
      root.send("Page.aborted", {}, { signal: AbortSignal.abort() }),
      root.send("Page.strange", { big: 1n }),
      root.send("Page.unsent", {}, { signal: abort.signal }),
    ];
    abort.abort();
    await Promise.all(calls.map(over));
    await turn();
    expect(browser.sent).toEqual([]);
    expect(lines).toEqual(["connected"]);
  });

  test("may come and go, and hears of the ends of what it heard begin", async () => {
    const { lines, observer } = journal();
    const { browser, root } = await scene();
    const early = root.send("Page.early");
    await turn();
    const observing = observe(root.connection, { ...observer, messageSent: undefined });
    browser.reply(browser.last("Page.early"));
    await early;
    const call = root.send("Page.enable");
    const late = root.send("Page.late");
    await turn();
    browser.reply(browser.last("Page.enable"));
    await call;
    observing[dispose]();
    observing[dispose]();
    browser.reply(browser.last("Page.late"));
    await late;
    expect(lines).toEqual([
      "connected",
      "< #1",
      "sent Page.enable undefined",
      "sent Page.late undefined",
      "< #2",
      "settled Page.enable undefined",
    ]);
  });

  test("may use the connection from its first word on", async () => {
    let first: unknown;
    const { lines, observer } = journal();
    const { root, browser, errors } = await scene({
      insight: insight({
        observer: {
          connectionOpened(connection) {
            observe(connection, observer);
            first = [connection.metrics().sent, connection.pending().length];
            void over(connection.root.send("Browser.getVersion"));
          },
        },
      }),
    });
    await turn();
    expect(first).toEqual([0, 0]);
    expect(errors).toEqual([]);
    expect(browser.methods()).toEqual(["Browser.getVersion"]);
    expect(lines).toEqual(["connected", "sent Browser.getVersion undefined", "> Browser.getVersion"]);
    await root.connection.close();
  });

  test("that comes after the end is told so", async () => {
    const { lines, observer } = journal();
    const { root } = await scene();
    await root.connection.close();
    observe(root.connection, observer);
    expect(lines).toEqual(["connected", "gone CONNECTION_CLOSED"]);
  });

  test("reads no events for those who do not ask for them", async () => {
    const { browser, root } = await scene({
      insight: insight({ observer: { commandSent: () => undefined } }),
    });
    // What is skipped is not parsed, and so not found out.
    browser.raw('{"method":"Page.loadEventFired","params":{]}}');
    expect(root.connection.metrics()).toMatchObject({ skipped: 1, malformed: 0 });
    observe(root.connection, { event: () => undefined });
    browser.raw('{"method":"Page.loadEventFired","params":{]}}');
    expect(root.connection.metrics()).toMatchObject({ skipped: 1, malformed: 1 });
  });

  test("that throws, or rejects, is reported and stops nobody", async () => {
    const broken = (): never => {
      throw new Error("broken");
    };
    const { lines, observer } = journal();
    const { browser, root, errors } = await scene({
      insight: insight({
        observer: {
          connectionOpened: broken,
          connectionClosed: broken,
          sessionOpened: broken,
          sessionClosed: broken,
          commandSent: broken,
          commandSettled: () => Promise.reject(new Error("rejected")),
          event: broken,
          messageSent: broken,
          messageReceived: broken,
        },
      }),
    });
    observe(root.connection, observer);
    browser.attached("P");
    const call = sessionOf(root, "P").send("Page.enable");
    await turn();
    browser.reply(browser.last("Page.enable"));
    await expect(call).resolves.toEqual({});
    browser.detached("P");
    browser.die();
    await turn();
    expect(lines.filter((line) => !/^[<>]/.test(line))).toEqual([
      "connected",
      "event Target.attachedToTarget undefined",
      "opened P",
      "sent Page.enable P",
      "settled Page.enable undefined",
      "event Target.detachedFromTarget undefined",
      "closed P SESSION_DETACHED",
      "gone CONNECTION_CLOSED",
    ]);
    const messages = errors.map((error) => (error as Error).message);
    // One of each member, `event` twice, and three messages that came.
    expect(messages.filter((message) => message === "broken")).toHaveLength(11);
    expect(messages.filter((message) => message === "rejected")).toHaveLength(1);
  });

  test("sees sessions closed and opened again by a reconnection, and each closed once", async () => {
    const lines: string[] = [];
    const observer: Observer = {
      sessionOpened: ({ id }) => lines.push(`+${id}`),
      sessionClosed: ({ id }, { code }) => lines.push(`-${id} ${code}`),
      connectionClosed: (_connection, { code }) => lines.push(code as string),
    };
    const stage = await reconnectingScene({}, { insight: insight({ observer }) });
    await stage.root.attach(PageTarget, "page-1");
    await stage.root.attach(PageTarget, "page-2");
    stage.next.push(readyBrowser("T", ["page-2"]));
    await cut(stage);
    expect(lines).toEqual(["+S0-1", "+S0-2", "-S0-1 CONNECTION_CLOSED", "-S0-2 CONNECTION_CLOSED", "+T1"]);
    await stage.root.connection.close();
    expect(lines.slice(5)).toEqual(["-T1 CONNECTION_CLOSED", "CONNECTION_CLOSED"]);
  });

  test("whose members are getters that throw stops nothing, and is reported", async () => {
    const { browser, root, errors } = await scene();
    const broken = (): never => {
      throw new Error("broken");
    };
    const names = ["commandSent", "commandSettled", "messageSent", "messageReceived", "event"];
    observe(
      root.connection,
      Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { get: broken }]))),
    );
    const { lines, observer } = journal();
    observe(root.connection, observer);
    browser.on("Page.own", {});
    await root.send("Page.own");
    browser.event("Page.loadEventFired");
    expect(lines).toContain("settled Page.own undefined");
    expect(lines).toContain("event Page.loadEventFired undefined");
    expect(new Set(errors.map((error) => (error as Error).message))).toEqual(new Set(["broken"]));
    expect(root.connection.pending()).toEqual([]);
  });

  test("may close the connection when a crash fails commands, each of which is counted once", async () => {
    const { browser, root } = await scene();
    browser.attached("P");
    observe(root.connection, { commandSettled: () => void root.connection.close() });
    const calls = Array.from({ length: 5 }, () => over(sessionOf(root, "P").send("Page.enable")));
    await turn();
    browser.event("Inspector.targetCrashed", {}, "P");
    await Promise.all(calls);
    expect(root.connection.metrics()).toMatchObject({ sent: 5, failed: 5, inFlight: 0 });
  });

  test("may send commands of its own", async () => {
    const { browser, root } = await scene();
    let own: Promise<unknown> | undefined;
    observe(root.connection, {
      event: ({ method, session }) => {
        if (method === "Page.loadEventFired") own = session?.send("Page.own");
      },
    });
    browser.on("Page.own", { yes: true }).event("Page.loadEventFired");
    await expect(own).resolves.toEqual({ yes: true });
  });
});
