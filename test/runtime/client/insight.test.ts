/** What a connection tells of itself: counters, latency, observers, and which targets are wedged. */
import { describe, expect, test, vi } from "vitest";
import { insight } from "../../../templates/runtime/client/insight.js";
import { limiting } from "../../../templates/runtime/client/limiting.js";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { ConnectOptions, Session } from "../../../templates/runtime/codegen.js";
import type { Metrics } from "../../../templates/runtime/core/metrics.js";
import { FakeBrowser } from "../../support/fake-browser.js";
import { Page } from "../../support/small-domains.js";

interface Scene {
  readonly browser: FakeBrowser;
  readonly root: Session;
  readonly page: Session;
}

async function scene(options: ConnectOptions = {}): Promise<Scene> {
  const browser = new FakeBrowser();
  const root = await connectRoot([Page], browser.transport, { onError: () => undefined, ...options });
  browser.attached("P");
  const page = root.connection.session("P");
  if (page === undefined) throw new Error("the session is not there");
  return { browser, root, page };
}

/** Lets what was sent leave. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits for the end of a promise, whichever it is. */
const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);

const quiet = (promise: Promise<unknown>): void => {
  promise.catch(() => undefined);
};

describe("metrics", () => {
  interface Row {
    readonly what: string;
    readonly options?: ConnectOptions;
    readonly act: (scene: Scene) => unknown;
    /** By how much the counters rise; those that are not named stay. */
    readonly rise: Partial<Record<keyof Metrics, number>>;
    readonly codes?: Readonly<Record<string, number>>;
  }

  const rows: readonly Row[] = [
    {
      what: "an answer",
      act: async ({ browser, page }) => {
        const call = page.send("Page.enable");
        await turn();
        browser.reply(browser.last("Page.enable"));
        await call;
      },
      rise: { sent: 1, answered: 1, received: 1 },
    },
    {
      what: "a command that waits",
      act: async ({ page }) => {
        quiet(page.send("Page.enable"));
        await turn();
      },
      rise: { sent: 1, inFlight: 1 },
    },
    {
      what: "a command that has not left yet",
      act: ({ page }) => quiet(page.send("Page.enable")),
      rise: { queued: 1 },
    },
    {
      what: "a refusal",
      act: async ({ browser, page }) => {
        const call = page.send("Page.enable");
        quiet(call);
        await turn();
        browser.refuse(browser.last("Page.enable"), -32000, "no");
        await settled(call);
      },
      rise: { sent: 1, refused: 1, received: 1 },
      codes: { "-32000": 1 },
    },
    {
      what: "a method that the browser does not know",
      act: async ({ browser, page }) => {
        const call = page.send("Page.made");
        quiet(call);
        await turn();
        browser.refuse(browser.last("Page.made"), -32601, "'Page.made' wasn't found");
        await settled(call);
      },
      rise: { sent: 1, refused: 1, received: 1, unknownMethods: 1 },
      codes: { "-32601": 1 },
    },
    {
      what: "an abort, and the late answer",
      act: async ({ browser, page }) => {
        const abort = new AbortController();
        quiet(page.send("Page.enable", {}, { signal: abort.signal }));
        await turn();
        abort.abort();
        browser.reply(browser.last("Page.enable"));
      },
      rise: { sent: 1, failed: 1, received: 1, lateAnswers: 1 },
      codes: { ABORTED: 1 },
    },
    {
      what: "an abort before anything was sent",
      act: ({ page }) => quiet(page.send("Page.enable", {}, { signal: AbortSignal.abort() })),
      rise: {},
      codes: { ABORTED: 1 },
    },
    {
      what: "a timeout",
      act: async ({ page }) => settled(page.send("Page.enable", {}, { timeout: 1 })),
      rise: { sent: 1, failed: 1 },
      codes: { TIMEOUT: 1 },
    },
    {
      what: "parameters that cannot be encoded",
      act: ({ page }) => settled(page.send("Page.enable", { big: 1n })),
      rise: {},
      codes: { USAGE: 1 },
    },
    {
      what: "bytes that are none",
      act: async ({ browser, page }) => {
        const call = page.send("Page.captureScreenshot");
        await turn();
        browser.reply(browser.last("Page.captureScreenshot"), { data: "?" });
        await settled(call);
      },
      rise: { sent: 1, failed: 1, received: 1 },
      codes: { PROTOCOL: 1 },
    },
    {
      what: "a crash",
      act: async ({ browser, page }) => {
        const call = page.send("Page.enable");
        await turn();
        browser.event("Inspector.targetCrashed", {}, "P");
        await settled(call);
      },
      rise: { sent: 1, failed: 1, received: 1, skipped: 1 },
      codes: { TARGET_CRASHED: 1 },
    },
    {
      what: "a session that ends",
      act: async ({ browser, page }) => {
        const call = page.send("Page.enable");
        await turn();
        browser.detached("P");
        await settled(call);
      },
      rise: { sent: 1, failed: 1, received: 1, skipped: 1, sessions: -1 },
      codes: { SESSION_DETACHED: 1 },
    },
    {
      what: "a lost connection",
      act: async ({ browser, page }) => {
        const call = page.send("Page.enable");
        await turn();
        browser.die();
        await settled(call);
      },
      rise: { sent: 1, failed: 1, sessions: -2 },
      codes: { CONNECTION_CLOSED: 1 },
    },
    {
      what: "an answer that comes twice",
      act: async ({ browser, page }) => {
        const call = page.send("Page.enable");
        await turn();
        browser.reply(browser.last("Page.enable"));
        browser.reply(browser.last("Page.enable"));
        await call;
      },
      rise: { sent: 1, answered: 1, received: 2, doubledAnswers: 1 },
    },
    {
      what: "an answer to nothing",
      act: ({ browser }) => browser.raw({ id: 4711, result: {} }),
      rise: { received: 1, unknownAnswers: 1 },
    },
    {
      what: "an event that nobody wants",
      act: ({ browser }) => browser.event("Page.loadEventFired", {}, "P"),
      rise: { received: 1, skipped: 1 },
    },
    {
      what: "an event of a session that nobody knows",
      act: ({ browser }) => browser.event("Page.loadEventFired", {}, "?"),
      rise: { received: 1, unknownSessions: 1 },
    },
    {
      what: "an error without an id",
      act: ({ browser }) => browser.raw({ error: { code: -32700, message: "what?" } }),
      rise: { received: 1, errorsWithoutId: 1 },
    },
    {
      what: "a message that is neither answer nor event",
      act: ({ browser }) => browser.raw({ hello: 1 }),
      rise: { received: 1, malformed: 1 },
    },
    {
      what: "events that a stream has no room for",
      act: ({ browser, page }) => {
        page.stream("Page.loadEventFired", { capacity: 2, overflow: "drop-oldest" });
        for (let i = 0; i < 5; i++) browser.event("Page.loadEventFired", {}, "P");
      },
      rise: { received: 5, delivered: 5, dropped: 3 },
    },
    {
      what: "events that a stream of everything has no room for",
      act: ({ browser, root }) => {
        root.connection.stream("*", { capacity: 1, overflow: "drop-newest" });
        for (let i = 0; i < 3; i++) browser.event("Page.loadEventFired", {}, "P");
      },
      rise: { received: 3, delivered: 3, dropped: 2 },
    },
    {
      what: "commands over a limit",
      options: { limits: limiting({ maxInFlight: 1, maxQueued: 1 }) },
      act: async ({ page }) => {
        for (let i = 0; i < 3; i++) quiet(page.send("Page.enable"));
        await turn();
      },
      rise: { sent: 1, inFlight: 1, queued: 1 },
      codes: { QUEUE_FULL: 1 },
    },
  ];

  test.each(rows)("count $what", async ({ act, options, rise, codes = {} }) => {
    const stage = await scene(options);
    const { connection } = stage.root;
    const before = connection.metrics();
    const acting = act(stage);
    // A turn would let go what was sent.
    if (acting instanceof Promise) await acting;
    const after = connection.metrics();
    const risen: Record<string, number> = {};
    for (const [name, value] of Object.entries(after)) {
      if (typeof value !== "number" || name.startsWith("bytes")) continue;
      const by = value - (before[name as keyof Metrics] as number);
      if (by !== 0) risen[name] = by;
    }
    expect(risen).toEqual(rise);
    expect(after.failedByCode).toEqual(codes);
    expect(after.sent).toBe(after.answered + after.refused + after.failed + after.inFlight);
  });

  test("count what came and left, by the length of the messages", async () => {
    const { browser, page, root } = await scene();
    const before = root.connection.metrics();
    const call = page.send("Page.navigate", { url: "http://example.com/ä" });
    await turn();
    const answer = { id: browser.last("Page.navigate")?.id, result: { frameId: "F" }, sessionId: "P" };
    browser.raw(answer);
    await call;
    const after = root.connection.metrics();
    expect(after.bytesOut - before.bytesOut).toBe(browser.messages.at(-1)?.length);
    expect(after.bytesIn - before.bytesIn).toBe(JSON.stringify(answer).length);
  });

  test("do not count as sent what is given up before it leaves", async () => {
    const { browser, page, root } = await scene();
    const abort = new AbortController();
    quiet(page.send("Page.enable", {}, { signal: abort.signal }));
    abort.abort();
    await turn();
    expect(browser.sent).toEqual([]);
    const { sent, failed, inFlight, queued, bytesOut, failedByCode } = root.connection.metrics();
    expect({ sent, failed, inFlight, queued, bytesOut }).toEqual({
      sent: 0,
      failed: 0,
      inFlight: 0,
      queued: 0,
      bytesOut: 0,
    });
    expect(failedByCode).toEqual({ ABORTED: 1 });
  });

  test("are a frozen snapshot that JSON can carry", async () => {
    const { browser, page, root } = await scene({ insight: insight({ latency: true }) });
    const before = root.connection.metrics();
    const call = page.send("Page.enable");
    await turn();
    browser.reply(browser.last("Page.enable"));
    await call;
    const after = root.connection.metrics();
    expect(before.answered).toBe(0);
    expect(after.answered).toBe(1);
    expect(JSON.parse(JSON.stringify(after))).toEqual(after);
    const parts: unknown[] = [after, after.failedByCode, after.latency, after.latency?.methods];
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
    expect(Object.isFrozen(after.latency?.methods["Page.enable"]?.counts)).toBe(true);
  });
});

