/** A target is called wedged by the age of the oldest command of its session, once, and until it is so no more. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { insight } from "../../../templates/runtime/client/insight.js";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { Session, WedgedEvent } from "../../../templates/runtime/codegen.js";
import { UsageError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser } from "../../support/fake-browser.js";

interface Scene {
  readonly browser: FakeBrowser;
  readonly root: Session;
  readonly page: Session;
  /** `+P Page.enable` where it begins, `-P Page.enable` where it is over. */
  readonly told: string[];
  readonly events: WedgedEvent[];
}

async function scene(): Promise<Scene> {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport, {
    insight: insight({ wedgedAfter: 1000 }),
  });
  browser.attached("P");
  browser.attached("Q");
  const page = root.connection.session("P");
  if (page === undefined) throw new Error("the session is not there");
  const told: string[] = [];
  const events: WedgedEvent[] = [];
  root.connection.wedged.on((event) => {
    told.push(`${event.wedged ? "+" : "-"}${event.sessionId} ${event.method}`);
    events.push(event);
  });
  return { browser, root, page, told, events };
}

const over = (promise: Promise<unknown>): void => {
  promise.catch(() => undefined);
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a target", () => {
  test("is wedged once, and for as long as an old command waits", async () => {
    const { browser, page, told, events } = await scene();
    over(page.send("Page.enable"));
    await vi.advanceTimersByTimeAsync(500);
    over(page.send("Page.later"));
    await vi.advanceTimersByTimeAsync(490);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(20);
    expect(told).toEqual(["+P Page.enable"]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual(["+P Page.enable"]);
    browser.reply(browser.last("Page.enable"));
    expect(told).toEqual(["+P Page.enable"]);
    browser.reply(browser.last("Page.later"));
    expect(told).toEqual(["+P Page.enable", "-P Page.later"]);
    expect(events[0]?.session).toBe(page);
    expect(events[0]?.targetId).toBe("T-P");
    expect(events[0]?.age).toBeGreaterThanOrEqual(1000);
    expect(events[1]?.age).toBeGreaterThanOrEqual(5000);
    expect(browser.methods()).toEqual(["Page.enable", "Page.later"]);
  });

  test("may be wedged again", async () => {
    const { browser, page, told } = await scene();
    for (const method of ["Page.one", "Page.two"]) {
      over(page.send(method));
      await vi.advanceTimersByTimeAsync(1100);
      browser.reply(browser.last(method));
    }
    expect(told).toEqual(["+P Page.one", "-P Page.one", "+P Page.two", "-P Page.two"]);
  });

  test("does not make another one wedged", async () => {
    const { browser, root, page, told } = await scene();
    const other = root.connection.session("Q");
    browser.on("Page.quick", {});
    over(page.send("Page.slow"));
    for (let i = 0; i < 20; i++) {
      await other?.send("Page.quick");
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(told).toEqual(["+P Page.slow"]);
  });

  const ends: readonly (readonly [string, (scene: Scene) => void])[] = [
    ["its session ends", ({ browser }) => browser.detached("P")],
    ["it crashes", ({ browser }) => browser.event("Inspector.targetCrashed", {}, "P")],
    ["the connection is lost", ({ browser }) => browser.die()],
    ["the connection is closed", ({ root }) => void root.connection.close()],
  ];

  test.each(ends)("is wedged no more when %s", async (_title, end) => {
    const stage = await scene();
    over(stage.page.send("Page.one"));
    over(stage.page.send("Page.two"));
    await vi.advanceTimersByTimeAsync(1100);
    end(stage);
    expect(stage.told.map((line) => line.slice(0, 2))).toEqual(["+P", "-P"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the timer", () => {
  test("is there while commands are in flight, and only once", async () => {
    const { browser, page } = await scene();
    expect(vi.getTimerCount()).toBe(0);
    over(page.send("Page.one"));
    over(page.send("Page.two"));
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(1);
    browser.reply(browser.last("Page.one"));
    expect(vi.getTimerCount()).toBe(1);
    browser.reply(browser.last("Page.two"));
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not there unless it is asked for", async () => {
    const browser = new FakeBrowser();
    const root = await connectRoot([], browser.transport);
    over(root.send("Page.one"));
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(() => root.connection.wedged.on(() => undefined)).toThrow(UsageError);
  });

  test.each([0, -1, NaN, "1"])("is not set to %s", async (wedgedAfter) => {
    expect(() => insight({ wedgedAfter: wedgedAfter as number })).toThrow(
      /"wedgedAfter" must be a number of milliseconds/,
    );
  });
});
