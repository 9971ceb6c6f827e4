import { afterEach, describe, expect, test, vi } from "vitest";
import { connectBrowser } from "../../../templates/runtime/codegen.js";
import { SessionDetachedError, UsageError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, Refusal, settled } from "../../support/fake-browser.js";
import type { Sent } from "../../support/fake-browser.js";
import {
  BrowserTarget,
  IframeTarget,
  PageTarget,
  ServiceWorkerTarget,
  TabTarget,
  WorkerTarget,
} from "../../support/small-domains.js";

interface Scene {
  readonly browser: FakeBrowser;
  readonly root: BrowserTarget;
  readonly page: PageTarget;
  readonly errors: unknown[];
}

async function scene(): Promise<Scene> {
  const browser = new FakeBrowser().withTargets();
  const errors: unknown[] = [];
  browser.on("Target.setAutoAttach", {}).on("Runtime.enable", {}).on("Runtime.runIfWaitingForDebugger", {});
  const root = await connectBrowser(BrowserTarget, PageTarget, [], browser.transport, {
    onError: (error) => errors.push(error),
  });
  return { browser, root, page: await root.attach(PageTarget, "page-1"), errors };
}

function settings(browser: FakeBrowser, sessionId?: string): unknown[] {
  return browser.sent
    .filter((sent: Sent) => sent.method === "Target.setAutoAttach" && sent.sessionId === sessionId)
    .map((sent) => sent.params);
}

const resumed = (browser: FakeBrowser): (string | undefined)[] =>
  browser.sent
    .filter((sent) => sent.method === "Runtime.runIfWaitingForDebugger")
    .map((sent) => sent.sessionId);

afterEach(() => {
  vi.useRealTimers();
});

