import { describe, expect, test } from "vitest";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { Session } from "../../../templates/runtime/codegen.js";
import {
  ConnectionClosedError,
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
  UsageError,
} from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";
import { Page, PageTarget } from "../../support/small-domains.js";

interface Load {
  readonly timestamp: number;
}

async function scene(onError?: (error: unknown) => void): Promise<{
  browser: FakeBrowser;
  root: Session;
  page: PageTarget;
  load: (timestamp: number) => void;
}> {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport, { onError });
  browser.attached("P");
  const session = root.connection.session("P");
  if (session === undefined) throw new Error("the session is not there");
  const load = (timestamp: number): void => browser.event("Page.loadEventFired", { timestamp }, "P");
  return { browser, root, page: session.as(PageTarget), load };
}

describe("on", () => {
  test("gives every event from now on, until disposed", async () => {
    const { page, load } = await scene();
    const seen: number[] = [];
    load(0);
    const listening = page.Page.loadEventFired.on((event) => seen.push(event.timestamp));
    load(1);
    load(2);
    listening[Symbol.dispose]();
    listening[Symbol.dispose]();
    load(3);
    expect(seen).toEqual([1, 2]);
  });

  test("ends with its signal", async () => {
    const { page, load } = await scene();
    const seen: number[] = [];
    const controller = new AbortController();
    page.Page.loadEventFired.on((event) => seen.push(event.timestamp), { signal: controller.signal });
    load(1);
    controller.abort();
    load(2);
    page.Page.loadEventFired.on((event) => seen.push(event.timestamp), { signal: controller.signal });
    load(3);
    expect(seen).toEqual([1]);
  });

  test("what a listener throws is reported, and stops neither others nor the reader", async () => {
    const errors: unknown[] = [];
    const { page, load } = await scene((error) => errors.push(error));
    const seen: number[] = [];
    page.Page.loadEventFired.on(() => {
      throw new RangeError("mine");
    });
    page.Page.loadEventFired.on(() => Promise.reject(new RangeError("later")));
    page.Page.loadEventFired.on((event) => seen.push(event.timestamp));
    load(1);
    load(2);
    await settled();
    expect(seen).toEqual([1, 2]);
    expect(errors.map((error) => (error as Error).message)).toEqual(["mine", "mine", "later", "later"]);
  });

  test("listeners may come, go and send while they are called", async () => {
    const { browser, page, load } = await scene();
    browser.on("Page.enable", {});
    const seen: string[] = [];
    const source = page.Page.loadEventFired;
    const first = source.on(({ timestamp }) => {
      seen.push(`first ${timestamp}`);
      first[Symbol.dispose]();
      second[Symbol.dispose]();
      source.on((event) => seen.push(`late ${event.timestamp}`));
      void page.Page.enable().then(() => seen.push("answered"));
    });
    const second = source.on(() => seen.push("second"));
    load(1);
    expect(seen).toEqual(["first 1"]);
    load(2);
    await settled();
    expect(seen).toEqual(["first 1", "late 2", "answered"]);
  });

  test("the same function twice is two subscriptions", async () => {
    const { page, load } = await scene();
    let count = 0;
    const listener = (): void => {
      count++;
    };
    const one = page.Page.loadEventFired.on(listener);
    page.Page.loadEventFired.on(listener);
    load(1);
    one[Symbol.dispose]();
    load(2);
    expect(count).toBe(3);
  });

  test('"*" gives all events of a session, and of a connection', async () => {
    const { browser, root, page, load } = await scene();
    const seen: string[] = [];
    page.on("*", (event) => seen.push(`page ${event.method}`));
    root.on("*", (event) => seen.push(`root ${event.method}`));
    root.connection.on("*", (event) =>
      seen.push(`all ${event.method} ${event.session?.id ?? event.sessionId ?? "root"}`),
    );
    load(1);
    browser.event("Target.targetCreated", {});
    browser.event("A.b", {}, "unknown");
    expect(seen).toEqual([
      "page Page.loadEventFired",
      "all Page.loadEventFired P",
      "root Target.targetCreated",
      "all Target.targetCreated root",
      "all A.b unknown",
    ]);
  });

  test("events that nobody wants are skipped, and counted", async () => {
    const { browser, root, page, load } = await scene();
    const before = root.connection.metrics();
    load(1);
    browser.event("Page.frameNavigated", { frame: {} }, "P");
    page.Page.loadEventFired.on(() => undefined);
    load(2);
    const after = root.connection.metrics();
    expect([after.skipped - before.skipped, after.delivered - before.delivered]).toEqual([2, 1]);
  });
});

