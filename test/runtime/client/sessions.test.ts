import { describe, expect, test } from "vitest";
import { connectBrowser, connectRoot } from "../../../templates/runtime/codegen.js";
import type { NewPageOptions } from "../../../templates/runtime/codegen.js";
import { CommandError, SessionDetachedError, UsageError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, Refusal, settled } from "../../support/fake-browser.js";
import { BrowserTarget, Page, PageTarget, WorkerTarget } from "../../support/small-domains.js";

type Browser = BrowserTarget & {
  newPage(url?: string, options?: NewPageOptions<PageTarget>): Promise<PageTarget>;
};

async function scene(): Promise<{ browser: FakeBrowser; root: Browser }> {
  const browser = new FakeBrowser().withTargets();
  browser.on("Page.navigate", { frameId: "F" }).on("Page.enable", {});
  return { browser, root: await connectBrowser(BrowserTarget, PageTarget, [], browser.transport) };
}

describe("attach", () => {
  test("gives a session that knows its target", async () => {
    const { root } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    expect(page).toMatchObject({ id: "S1", targetId: "page-1", targetInfo: { type: "page" } });
    expect(page.is(PageTarget)).toBe(true);
  });

  test("twice gives two sessions", async () => {
    const { root } = await scene();
    const [one, two] = await Promise.all([
      root.attach(PageTarget, "page-1"),
      root.attach(PageTarget, "page-1"),
    ]);
    expect([one.id, two.id]).toEqual(["S1", "S2"]);
    expect(one.Page).not.toBe(two.Page);
  });

  test("loses no event that comes with the answer", async () => {
    const { browser, root } = await scene();
    const seen: unknown[] = [];
    browser.on("Target.attachToTarget", (_params, sent) => {
      // No attachedToTarget, and an event in the same breath as the answer.
      browser.reply(sent, { sessionId: "Q" });
      root.connection.session("Q")?.on("Page.loadEventFired", (event) => seen.push(event));
      browser.event("Page.loadEventFired", { timestamp: 1 }, "Q");
      return undefined;
    });
    const page = await root.attach(PageTarget, "x");
    expect(page.id).toBe("Q");
    expect(seen).toEqual([{ timestamp: 1 }]);
  });

  test("to a target of another kind is refused, and let go of", async () => {
    const { browser, root } = await scene();
    await expect(root.attach(WorkerTarget, "page-1")).rejects.toBeInstanceOf(UsageError);
    expect(browser.methods()).toEqual(["Target.attachToTarget", "Target.detachFromTarget"]);
  });

  test("to a session that has ended before the answer comes rejects, and leaves nothing", async () => {
    const { browser, root } = await scene();
    browser.on("Target.attachToTarget", () => {
      browser.attached("Q", { targetId: "page-1" });
      browser.detached("Q");
      return { sessionId: "Q" };
    });
    await expect(root.attach(PageTarget, "page-1")).rejects.toMatchObject({
      code: "SESSION_DETACHED",
      method: "Target.attachToTarget",
      sessionId: "Q",
    });
    expect(root.connection.session("Q")).toBeUndefined();
    expect(root.connection.metrics().sessions).toBe(1);
  });

  test("that the browser refuses rejects", async () => {
    const { browser, root } = await scene();
    browser.on("Target.attachToTarget", () => {
      throw new Refusal(-32602, "No target with given id found");
    });
    await expect(root.attach(PageTarget, "x")).rejects.toBeInstanceOf(CommandError);
  });
});

describe("the root", () => {
  test("of a browser is one", async () => {
    const { root } = await scene();
    expect([root.is(BrowserTarget), root.is(PageTarget)]).toEqual([true, false]);
    expect(() => root.as(PageTarget)).toThrow(/on a target of type "browser"/);
    expect(root.connection.root.is(BrowserTarget)).toBe(true);
  });

  test("of a transport is whatever its user says", async () => {
    const root = await connectRoot([], new FakeBrowser().transport);
    expect([root.is(BrowserTarget), root.is(PageTarget)]).toEqual([false, false]);
    expect(root.as(PageTarget).id).toBeUndefined();
  });
});