describe("children", () => {
  test("come typed by what attached", async () => {
    const { browser, page } = await scene();
    using children = await page.children([WorkerTarget, IframeTarget]);
    browser.attached("W", { type: "worker" }, page.id);
    browser.attached("I", { type: "iframe" }, page.id);
    await settled();
    const [worker, iframe] = [children.tryNext(), children.tryNext()];
    expect([worker?.id, worker?.is(WorkerTarget), worker?.Runtime]).toEqual(["W", true, expect.anything()]);
    expect(iframe?.is(IframeTarget) === true && iframe.Page).toBeTruthy();
    expect(settings(browser, page.id)).toEqual([
      {
        autoAttach: true,
        waitForDebuggerOnStart: false,
        flatten: true,
        filter: [{ type: "worker" }, { type: "iframe" }],
      },
    ]);
  });

  test("are set up while they are paused, and then resumed", async () => {
    const { browser, page } = await scene();
    const order: string[] = [];
    browser.on("Runtime.enable", () => {
      order.push("enabled");
      return {};
    });
    browser.on("Runtime.runIfWaitingForDebugger", () => {
      order.push("resumed");
      return {};
    });
    using children = await page.children([WorkerTarget], { setup: (child) => child.Runtime.enable() });
    browser.attached("W", { type: "worker" }, page.id, true);
    const { value: child } = await children.next();
    await settled();
    expect(child?.id).toBe("W");
    expect(order).toEqual(["enabled", "resumed"]);
    expect(settings(browser, page.id)).toMatchObject([{ waitForDebuggerOnStart: true }]);
  });

  test("lose no event between attach and setup", async () => {
    const { browser, page } = await scene();
    const seen: unknown[] = [];
    using _children = await page.children([WorkerTarget], {
      setup: (child) => {
        child.Runtime.consoleAPICalled.on((event) => seen.push(event.type));
      },
    });
    browser.attached("W", { type: "worker" }, page.id, true);
    browser.event("Runtime.consoleAPICalled", { type: "log" }, "W");
    expect(seen).toEqual(["log"]);
  });

  test("are resumed when their setup fails, which is reported", async () => {
    const { browser, page, errors } = await scene();
    using children = await page.children([WorkerTarget], {
      setup: () => Promise.reject(new RangeError("mine")),
    });
    browser.attached("W", { type: "worker" }, page.id, true);
    await settled();
    expect(resumed(browser)).toEqual(["W"]);
    expect(errors).toMatchObject([{ message: "mine" }]);
    expect(children.tryNext()?.id).toBe("W");
  });

  test("are resumed when their setup never ends", async () => {
    const { browser, page, errors } = await scene();
    using _children = await page.children([WorkerTarget], {
      setup: () => new Promise(() => undefined),
      setupTimeout: 5,
    });
    browser.attached("W", { type: "worker" }, page.id, true);
    await vi.waitFor(() => expect(resumed(browser)).toEqual(["W"]));
    expect(errors).toMatchObject([{ name: "TimeoutError" }]);
  });

  test("are set up within a time that is one", async () => {
    const { page } = await scene();
    for (const setupTimeout of [-1, Number.NaN, "1" as never]) {
      await expect(page.children([WorkerTarget], { setupTimeout })).rejects.toThrow(
        `"setupTimeout" must be a number of milliseconds from 0, not ${setupTimeout}`,
      );
    }
  });

  test.each([Infinity, 2 ** 40])(
    "may take %d ms to set up, and are paused all the while",
    async (setupTimeout) => {
      vi.useFakeTimers();
      const { browser, page, errors } = await scene();
      let ready = (): void => undefined;
      const setup = (): Promise<void> =>
        new Promise((resolve) => {
          ready = resolve;
        });
      const children = await page.children([WorkerTarget], { setup, setupTimeout });
      browser.attached("W", { type: "worker" }, page.id, true);
      await vi.advanceTimersByTimeAsync(1_000_000);
      expect(resumed(browser)).toEqual([]);
      ready();
      await vi.advanceTimersByTimeAsync(0);
      expect(resumed(browser)).toEqual(["W"]);
      expect(children.tryNext()?.id).toBe("W");
      expect(errors).toEqual([]);
    },
  );

  test("that go away during their setup are nobody's error", async () => {
    const { browser, page, errors } = await scene();
    browser.on("Runtime.enable", () => undefined);
    using children = await page.children([WorkerTarget], { setup: (child) => child.Runtime.enable() });
    browser.attached("W", { type: "worker" }, page.id, true);
    await settled();
    browser.detached("W", page.id);
    await settled();
    expect(errors).toEqual([]);
    expect(children.size).toBe(0);
    expect(resumed(browser)).toEqual([]);
  });

  test("that were paused before the answer came are resumed too", async () => {
    const { browser, page } = await scene();
    browser.on("Target.setAutoAttach", (_params, { sessionId }) => {
      if (sessionId === page.id) browser.attached("W", { type: "worker" }, page.id, true);
      return {};
    });
    using children = await page.children([WorkerTarget], { setup: () => undefined });
    await settled();
    expect(children.tryNext()?.id).toBe("W");
    expect(resumed(browser)).toEqual(["W"]);
  });

  test("that do not start before they are resumed are not waited for", async () => {
    const { browser, page } = await scene();
    // A service worker below a page.
    browser.on("Runtime.enable", (_params, { sessionId }) =>
      resumed(browser).includes(sessionId) ? {} : undefined,
    );
    browser.on("Runtime.runIfWaitingForDebugger", (_params, { sessionId }) => {
      const enable = browser.sent.find(
        (sent) => sent.method === "Runtime.enable" && sent.sessionId === sessionId,
      );
      browser.reply(enable);
      return {};
    });
    using children = await page.children([ServiceWorkerTarget], { setup: (child) => child.Runtime.enable() });
    browser.attached("W", { type: "service_worker" }, page.id, true);
    expect((await children.next()).value?.id).toBe("W");
    expect(browser.methods().slice(-2)).toEqual(["Runtime.enable", "Runtime.runIfWaitingForDebugger"]);
  });

  test("are found however deep, through children of other kinds", async () => {
    const { browser, page } = await scene();
    using children = await page.children([WorkerTarget], { deep: true });
    browser.attached("I", { type: "iframe" }, page.id, true);
    await settled();
    expect(resumed(browser)).toEqual(["I"]);
    expect(settings(browser, "I")).toEqual([
      { autoAttach: true, waitForDebuggerOnStart: true, flatten: true },
    ]);
    browser.attached("W", { type: "worker" }, "I", true);
    await settled();
    expect(children.tryNext()?.id).toBe("W");
    expect(resumed(browser)).toEqual(["I", "W"]);
    expect(children.size).toBe(0);
  });

  test("of a kind that has no children are resumed all the same", async () => {
    const { browser, page, errors } = await scene();
    using children = await page.children([WorkerTarget], { deep: true });
    browser.on("Target.setAutoAttach", () => {
      throw new Refusal(-32601, "'Target.setAutoAttach' wasn't found");
    });
    browser.attached("W", { type: "worker" }, page.id, true);
    await settled();
    expect(children.tryNext()?.id).toBe("W");
    expect(resumed(browser)).toEqual(["W"]);
    expect(errors).toEqual([]);
  });

  test("end with their parent", async () => {
    const { browser, page } = await scene();
    const children = await page.children([WorkerTarget]);
    const next = children.next();
    browser.detached("S1");
    await expect(next).rejects.toBeInstanceOf(SessionDetachedError);
    await expect(page.children([WorkerTarget])).rejects.toBeInstanceOf(SessionDetachedError);
  });

  test("that are attached by hand are not part of it", async () => {
    const { page } = await scene();
    using children = await page.children([WorkerTarget]);
    const worker = await page.attach(WorkerTarget, "worker-1");
    await settled();
    expect(worker.id).toBe("S2");
    expect(children.size).toBe(0);
  });

  test("that attach while somebody attaches to the same target by name are part of it all the same", async () => {
    const { browser, page } = await scene();
    using children = await page.children([WorkerTarget]);
    browser.on("Target.attachToTarget", () => {
      // Auto-attach comes by itself, and first.
      browser.attached("auto", { type: "worker", targetId: "worker-1", url: "x" }, page.id);
      browser.attached("named", { type: "worker", targetId: "worker-1", url: "x" }, page.id);
      return { sessionId: "named" };
    });
    const named = await page.attach(WorkerTarget, "worker-1");
    expect(named.id).toBe("named");
    await settled();
    expect(children.tryNext()?.id).toBe("auto");
    expect(children.tryNext()).toBeUndefined();
  });

  test("that attach in one chunk with what was asked for by name are part of it, too", async () => {
    const { browser, root } = await scene();
    browser.on("Target.attachToTarget", () => {
      browser.attached("named", { type: "page", targetId: "page-9" });
      return { sessionId: "named" };
    });
    browser.on("Target.setAutoAttach", () => {
      browser.attached("auto", { type: "page", targetId: "page-9" });
      return {};
    });
    const [named, children] = await Promise.all([
      root.attach(PageTarget, "page-9"),
      root.children([PageTarget]),
    ]);
    await settled();
    expect(named.id).toBe("named");
    expect(children.tryNext()?.id).toBe("auto");
    expect(children.tryNext()).toBeUndefined();
  });

  test("are not those that are attached by name where the browser tells of them after its answer", async () => {
    const { browser, root } = await scene();
    using children = await root.children([PageTarget]);
    browser.on("Target.attachToTarget", (_params, sent) => {
      browser.reply(sent, { sessionId: "named" });
      browser.attached("named", { type: "page", targetId: "page-9" });
      return undefined;
    });
    expect((await root.attach(PageTarget, "page-9")).id).toBe("named");
    await settled();
    expect(children.tryNext()).toBeUndefined();
  });

  test("that the browser refuses to attach to reject", async () => {
    const { browser, page } = await scene();
    browser.on("Target.setAutoAttach", () => {
      throw new Refusal(-32000, "Not allowed");
    });
    await expect(page.children([WorkerTarget])).rejects.toMatchObject({ code: -32000 });
    await expect(page.children([])).rejects.toBeInstanceOf(UsageError);
  });
});

