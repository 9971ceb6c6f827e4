/** What a connection does where more is sent than may be. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limiting } from "../../../templates/runtime/client/limiting.js";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { CallOptions, ConnectOptions, Session } from "../../../templates/runtime/codegen.js";
import {
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
  UsageError,
} from "../../../templates/runtime/core/errors.js";

import type { Transport } from "../../../templates/runtime/transports/transport.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";
import { Page, PageTarget, WorkerTarget } from "../../support/small-domains.js";

interface Scene {
  readonly browser: FakeBrowser;
  readonly root: Session;
  readonly page: Session;
  readonly worker: Session;
}

async function scene(options: ConnectOptions, transportOf = (line: Transport) => line): Promise<Scene> {
  const browser = new FakeBrowser();
  const root = await connectRoot([Page], transportOf(browser.transport), options);
  browser.attached("P");
  browser.attached("W", { type: "worker" }, "P");
  const page = root.connection.session("P");
  const worker = root.connection.session("W");
  if (page === undefined || worker === undefined) throw new Error("the sessions are not there");
  return { browser, root, page, worker };
}

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});

afterEach(() => {
  process.off("unhandledRejection", note);
  vi.useRealTimers();
});

const states = ({ root }: Scene): string[] =>
  root.connection.pending().map(({ method, state }) => `${method} ${state}`);

describe("commands in flight", () => {
  test("are as many as may be; the next leaves when one is answered", async () => {
    const stage = await scene({ limits: limiting({ maxInFlight: 2 }) });
    const { browser, root, page } = stage;
    const answers = ["A.a", "A.b", "A.c", "A.d"].map((method) => page.send(method));
    await settled();
    expect(browser.methods()).toEqual(["A.a", "A.b"]);
    expect(states(stage)).toEqual(["A.a sent", "A.b sent", "A.c queued", "A.d queued"]);
    expect(root.connection.metrics()).toMatchObject({ sent: 2, inFlight: 2, queued: 2 });
    browser.reply(browser.last("A.b"));
    browser.reply(browser.last("A.a"));
    await settled();
    expect(browser.methods()).toEqual(["A.a", "A.b", "A.c", "A.d"]);
    browser.reply(browser.last("A.c"));
    browser.reply(browser.last("A.d"));
    await Promise.all(answers);
    expect(root.connection.metrics()).toMatchObject({ sent: 4, answered: 4, inFlight: 0, queued: 0 });
  });

  test("are shared by sessions in turns", async () => {
    const { browser, page, worker, root } = await scene({ limits: limiting({ maxInFlight: 1 }) });
    const order: string[] = [];
    const answer = (
      _params: unknown,
      { sessionId, params }: { sessionId?: string | undefined; params?: unknown },
    ) => {
      order.push(`${sessionId ?? "root"}${(params as { i: number }).i}`);
      return {};
    };
    browser.on("A.b", answer);
    const all = [page, page, page, worker, worker, root].map((session, i) => session.send("A.b", { i }));
    await Promise.all(all);
    expect(order).toEqual(["P0", "W3", "root5", "P1", "W4", "P2"]);
  });

  test("leave room when they are given up, in whatever way", async () => {
    const { browser, page } = await scene({ limits: limiting({ maxInFlight: 1 }) });
    const abort = new AbortController();
    const aborted = page.send("A.a", {}, { signal: abort.signal });
    const late = page.send("A.b", {}, { timeout: 20 });
    const refused = page.send("A.c");
    const last = page.send("A.d");
    await settled();
    abort.abort();
    await expect(aborted).rejects.toHaveProperty("name", "AbortError");
    await expect(late).rejects.toBeInstanceOf(TimeoutError);
    await settled();
    browser.refuse(browser.last("A.c"), -32000, "no");
    await expect(refused).rejects.toHaveProperty("code", -32000);
    await settled();
    browser.reply(browser.last("A.d"));
    await last;
    expect(browser.methods()).toEqual(["A.a", "A.b", "A.c", "A.d"]);
  });

  test("of one turn still leave in one write", async () => {
    const batches: number[] = [];
    const { page, worker } = await scene({ limits: limiting({ maxInFlight: 10 }) }, (line) => ({
      start: (handlers) => line.start(handlers),
      send: (message) => line.send(message),
      sendAll(messages) {
        batches.push(messages.length);
        for (const message of messages) line.send(message);
      },
      close: () => line.close(),
    }));
    for (const session of [page, worker, page]) session.send("A.b").catch(() => undefined);
    page.send("A.c", {}, { skipQueue: true }).catch(() => undefined);
    await settled();
    expect(batches).toEqual([4]);
  });

  test("do not hold up who skips the queue", async () => {
    const { browser, page } = await scene({ limits: limiting({ maxInFlight: 1 }) });
    browser.on("Page.handleJavaScriptDialog", () => {
      browser.reply(browser.last("Runtime.evaluate"));
      return {};
    });
    const evaluated = page.send("Runtime.evaluate");
    const behind = page.send("A.b");
    await settled();
    await page.send("Page.handleJavaScriptDialog", {}, { skipQueue: true });
    await evaluated;
    await settled();
    expect(browser.methods()).toEqual(["Runtime.evaluate", "Page.handleJavaScriptDialog", "A.b"]);
    browser.reply(browser.last("A.b"));
    await behind;
  });

  test("do not keep a session from being ended, nor a child from being resumed", async () => {
    const { browser, page, root } = await scene({ limits: limiting({ maxInFlight: 1 }) });
    browser.withTargets().on("Target.setAutoAttach", {}).on("Runtime.runIfWaitingForDebugger", {});
    await page.children([WorkerTarget], { setup: () => undefined });
    const hanging = page.send("A.b");
    hanging.catch(() => undefined);
    await settled();
    browser.attached("C", { type: "worker" }, "P", true);
    await settled();
    expect(browser.last("Runtime.runIfWaitingForDebugger")?.sessionId).toBe("C");
    const detaching = page.detach();
    await settled();
    browser.detached("P");
    await detaching;
    await expect(hanging).rejects.toMatchObject({ code: "SESSION_DETACHED", sent: true });
    await root.connection.close();
  });

  test("said to a paused child before it is resumed leave before", async () => {
    const { browser, page } = await scene({ limits: limiting({ maxInFlight: 2 }) });
    browser.on("Target.setAutoAttach", {}).on("Runtime.runIfWaitingForDebugger", {});
    const setup = (worker: WorkerTarget): void => {
      for (let i = 0; i < 5; i++) worker.Runtime.enable().catch(() => undefined);
    };
    await page.children([WorkerTarget], { setup });
    browser.attached("C", { type: "worker" }, "P", true);
    await settled();
    await settled();
    const said = browser.sent.filter(({ sessionId }) => sessionId === "C").map(({ method }) => method);
    expect(said).toEqual([
      ...Array.from({ length: 5 }, () => "Runtime.enable"),
      "Runtime.runIfWaitingForDebugger",
    ]);
  });
});

interface Row {
  readonly end: string;
  readonly options?: (abort: AbortController) => CallOptions;
  readonly cause: (scene: Scene, abort: AbortController) => unknown;
  readonly want: object;
  readonly message?: string;
  readonly quiet: boolean;
}

const unsent = "the command had not been sent";

const rows: readonly Row[] = [
  {
    end: "its signal",
    options: ({ signal }) => ({ signal }),
    cause: (_scene, abort) => abort.abort(new RangeError("enough")),
    want: { name: "RangeError", message: "enough" },
    quiet: true,
  },
  {
    end: "its timeout",
    options: () => ({ timeout: 20 }),
    cause: () => undefined,
    want: { name: "TimeoutError", code: "TIMEOUT", sent: false, method: "A.queued" },
    message: unsent,
    quiet: false,
  },
  {
    end: "the end of its session",
    cause: ({ browser }) => browser.detached("W", "P"),
    want: { name: "SessionDetachedError", code: "SESSION_DETACHED", sent: false, method: "A.queued" },
    message: unsent,
    quiet: true,
  },
  {
    end: "the end of the session above",
    cause: ({ browser }) => browser.detached("P"),
    want: { name: "SessionDetachedError", sent: false },
    message: unsent,
    quiet: true,
  },
  {
    end: "a detach by this side",
    cause: ({ browser, worker }) => {
      browser.on("Target.detachFromTarget", () => {
        browser.detached("W", "P");
        return {};
      });
      return worker.detach();
    },
    want: { name: "SessionDetachedError", sent: false },
    message: unsent,
    quiet: true,
  },
  {
    end: "a crash of its target",
    cause: ({ browser }) => browser.event("Inspector.targetCrashed", {}, "W"),
    want: { name: "TargetCrashedError", code: "TARGET_CRASHED", sent: false },
    message: unsent,
    quiet: true,
  },
  {
    end: "the loss of the connection",
    cause: ({ browser }) => browser.die(),
    want: { name: "ConnectionClosedError", code: "CONNECTION_CLOSED", sent: false },
    message: unsent,
    quiet: true,
  },
  {
    end: "close",
    cause: ({ root }) => void root.connection.close(),
    want: { name: "ConnectionClosedError", sent: false },
    message: unsent,
    quiet: true,
  },
];

describe.each([
  ["commands in flight", limiting({ maxInFlight: 1 })],
  ["a rate", limiting({ rate: { perSecond: 0.001, burst: 1 } })],
] as const)("a command queued behind a limit of %s is settled by", (_name, limits) => {
  test.each(rows)("$end, and is never sent", async ({ options, cause, want, message }) => {
    const stage = await scene({ limits });
    const { browser, root, worker } = stage;
    const abort = new AbortController();
    const sent = root.send("A.sent").catch((error: unknown) => error);
    const queued = worker.send("A.queued", {}, options?.(abort)).catch((error: unknown) => error);
    await settled();
    expect(states(stage)).toEqual(["A.sent sent", "A.queued queued"]);
    await cause(stage, abort);
    expect(await queued).toMatchObject(want);
    expect(((await queued) as Error).message).toContain(message ?? "");
    // What had been sent says so.
    browser.die();
    expect(await sent).toMatchObject({ name: "ConnectionClosedError", sent: true });
    expect(((await sent) as Error).message).not.toContain(unsent);
    await settled();
    expect(browser.methods()).not.toContain("A.queued");
    expect(root.connection.pending()).toEqual([]);
    const { sent: count, answered, refused, failed } = root.connection.metrics();
    expect(answered + refused + failed).toBe(count);
  });

  // Whoever aborts knows.
  const unforeseen = rows.filter(({ end }) => end !== "its signal");

  test.each(unforeseen)("$end, with nobody waiting", async ({ options, cause, quiet }) => {
    const stage = await scene({ limits });
    const abort = new AbortController();
    void stage.root.send("A.sent");
    void stage.worker.send("A.queued", {}, options?.(abort));
    await settled();
    await cause(stage, abort);
    await new Promise((resolve) => {
      setTimeout(resolve, 40);
    });
    expect(unhandled.length).toBe(quiet ? 0 : 1);
    stage.browser.die();
  });
});

describe("a rate", () => {
  test("lets out a burst, and the rest by and by", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const { browser, page } = await scene({ limits: limiting({ rate: { perSecond: 100, burst: 5 } }) });
    browser.on("A.b", {});
    const answers = Array.from({ length: 25 }, () => page.send("A.b"));
    await vi.advanceTimersByTimeAsync(0);
    expect(browser.sent).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(100);
    expect(browser.sent).toHaveLength(15);
    await vi.advanceTimersByTimeAsync(100);
    expect(browser.sent).toHaveLength(25);
    await Promise.all(answers);
    expect(vi.getTimerCount()).toBe(0);
    // After a pause there is another burst.
    await vi.advanceTimersByTimeAsync(1000);
    const more = Array.from({ length: 5 }, () => page.send("A.b"));
    await vi.advanceTimersByTimeAsync(0);
    await Promise.all(more);
  });

  test.each([
    ["the last that waits is given up", (_scene: Scene, abort: AbortController) => abort.abort()],
    ["the connection ends", ({ browser }: Scene) => browser.die()],
    ["the connection is closed", ({ root }: Scene) => void root.connection.close()],
  ])("leaves no timer behind when %s", async (_title, cause) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const stage = await scene({ limits: limiting({ rate: { perSecond: 1, burst: 1 } }) });
    const abort = new AbortController();
    const { signal } = abort;
    for (let i = 0; i < 5; i++) stage.page.send("A.b", {}, { signal }).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(1);
    cause(stage, abort);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("over maxQueued", () => {
  test("a command is refused at once, and the error names the limit", async () => {
    const { browser, page, worker, root } = await scene({
      limits: limiting({ maxInFlight: 1, maxQueued: 2 }),
    });
    const good = [page.send("A.a"), page.send("A.b"), worker.send("A.c")];
    const bad = worker.send("A.d");
    await expect(bad).rejects.toBeInstanceOf(UsageError);
    await expect(bad).rejects.toMatchObject({ code: "QUEUE_FULL", method: "A.d", sessionId: "W" });
    await expect(bad).rejects.toThrow(/^A\.d: 2 commands are already waiting .*"maxQueued"/);
    const skipping = page.send("A.e", {}, { skipQueue: true });
    for (const method of ["A.a", "A.e", "A.c", "A.b"]) {
      await settled();
      browser.reply(browser.last(method));
    }
    await Promise.all([...good, skipping]);
    expect(root.connection.metrics()).toMatchObject({ sent: 4, answered: 4, failed: 0 });
  });

  test("0 refuses whatever would have to wait", async () => {
    const { browser, page } = await scene({ limits: limiting({ maxInFlight: 2, maxQueued: 0 }) });
    browser.on("A.b", {});
    const results = await Promise.allSettled([page.send("A.b"), page.send("A.b"), page.send("A.b")]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    await expect(page.send("A.b")).resolves.toEqual({});
  });

  test("a session that is over says so first", async () => {
    const { browser, page, worker } = await scene({ limits: limiting({ maxInFlight: 1, maxQueued: 0 }) });
    void page.send("A.a");
    browser.detached("W", "P");
    await expect(worker.send("A.b")).rejects.toBeInstanceOf(SessionDetachedError);
  });
});

test("a command that crashes its own target says that it had been sent", async () => {
  const { browser, page } = await scene({ limits: limiting({ maxInFlight: 1 }) });
  const crashing = page.send("Page.crash").catch((error: unknown) => error);
  const waiting = page.send("A.b").catch((error: unknown) => error);
  await settled();
  browser.event("Inspector.targetCrashed", {}, "P");
  expect(await crashing).toBeInstanceOf(TargetCrashedError);
  expect([await crashing, await waiting]).toMatchObject([{ sent: true }, { sent: false }]);
  browser.on("Page.navigate", { frameId: "F" });
  await expect(page.as(PageTarget).Page.navigate({ url: "x" })).resolves.toEqual({ frameId: "F" });
});

test("limits that are none are refused before anything is opened", async () => {
  const browser = new FakeBrowser();
  const start = vi.spyOn(browser.transport, "start");
  const limits = { maxInFlight: 1 } as never;
  await expect(connectRoot([], browser.transport, { limits })).rejects.toThrow("the result of `limiting()`");
  await expect(connectRoot([], browser.transport, { commandTimeout: -1 })).rejects.toThrow(
    '"commandTimeout" must be a number of milliseconds from 0, not -1',
  );
  expect(start).not.toHaveBeenCalled();
});