describe("adopt", () => {
  test("takes over a session that someone else attached", async () => {
    const { browser, root } = await scene();
    browser.on("Target.getTargetInfo", { targetInfo: { targetId: "T", type: "page" } });
    const page = await root.adopt(PageTarget, "theirs");
    expect(page).toMatchObject({ id: "theirs", targetId: "T" });
    await page.Page.enable();
    expect(browser.last("Page.enable")?.sessionId).toBe("theirs");
  });

  test("works where the target knows nothing of itself", async () => {
    const { browser, root } = await scene();
    browser.on("Target.getTargetInfo", () => {
      throw new Refusal(-32601, "wasn't found");
    });
    expect((await root.adopt(WorkerTarget, "theirs")).id).toBe("theirs");
  });

  test("refuses a session that is not there", async () => {
    const { browser, root } = await scene();
    browser.on("Target.getTargetInfo", () => {
      throw new Refusal(-32001, "Session with given id not found.");
    });
    await expect(root.adopt(PageTarget, "gone")).rejects.toMatchObject({ code: -32001 });
    expect(root.connection.session("gone")).toBeUndefined();
  });

  test("that fails for one leaves the session to another who adopts it at the same time", async () => {
    const { browser, root } = await scene();
    browser.on("Target.getTargetInfo", { targetInfo: { targetId: "T", type: "page" } });
    const [wrong, right] = await Promise.allSettled([
      root.adopt(WorkerTarget, "theirs"),
      root.adopt(PageTarget, "theirs"),
    ]);
    expect(wrong).toMatchObject({ status: "rejected", reason: { name: "UsageError" } });
    expect(right).toMatchObject({ status: "fulfilled", value: { id: "theirs" } });
    expect(root.connection.session("theirs")).toBeDefined();
  });

  test("that fails for all who ask leaves nothing", async () => {
    const { browser, root } = await scene();
    browser.on("Target.getTargetInfo", { targetInfo: { targetId: "T", type: "page" } });
    await Promise.allSettled([root.adopt(WorkerTarget, "theirs"), root.adopt(WorkerTarget, "theirs")]);
    expect(root.connection.session("theirs")).toBeUndefined();
  });

  test("that fails leaves a session that the browser has told of meanwhile", async () => {
    const { browser, root } = await scene();
    browser.on("Target.getTargetInfo", () => {
      browser.attached("theirs", { targetId: "T" });
      return { targetInfo: { targetId: "T", type: "page" } };
    });
    await expect(root.adopt(WorkerTarget, "theirs")).rejects.toThrow(UsageError);
    expect(root.connection.session("theirs")?.targetId).toBe("T");
  });
});

describe("detach", () => {
  test("ends the session, and twice is fine", async () => {
    const { browser, root } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    await Promise.all([page.detach(), page.detach()]);
    await page.detach();
    expect(browser.methods().filter((method) => method === "Target.detachFromTarget").length).toBeLessThan(3);
    await expect(page.closed).resolves.toMatchObject({
      code: "SESSION_DETACHED",
      message: "the session was ended by this program",
      sessionId: "S1",
    });
    await expect(page.Page.enable()).rejects.toBeInstanceOf(SessionDetachedError);
  });

  test("of a session that is dead is no error", async () => {
    const { browser, root } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    browser.on("Target.detachFromTarget", () => {
      throw new Refusal(-32602, "No session with given id");
    });
    await page.detach();
    await page.closed;
  });

  test("of a session on a connection that is lost is no error", async () => {
    const { browser, root } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    browser.die();
    await page.detach();
    await page[Symbol.asyncDispose]();
    await root[Symbol.asyncDispose]();
    await expect(root.closed).resolves.toMatchObject({ code: "CONNECTION_CLOSED" });
  });

  test("ends all sessions below", async () => {
    const { browser, root } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    browser.attached("W", { type: "worker" }, page.id);
    browser.attached("W2", { type: "worker" }, "W");
    const deep = root.connection.session("W2");
    await page.detach();
    await expect(deep?.closed).resolves.toBeInstanceOf(SessionDetachedError);
    expect(root.connection.metrics().sessions).toBe(1);
  });
});

describe("close", () => {
  test("tells everybody, and twice is fine", async () => {
    const { browser, root } = await scene();
    const page = await root.attach(PageTarget, "page-1");
    await Promise.all([root.connection.close(), root.connection.close()]);
    await root.detach();
    expect(browser.closed).toBe(true);
    await expect(page.closed).resolves.toMatchObject({ code: "CONNECTION_CLOSED" });
    await expect(root.connection.closed).resolves.toMatchObject({
      message: "the connection was closed by this program",
    });
    expect(root.connection.metrics().sessions).toBe(0);
  });

  test("sends what was given before", async () => {
    const { browser, root } = await scene();
    const last = root.send("A.b");
    await root.connection.close();
    await expect(last).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    expect(browser.methods()).toEqual(["A.b"]);
  });
});