describe("once", () => {
  test("is subscribed when called, and takes one event", async () => {
    const { page, load } = await scene();
    const loaded = page.Page.loadEventFired.once();
    load(1);
    load(2);
    await expect(loaded).resolves.toEqual({ timestamp: 1 });
  });

  test("takes the event that is meant", async () => {
    const { page, load } = await scene();
    const loaded = page.Page.loadEventFired.once({ where: (event) => event.timestamp > 1 });
    load(1);
    load(2);
    await expect(loaded).resolves.toEqual({ timestamp: 2 });
  });

  test("rejects with what its condition throws", async () => {
    const { page, load } = await scene();
    const loaded = page.Page.loadEventFired.once({
      where: () => {
        throw new RangeError("mine");
      },
    });
    load(1);
    await expect(loaded).rejects.toThrow("mine");
  });

  const ends: readonly {
    title: string;
    options?: { timeout?: number; signal?: AbortSignal };
    cause: (scene: { browser: FakeBrowser; root: Session }) => void;
    want: unknown;
  }[] = [
    { title: "a detach", cause: ({ browser }) => browser.detached("P"), want: SessionDetachedError },
    {
      title: "a crash",
      cause: ({ browser }) => browser.event("Inspector.targetCrashed", {}, "P"),
      want: TargetCrashedError,
    },
    { title: "close", cause: ({ root }) => void root.connection.close(), want: ConnectionClosedError },
    {
      title: "the loss of the connection",
      cause: ({ browser }) => browser.die(),
      want: ConnectionClosedError,
    },
    { title: "a timeout", options: { timeout: 1 }, cause: () => undefined, want: TimeoutError },
    { title: "a wrong timeout", options: { timeout: -1 }, cause: () => undefined, want: UsageError },
    {
      title: "an abort before",
      options: { signal: AbortSignal.abort(new RangeError()) },
      cause: () => undefined,
      want: RangeError,
    },
  ];

  test.each(ends)("rejects on $title", async ({ options, cause, want }) => {
    const { browser, root, page } = await scene();
    const loaded = page.Page.loadEventFired.once(options).catch((error: unknown) => error);
    cause({ browser, root });
    expect(await loaded).toBeInstanceOf(want);
  });

  test("on a session that is over rejects at once", async () => {
    const { browser, page } = await scene();
    browser.detached("P");
    await expect(page.Page.loadEventFired.once()).rejects.toThrow(/^Page\.loadEventFired: the session ended/);
  });
});