describe("latency", () => {
  test("is not measured unless it is asked for", async () => {
    const { root } = await scene();
    expect("latency" in root.connection.metrics()).toBe(false);
  });

  test("is counted by method, in buckets, where the browser answered", async () => {
    let now = 1000;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    try {
      const { browser, page, root } = await scene({ insight: insight({ latency: true }) });
      for (const took of [0.25, 0.26, 3, 70_000]) {
        const call = page.send("Page.enable");
        await turn();
        now += took;
        browser.reply(browser.last("Page.enable"));
        await call;
      }
      const refused = page.send("Page.made");
      await turn();
      now += 1;
      browser.refuse(browser.last("Page.made"), -32601, "no");
      await settled(refused);
      quiet(page.send("Page.lost"));
      await turn();
      browser.detached("P");
      const latency = root.connection.metrics().latency;
      expect(latency?.bounds.slice(0, 4)).toEqual([0.25, 0.5, 1, 2]);
      expect(latency?.bounds).toHaveLength(18);
      expect(Object.keys(latency?.methods ?? {})).toEqual(["Page.enable", "Page.made"]);
      const { counts, ...rest } = latency?.methods["Page.enable"] ?? { counts: [] };
      expect(rest).toMatchObject({ count: 4, max: 70_000 });
      expect(counts).toHaveLength(19);
      expect([counts[0], counts[1], counts[4], counts[18]]).toEqual([1, 1, 1, 1]);
      expect(latency?.methods["Page.made"]?.counts[2]).toBe(1);
    } finally {
      clock.mockRestore();
    }
  });

  test("does not count the time in the queue", async () => {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    try {
      const { browser, page, root } = await scene({
        insight: insight({ latency: true }),
        limits: limiting({ maxInFlight: 1 }),
      });
      const first = page.send("Page.first");
      const second = page.send("Page.second");
      await turn();
      now += 100;
      browser.reply(browser.last("Page.first"));
      await first;
      await turn();
      now += 5;
      browser.reply(browser.last("Page.second"));
      await second;
      expect(root.connection.metrics().latency?.methods["Page.second"]?.sum).toBe(5);
    } finally {
      clock.mockRestore();
    }
  });
});

describe("secrets", () => {
  test("of what is typed into a connection none is in its metrics", async () => {
    const { browser, page, root } = await scene({ insight: insight({ latency: true }) });
    const call = page.send("Page.navigate", { url: "http://user:hunter2@example.com/?token=hunter2" });
    await turn();
    browser.refuse(browser.last("Page.navigate"), -32000, "no");
    await settled(call);
    expect(JSON.stringify(root.connection.metrics())).not.toContain("hunter2");
  });
});