describe("newPage", () => {
  test("sets up before it goes anywhere", async () => {
    const { browser, root } = await scene();
    const page = await root.newPage("https://example.com/", {
      setup: (made) => made.Page.enable(),
      browserContextId: "C",
    });
    expect(page.targetId).toBe("T1");
    expect(browser.methods()).toEqual([
      "Target.createTarget",
      "Target.attachToTarget",
      "Page.enable",
      "Page.navigate",
    ]);
    expect(browser.sent[0]?.params).toEqual({ url: "about:blank", browserContextId: "C" });
  });

  test("closes the page when it is disposed", async () => {
    const { browser, root } = await scene();
    const page = await root.newPage();
    await page[Symbol.asyncDispose]();
    await page[Symbol.asyncDispose]();
    expect(browser.methods().slice(2)).toEqual(["Target.closeTarget"]);
    expect(browser.last("Target.closeTarget")?.params).toEqual({ targetId: "T1" });
  });

  test.each([
    { title: "its setup fails", url: "x", setup: () => Promise.reject(new RangeError("mine")), want: "mine" },
    {
      title: "it cannot go there",
      url: "bad",
      setup: () => undefined,
      want: "Page.navigate: net::ERR_NAME_NOT_RESOLVED",
    },
  ])("closes the page when $title", async ({ url, setup, want }) => {
    const { browser, root } = await scene();
    browser.on("Page.navigate", { frameId: "F", errorText: "net::ERR_NAME_NOT_RESOLVED" });
    await expect(root.newPage(url, { setup })).rejects.toThrow(want);
    await settled();
    expect(browser.methods()).toContain("Target.closeTarget");
  });

  test("gives up with its signal", async () => {
    const { browser, root } = await scene();
    const controller = new AbortController();
    const setup = (): void => controller.abort(new RangeError("enough"));
    await expect(root.newPage("x", { setup, signal: controller.signal })).rejects.toThrow("enough");
    await settled();
    expect(browser.methods()).not.toContain("Page.navigate");
    expect(browser.methods()).toContain("Target.closeTarget");
  });
});

test("targets are listed, by type and filter", async () => {
  const { browser, root } = await scene();
  const page = { targetId: "1", type: "page", title: "", url: "", attached: false };
  const worker = { ...page, targetId: "2", type: "worker" };
  browser.on("Target.getTargets", { targetInfos: [page, worker, "odd"] });
  expect(await root.targets()).toEqual([page, worker]);
  expect(await root.targets({ type: "page" })).toEqual([page]);
  expect(await root.targets({ type: WorkerTarget, filter: [{}] })).toEqual([worker]);
  expect(browser.last("Target.getTargets")?.params).toEqual({ filter: [{}] });
});

test("an untyped connection opens domains one by one", async () => {
  const browser = new FakeBrowser();
  browser.on("Page.captureScreenshot", { data: "aGk=" });
  const root = await connectRoot([], browser.transport);
  expect(await root.use(Page).captureScreenshot()).toEqual({ data: new Uint8Array([104, 105]) });
});

describe("what comes when nobody waits for it any more is undone", () => {
  test("a session is let go of", async () => {
    const { browser, root } = await scene();
    browser.on("Target.attachToTarget", () => undefined);
    const controller = new AbortController();
    const attaching = root.attach(PageTarget, "page-1", { signal: controller.signal });
    await settled();
    controller.abort(new RangeError("enough"));
    await expect(attaching).rejects.toThrow("enough");
    browser.attached("Q", { targetId: "page-1" });
    browser.reply(browser.last("Target.attachToTarget"), { sessionId: "Q" });
    await settled();
    expect(browser.last("Target.detachFromTarget")?.params).toEqual({ sessionId: "Q" });
  });

  test("a page is closed", async () => {
    const { browser, root } = await scene();
    browser.on("Target.createTarget", () => undefined);
    const controller = new AbortController();
    const making = root.newPage("x", { signal: controller.signal });
    await settled();
    controller.abort(new RangeError("enough"));
    await expect(making).rejects.toThrow("enough");
    browser.reply(browser.last("Target.createTarget"), { targetId: "T9" });
    await settled();
    expect(browser.last("Target.closeTarget")?.params).toEqual({ targetId: "T9" });
  });

  test("and nothing is sent for a signal that has aborted", async () => {
    const { browser, root } = await scene();
    const signal = AbortSignal.abort(new RangeError("enough"));
    await expect(root.attach(PageTarget, "page-1", { signal })).rejects.toThrow("enough");
    await expect(root.attach(PageTarget, "page-1", { timeout: -1 })).rejects.toBeInstanceOf(UsageError);
    await expect(root.newPage("x", { signal })).rejects.toThrow("enough");
    expect(browser.sent).toEqual([]);
  });
});

describe("an end is quiet where nobody waits", () => {
  test.each(["attach", "adopt", "newPage", "targets", "children", "sessionForFrame"] as const)(
    "for %s",
    async (name) => {
      const unhandled: unknown[] = [];
      const note = (reason: unknown): void => {
        unhandled.push(reason);
      };
      process.on("unhandledRejection", note);
      const browser = new FakeBrowser();
      const root = await connectBrowser(BrowserTarget, PageTarget, [], browser.transport);
      const start: Record<typeof name, () => Promise<unknown>> = {
        attach: () => root.attach(PageTarget, "x"),
        adopt: () => root.adopt(PageTarget, "x"),
        newPage: () => root.newPage("x"),
        targets: () => root.targets(),
        children: () => root.children([PageTarget]),
        sessionForFrame: () => root.sessionForFrame("x"),
      };
      void start[name]();
      await settled();
      browser.die();
      await settled();
      await settled();
      process.off("unhandledRejection", note);
      expect(unhandled).toEqual([]);
    },
  );
});