describe("two users of one session", () => {
  test("get what both need, and do not undo each other", async () => {
    const { browser, page } = await scene();
    const workers = await page.children([WorkerTarget]);
    browser.attached("W", { type: "worker" }, page.id);
    const all = await page.children([WorkerTarget, IframeTarget], { setup: () => undefined });
    await settled();
    // The second hears of what is there already.
    expect([workers.tryNext()?.id, all.tryNext()?.id]).toEqual(["W", "W"]);
    all[Symbol.dispose]();
    await settled();
    workers[Symbol.dispose]();
    await settled();
    browser.detached("W", page.id);
    expect(settings(browser, page.id)).toEqual([
      { autoAttach: true, waitForDebuggerOnStart: false, flatten: true, filter: [{ type: "worker" }] },
      {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [{ type: "worker" }, { type: "iframe" }],
      },
      { autoAttach: true, waitForDebuggerOnStart: false, flatten: true, filter: [{ type: "worker" }] },
      // Switching off would detach the worker that is still in somebody's hands.
      { autoAttach: true, waitForDebuggerOnStart: false, flatten: true, filter: [{ exclude: true }] },
    ]);
  });

  test("are both done before a child runs", async () => {
    const { browser, page } = await scene();
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    using _one = await page.children([WorkerTarget], { setup: () => undefined });
    using _two = await page.children([WorkerTarget], { setup: () => slow });
    browser.attached("W", { type: "worker" }, page.id, true);
    await settled();
    expect(resumed(browser)).toEqual([]);
    finish();
    await settled();
    expect(resumed(browser)).toEqual(["W"]);
  });

  test("with no child left, it is switched off", async () => {
    const { browser, page } = await scene();
    const children = await page.children([WorkerTarget]);
    children[Symbol.dispose]();
    children[Symbol.dispose]();
    await settled();
    // The browser refuses a filter beside "off".
    expect(settings(browser, page.id).at(-1)).toEqual({
      autoAttach: false,
      waitForDebuggerOnStart: false,
      flatten: true,
    });
  });

  test("who want both tabs and pages of the root are told", async () => {
    const { browser, root } = await scene();
    await expect(root.children([PageTarget, TabTarget])).rejects.toBeInstanceOf(UsageError);
    using _pages = await root.children([PageTarget]);
    await expect(root.children([TabTarget])).rejects.toBeInstanceOf(UsageError);
    expect(settings(browser)).toMatchObject([{ filter: [{ type: "page" }] }]);
  });

  test("and deep, pages are found below their tabs", async () => {
    const { browser, root } = await scene();
    using _both = await root.children([PageTarget, TabTarget], { deep: true });
    expect(settings(browser)).toMatchObject([{ filter: [{ type: "page", exclude: true }, {}] }]);
  });
});

test("a signal ends the stream and takes the wish back", async () => {
  const { browser, page } = await scene();
  const controller = new AbortController();
  const children = await page.children([WorkerTarget], { signal: controller.signal });
  controller.abort(new RangeError("enough"));
  await expect(children.next()).rejects.toThrow("enough");
  await settled();
  expect(settings(browser, page.id).at(-1)).toMatchObject({ autoAttach: false });
});