describe("stream", () => {
  test("holds what comes from the moment it is made, and loses nothing", async () => {
    const { page, load } = await scene();
    const stream = page.Page.loadEventFired.stream();
    for (let index = 0; index < 2000; index++) load(index);
    expect(stream.size).toBe(2000);
    const seen: number[] = [];
    for await (const { timestamp } of stream) {
      seen.push(timestamp);
      if (seen.length === 1000) load(2000);
      if (timestamp === 2000) break;
    }
    expect(seen).toEqual(Array.from({ length: 2001 }, (_, index) => index));
  });

  test("stops listening when the loop is left", async () => {
    const { root, page, load } = await scene();
    setTimeout(() => load(1), 0);
    for await (const event of page.Page.loadEventFired.stream()) {
      expect(event.timestamp).toBe(1);
      break;
    }
    const { skipped } = root.connection.metrics();
    load(2);
    expect(root.connection.metrics().skipped).toBe(skipped + 1);
  });

  test("looks without waiting", async () => {
    const { page, load } = await scene();
    using stream = page.Page.loadEventFired.stream();
    expect(stream.tryNext()).toBeUndefined();
    load(1);
    expect(stream.tryNext()).toEqual({ timestamp: 1 });
    expect(stream.tryNext()).toBeUndefined();
  });

  test("serves readers in the order in which they came", async () => {
    const { page, load } = await scene();
    using stream = page.Page.loadEventFired.stream();
    const both = Promise.all([stream.next(), stream.next()]);
    load(1);
    load(2);
    expect((await both).map(({ value }) => (value as Load).timestamp)).toEqual([1, 2]);
  });

  test.each([
    { overflow: "drop-oldest", want: [3, 4] },
    { overflow: "drop-newest", want: [1, 2] },
  ] as const)("$overflow drops and counts", async ({ overflow, want }) => {
    const { page, load } = await scene();
    using stream = page.Page.loadEventFired.stream({ capacity: 2, overflow });
    for (const timestamp of [1, 2, 3, 4]) load(timestamp);
    expect(stream.dropped).toBe(2);
    expect([stream.tryNext()?.timestamp, stream.tryNext()?.timestamp, stream.tryNext()]).toEqual([
      ...want,
      undefined,
    ]);
  });

  test("an overflow is an error, after what is held", async () => {
    const { page, load } = await scene();
    const stream = page.Page.loadEventFired.stream({ capacity: 2 });
    for (const timestamp of [1, 2, 3, 4]) load(timestamp);
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { timestamp } of stream) seen.push(timestamp);
    };
    await expect(read()).rejects.toMatchObject({ name: "UsageError", code: "STREAM_OVERFLOW" });
    expect(seen).toEqual([1, 2]);
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined });
  });

  test("gives what is held, then says why the session ended", async () => {
    const { browser, page, load } = await scene();
    const stream = page.Page.loadEventFired.stream();
    load(1);
    browser.detached("P");
    await expect(stream.next()).resolves.toEqual({ done: false, value: { timestamp: 1 } });
    await expect(stream.next()).rejects.toBeInstanceOf(SessionDetachedError);
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined });
  });

  test("a reader who waits hears of the end", async () => {
    const { browser, page } = await scene();
    const next = page.Page.loadEventFired.stream().next();
    browser.die();
    await expect(next).rejects.toBeInstanceOf(ConnectionClosedError);
  });

  test("ends quietly when this side closes", async () => {
    const { root, page } = await scene();
    const stream = page.Page.loadEventFired.stream();
    const next = stream.next();
    await root.connection.close();
    await expect(next).resolves.toEqual({ done: true, value: undefined });
  });

  test("outlives a crash, as the session does", async () => {
    const { browser, page, load } = await scene();
    using stream = page.Page.loadEventFired.stream();
    browser.event("Inspector.targetCrashed", {}, "P");
    load(1);
    expect(stream.tryNext()).toEqual({ timestamp: 1 });
  });

  test("throws the reason of its signal", async () => {
    const { page, load } = await scene();
    const controller = new AbortController();
    const stream = page.Page.loadEventFired.stream({ signal: controller.signal });
    load(1);
    controller.abort(new RangeError("enough"));
    await expect(stream.next()).rejects.toThrow("enough");
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined });
    const late = page.Page.loadEventFired.stream({ signal: controller.signal });
    await expect(late.next()).rejects.toThrow("enough");
  });

  test("needs room for one", async () => {
    const { page } = await scene();
    expect(() => page.Page.loadEventFired.stream({ capacity: 0 })).toThrow(UsageError);
  });

  test("of a session that is over says so", async () => {
    const { browser, page } = await scene();
    browser.detached("P");
    await expect(page.Page.loadEventFired.stream().next()).rejects.toBeInstanceOf(SessionDetachedError);
  });

  test("of a connection is one queue of everything", async () => {
    const { browser, root, load } = await scene();
    using stream = root.connection.stream("*");
    load(1);
    browser.event("Target.targetCreated", {});
    expect([stream.tryNext(), stream.tryNext()].map((event) => [event?.method, event?.session?.id])).toEqual([
      ["Page.loadEventFired", "P"],
      ["Target.targetCreated", undefined],
    ]);
  });
});

