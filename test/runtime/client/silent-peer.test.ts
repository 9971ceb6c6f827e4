/** A peer that has gone silent, as a browser that is stopped: what is given up settles all the same, and leaves nothing behind. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connectBrowser } from "../../../templates/runtime/codegen.js";
import type { NewPageOptions } from "../../../templates/runtime/codegen.js";
import { CLOSE_TIMEOUT } from "../../../templates/runtime/core/limits.js";
import { FakeBrowser } from "../../support/fake-browser.js";
import { BrowserTarget, PageTarget, WorkerTarget } from "../../support/small-domains.js";

type Browser = BrowserTarget & {
  newPage(url?: string, options?: NewPageOptions<PageTarget>): Promise<PageTarget>;
};

const all = [
  "Target.attachToTarget",
  "Target.closeTarget",
  "Target.createTarget",
  "Target.detachFromTarget",
  "Target.setAutoAttach",
];

/** A browser, and what makes it say no more. */
async function scene(): Promise<{ browser: FakeBrowser; root: Browser; silence: () => void }> {
  const browser = new FakeBrowser().withTargets();
  const root = await connectBrowser(BrowserTarget, PageTarget, [], browser.transport);
  const silence = (): void => {
    for (const method of all) browser.on(method, () => undefined);
  };
  return { browser, root, silence };
}

/** How long a promise takes to settle, in milliseconds. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver && performance.now() - start < 60_000) await vi.advanceTimersByTimeAsync(50);
  return performance.now() - start;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("ending", () => {
  test("a session is over after a while", async () => {
    const { root, silence } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    silence();
    expect(await timeOf(page.detach())).toBe(CLOSE_TIMEOUT);
    expect(await page.closed).toMatchObject({ message: "the session was ended by this program" });
    expect(root.connection.pending()).toEqual([]);
    expect(root.connection.metrics().sessions).toBe(1);
  });

  test("a page that was made here is over after as long, and nothing else is asked of the peer", async () => {
    const { root, silence } = await scene();
    const page = await root.newPage();
    silence();
    expect(await timeOf(page[Symbol.asyncDispose]())).toBe(CLOSE_TIMEOUT);
    expect(await page.closed).toMatchObject({ message: "the session was ended by this program" });
  });

  test("a page is over after the time that commands have, where that is shorter", async () => {
    const browser = new FakeBrowser().withTargets();
    const options = { commandTimeout: 500 };
    const root = await connectBrowser(BrowserTarget, PageTarget, [], browser.transport, options);
    const page = await root.newPage();
    for (const method of all) browser.on(method, () => undefined);
    expect(await timeOf(page[Symbol.asyncDispose]())).toBe(500);
    expect(await page.closed).toMatchObject({ message: "the session was ended by this program" });
  });

  test("a page that asks its user whether to leave is detached from", async () => {
    const { browser, root } = await scene();
    const page = await root.newPage();
    browser.on("Target.closeTarget", { success: true });
    expect(await timeOf(page[Symbol.asyncDispose]())).toBeLessThan(CLOSE_TIMEOUT + 100);
    expect(browser.methods().slice(-2)).toEqual(["Target.closeTarget", "Target.detachFromTarget"]);
  });
});

describe("giving up", () => {
  test("to attach to a worker that sleeps, after its timeout", async () => {
    const { browser, root, silence } = await scene();
    browser.on("Target.attachToTarget", ({ targetId }) => {
      const sessionId = `on ${String(targetId)}`;
      const type = String(targetId).split("-")[0];
      browser.attached(sessionId, { targetId, type, ...(type === "worker" ? { parentId: "page-1" } : {}) });
      if (targetId === "page-1") silence();
      return { sessionId };
    });
    const attaching = root.attach(WorkerTarget, "worker-1", { timeout: 100 });
    attaching.catch(() => undefined);
    expect(await timeOf(attaching)).toBeLessThanOrEqual(150);
    await expect(attaching).rejects.toMatchObject({ code: "TIMEOUT", method: "Target.setAutoAttach" });
    await vi.advanceTimersByTimeAsync(CLOSE_TIMEOUT);
    expect(root.connection.metrics()).toMatchObject({ sessions: 1, inFlight: 0 });
  });

  test("a page whose setup never ends, by its signal: the page is closed", async () => {
    const { browser, root } = await scene();
    const abort = new AbortController();
    const making = root.newPage("https://example.com/", {
      setup: (page) => page.Page.enable(),
      signal: abort.signal,
    });
    making.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(100);
    expect(browser.methods().at(-1)).toBe("Page.enable");
    abort.abort(new RangeError("enough"));
    await timeOf(making);
    await expect(making).rejects.toThrow("enough");
    expect(browser.methods().at(-1)).toBe("Target.closeTarget");
  });

  test("children, by their signal", async () => {
    const { root, silence } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    silence();
    const abort = new AbortController();
    const asking = page.children([WorkerTarget], { signal: abort.signal });
    asking.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(100);
    abort.abort(new RangeError("enough"));
    expect(await timeOf(asking)).toBeLessThan(100);
    await expect(asking).rejects.toThrow("enough");
  });

  test.each([
    ["its timeout", () => ({ timeout: 100 })],
    ["its signal", () => ({ signal: AbortSignal.timeout(100) })],
  ])("to adopt a session, by %s: it is not there", async (_title, options) => {
    vi.useRealTimers();
    const { root } = await scene();
    await expect(root.adopt(PageTarget, "theirs", options())).rejects.toMatchObject({ name: "TimeoutError" });
    expect(root.connection.session("theirs")).toBeUndefined();
    expect(root.connection.metrics().sessions).toBe(1);
  });

  test("to adopt a session that is there already leaves it to those who have it", async () => {
    const { root } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    const again = root.adopt(PageTarget, page.id ?? "", { timeout: 100 });
    again.catch(() => undefined);
    await timeOf(again);
    await expect(again).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(root.connection.session("S1")).toBeDefined();
  });
});
