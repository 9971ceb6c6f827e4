import { describe, expect, test, vi } from "vitest";
import type { Session } from "../../../templates/runtime/codegen.js";
import {
  ConnectionClosedError,
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
  UsageError,
} from "../../../templates/runtime/core/errors.js";
import { settled } from "../../support/fake-browser.js";
import type { FakeBrowser } from "../../support/fake-browser.js";
import { pageScene } from "../../support/page-scene.js";
import { Page, PageTarget } from "../../support/small-domains.js";

describe("on", () => {
  test("gives every event from now on, until disposed", async () => {
    const { page, load } = await pageScene();
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
    const { page, load } = await pageScene();
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

  test("leaves nothing with its signal when it ends otherwise", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const adding = vi.spyOn(signal, "addEventListener");
    const removing = vi.spyOn(signal, "removeEventListener");
    const { browser, page, load } = await pageScene();
    const disposed = page.Page.loadEventFired.on(() => undefined, { signal });
    disposed[Symbol.dispose]();
    page.Page.loadEventFired.on(() => undefined, { signal });
    page.on("*", () => undefined, { signal });
    browser.detached("P");
    page.Page.loadEventFired.on(() => undefined, { signal });
    load(1);
    // One for all that wait at a time; what a signal still holds is never let go of.
    expect([adding.mock.calls.length, removing.mock.calls.length]).toEqual([3, 3]);
  });

  test("what a listener throws is reported, and stops neither others nor the reader", async () => {
    const errors: unknown[] = [];
    const { page, load } = await pageScene((error) => errors.push(error));
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

  const failing: readonly (readonly [string, () => unknown])[] = [
    [
      "throws",
      () => {
        throw new RangeError("second");
      },
    ],
    ["rejects", () => Promise.reject(new RangeError("second"))],
  ];

  test.each(failing)("an onError that %s is said on the console, and harms nobody", async (_how, onError) => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    try {
      const { page, load } = await pageScene(onError);
      page.Page.loadEventFired.on(() => {
        throw new RangeError("first");
      });
      load(1);
      await settled();
      expect(said.mock.calls).toEqual([["cdplex: onError threw:", new RangeError("second")]]);
    } finally {
      said.mockRestore();
    }
  });

  test("listeners may come, go and send while they are called", async () => {
    const { browser, page, load } = await pageScene();
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

  test('who comes while an event is handed out gets the next, by its name, by "*" and for all sessions', async () => {
    const { browser, root, page, load } = await pageScene();
    const seen: string[] = [];
    const join = (where: string): void => {
      page.Page.loadEventFired.on(({ timestamp }) => seen.push(`${where}: name ${timestamp}`));
      page.on("*", ({ method }) => seen.push(`${where}: * ${method}`));
      root.connection.on("*", ({ method }) => seen.push(`${where}: all ${method}`));
    };
    const listening = page.Page.loadEventFired.on(() => {
      listening[Symbol.dispose]();
      join("listener");
    });
    load(1);
    expect(seen).toEqual([]);
    // The setup of a child runs while the event is handled that tells of it.
    browser.on("Target.setAutoAttach", {}).on("Runtime.runIfWaitingForDebugger", {});
    using _children = await page.children([PageTarget], { setup: () => join("setup") });
    browser.attached("C", {}, "P", true);
    expect(seen).toEqual(["listener: * Target.attachedToTarget", "listener: all Target.attachedToTarget"]);
  });

  test("the same function twice is two subscriptions", async () => {
    const { page, load } = await pageScene();
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
    const { browser, root, page, load } = await pageScene();
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
    const { browser, root, page, load } = await pageScene();
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
    const { page, load } = await pageScene();
    const loaded = page.Page.loadEventFired.once();
    load(1);
    load(2);
    await expect(loaded).resolves.toEqual({ timestamp: 1 });
  });

  test("takes the event that is meant", async () => {
    const { page, load } = await pageScene();
    const loaded = page.Page.loadEventFired.once({ where: (event) => event.timestamp > 1 });
    load(1);
    load(2);
    await expect(loaded).resolves.toEqual({ timestamp: 2 });
  });

  test("rejects with what its condition throws", async () => {
    const { page, load } = await pageScene();
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
    const { browser, root, page } = await pageScene();
    const loaded = page.Page.loadEventFired.once(options).catch((error: unknown) => error);
    cause({ browser, root });
    expect(await loaded).toBeInstanceOf(want);
  });

  test("of a crash takes that, where all others reject", async () => {
    const { browser, page, load } = await pageScene();
    const crashed = Promise.all([page.once("Inspector.targetCrashed"), page.once("*")]);
    const loaded = page.Page.loadEventFired.once().catch((error: unknown) => error);
    let reloaded: Promise<unknown> | undefined;
    page.on("Inspector.targetCrashed", () => {
      reloaded = page.Page.loadEventFired.once();
    });
    browser.event("Inspector.targetCrashed", {}, "P");
    await expect(crashed).resolves.toMatchObject([{}, { method: "Inspector.targetCrashed" }]);
    expect(await loaded).toBeInstanceOf(TargetCrashedError);
    // What is waited for from then on is what comes of the target's second life.
    load(2);
    await expect(reloaded).resolves.toEqual({ timestamp: 2 });
  });

  test("on a session that is over rejects at once", async () => {
    const { browser, page } = await pageScene();
    browser.detached("P");
    await expect(page.Page.loadEventFired.once()).rejects.toThrow(/^Page\.loadEventFired: the session ended/);
  });
});

test("events and sessions are the same objects each time", async () => {
  const { root, page } = await pageScene();
  expect(page.Page.loadEventFired).toBe(page.Page.loadEventFired);
  expect(page.Page).toBe(root.connection.session("P")?.use(Page));
});

test("a thousand listeners, each removed, leave nothing", async () => {
  const { root, page, load } = await pageScene();
  const listening = Array.from({ length: 1000 }, () => page.Page.loadEventFired.on(() => undefined));
  for (const each of listening) each[Symbol.dispose]();
  const { skipped } = root.connection.metrics();
  load(1);
  expect(root.connection.metrics().skipped).toBe(skipped + 1);
});
