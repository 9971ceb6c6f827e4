import { describe, expect, test } from "vitest";
import {
  ConnectionClosedError,
  SessionDetachedError,
  UsageError,
} from "../../../templates/runtime/core/errors.js";
import { pageScene } from "../../support/page-scene.js";

interface Load {
  readonly timestamp: number;
}

describe("stream", () => {
  test("holds what comes from the moment it is made, and loses nothing", async () => {
    const { page, load } = await pageScene();
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
    const { root, page, load } = await pageScene();
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
    const { page, load } = await pageScene();
    using stream = page.Page.loadEventFired.stream();
    expect(stream.tryNext()).toBeUndefined();
    load(1);
    expect(stream.tryNext()).toEqual({ timestamp: 1 });
    expect(stream.tryNext()).toBeUndefined();
  });

  test("serves readers in the order in which they came", async () => {
    const { page, load } = await pageScene();
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
    const { page, load } = await pageScene();
    using stream = page.Page.loadEventFired.stream({ capacity: 2, overflow });
    for (const timestamp of [1, 2, 3, 4]) load(timestamp);
    expect(stream.dropped).toBe(2);
    expect([stream.tryNext()?.timestamp, stream.tryNext()?.timestamp, stream.tryNext()]).toEqual([
      ...want,
      undefined,
    ]);
  });

  test("an overflow is an error, after what is held", async () => {
    const { page, load } = await pageScene();
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
    const { browser, page, load } = await pageScene();
    const stream = page.Page.loadEventFired.stream();
    load(1);
    browser.detached("P");
    await expect(stream.next()).resolves.toEqual({ done: false, value: { timestamp: 1 } });
    await expect(stream.next()).rejects.toBeInstanceOf(SessionDetachedError);
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined });
  });

  test("a reader who waits hears of the end", async () => {
    const { browser, page } = await pageScene();
    const next = page.Page.loadEventFired.stream().next();
    browser.die();
    await expect(next).rejects.toBeInstanceOf(ConnectionClosedError);
  });

  test("ends quietly when this side closes", async () => {
    const { root, page } = await pageScene();
    const stream = page.Page.loadEventFired.stream();
    const next = stream.next();
    await root.connection.close();
    await expect(next).resolves.toEqual({ done: true, value: undefined });
  });

  test("outlives a crash, as the session does", async () => {
    const { browser, page, load } = await pageScene();
    using stream = page.Page.loadEventFired.stream();
    browser.event("Inspector.targetCrashed", {}, "P");
    load(1);
    expect(stream.tryNext()).toEqual({ timestamp: 1 });
  });

  test("throws the reason of its signal", async () => {
    const { page, load } = await pageScene();
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
    const { page } = await pageScene();
    expect(() => page.Page.loadEventFired.stream({ capacity: 0 })).toThrow(UsageError);
  });

  test("of a session that is over says so", async () => {
    const { browser, page } = await pageScene();
    browser.detached("P");
    await expect(page.Page.loadEventFired.stream().next()).rejects.toBeInstanceOf(SessionDetachedError);
  });

  test("of a connection is one queue of everything", async () => {
    const { browser, root, load } = await pageScene();
    using stream = root.connection.stream("*");
    load(1);
    browser.event("Target.targetCreated", {});
    expect([stream.tryNext(), stream.tryNext()].map((event) => [event?.method, event?.session?.id])).toEqual([
      ["Page.loadEventFired", "P"],
      ["Target.targetCreated", undefined],
    ]);
  });
});