test("events and sessions are the same objects each time", async () => {
  const { root, page } = await scene();
  expect(page.Page.loadEventFired).toBe(page.Page.loadEventFired);
  expect(page.Page).toBe(root.connection.session("P")?.use(Page));
});

test("a thousand listeners, each removed, leave nothing", async () => {
  const { root, page, load } = await scene();
  const listening = Array.from({ length: 1000 }, () => page.Page.loadEventFired.on(() => undefined));
  for (const each of listening) each[Symbol.dispose]();
  const { skipped } = root.connection.metrics();
  load(1);
  expect(root.connection.metrics().skipped).toBe(skipped + 1);
});

describe("bytes", () => {
  test("arrive as bytes, by domain and by name", async () => {
    const { browser, page } = await scene();
    browser.on("Page.captureScreenshot", () => ({ data: "aGk=" }));
    const hi = new Uint8Array([104, 105]);
    expect(await page.Page.captureScreenshot()).toEqual({ data: hi });
    expect(await page.send("Page.captureScreenshot")).toEqual({ data: hi });
    const frames: unknown[] = [];
    page.Page.screencastFrame.on((event) => frames.push(event.data));
    page.on("Page.screencastFrame", (event) => frames.push((event as { data: unknown }).data));
    browser.event("Page.screencastFrame", { data: "aGk=", sessionId: 1 }, "P");
    expect(frames).toEqual([hi, hi]);
  });

  test("are sent as base64, by domain and by name", async () => {
    const { browser, page } = await scene();
    browser.on("Fetch.fulfillRequest", {});
    const body = new Uint8Array([104, 105]);
    await page.Fetch.fulfillRequest({ requestId: "1", body });
    await page.send("Fetch.fulfillRequest", { requestId: "1", body });
    await page.send("Unheard.of", { body }, { timeout: 1 }).catch(() => undefined);
    expect(browser.sent.map((sent) => sent.params?.["body"])).toEqual(["aGk=", "aGk=", "aGk="]);
  });

  test("what is not base64 rejects a command, and is reported of an event", async () => {
    const errors: unknown[] = [];
    const { browser, page } = await scene((error) => errors.push(error));
    browser.on("Page.captureScreenshot", () => ({ data: "a?k=" }));
    await expect(page.Page.captureScreenshot()).rejects.toMatchObject({
      name: "ProtocolError",
      message: "Page.captureScreenshot: data is not base64",
      offset: 1,
    });
    const seen: unknown[] = [];
    page.Page.screencastFrame.on((event) => seen.push(event.data));
    browser.event("Page.screencastFrame", { data: "a?k=" }, "P");
    expect(seen).toEqual(["a?k="]);
    expect((errors[0] as Error).message).toBe("Page.screencastFrame: data is not base64");
  });

  test("a field that is missing or null stays as it came", async () => {
    const { browser, page } = await scene();
    const results = [{}, { data: null }, { data: 7 }];
    browser.on("Page.captureScreenshot", () => results.shift());
    expect([
      await page.Page.captureScreenshot(),
      await page.Page.captureScreenshot(),
      await page.Page.captureScreenshot(),
    ]).toEqual([{}, { data: null }, { data: 7 }]);
  });
});
