import { describe, expect, test } from "vitest";
import { connectBrowser } from "../../../templates/runtime/codegen.js";
import { UsageError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, Refusal } from "../../support/fake-browser.js";
import type { Sent } from "../../support/fake-browser.js";
import { BrowserTarget, PageTarget } from "../../support/small-domains.js";

describe("sessionForFrame", () => {
  async function withFrames(): Promise<{ browser: FakeBrowser; page: PageTarget }> {
    const browser = new FakeBrowser().withTargets();
    const root = await connectBrowser(BrowserTarget, PageTarget, [], browser.transport);
    const page = await root.attach(PageTarget, "page-1");
    browser.on("Page.getFrameTree", (_params, { sessionId }) =>
      sessionId === "S1"
        ? { frameTree: { frame: { id: "page-1" }, childFrames: [{ frame: { id: "inner" } }] } }
        : { frameTree: { frame: { id: "iframe-1" }, childFrames: [{ frame: { id: "innermost" } }] } },
    );
    browser.attached("I", { type: "iframe", targetId: "iframe-1" }, page.id);
    return { browser, page };
  }

  test.each([
    ["page-1", "S1"],
    ["inner", "S1"],
    ["iframe-1", "I"],
    ["innermost", "I"],
  ])("the frame %s belongs to %s", async (frame, want) => {
    const { page } = await withFrames();
    expect((await page.sessionForFrame(frame)).id).toBe(want);
  });

  test("is found whatever is the matter with other iframes, which are asked no longer", async () => {
    const browser = new FakeBrowser().withTargets();
    const root = await connectBrowser(BrowserTarget, PageTarget, [], browser.transport);
    const page = await root.attach(PageTarget, "page-1");
    const trees: Readonly<Record<string, object>> = {
      S1: { frameTree: { frame: { id: "page-1" } } },
      B: { frameTree: { frame: { id: "iframe-2" }, childFrames: [{ frame: { id: "innermost" } }] } },
    };
    // The first is wedged, the second has crashed.
    browser.on("Page.getFrameTree", (_params, { sessionId }) => {
      if (sessionId === "A2") browser.event("Inspector.targetCrashed", {}, "A2");
      return trees[sessionId ?? ""];
    });
    for (const id of ["A1", "A2", "B"]) browser.attached(id, { type: "iframe" }, page.id);
    expect((await page.sessionForFrame("innermost")).id).toBe("B");
    expect(root.connection.pending()).toEqual([]);
    browser.on("Target.attachToTarget", () => {
      throw new Refusal(-32602, "No target with given id found");
    });
    browser.on("Target.getTargets", { targetInfos: [] });
    // Where nobody has it, it may be with whoever has not said.
    await expect(page.sessionForFrame("gone", { timeout: 50 })).rejects.toMatchObject({
      method: "Page.getFrameTree",
      code: "TARGET_CRASHED",
    });
    const abort = new AbortController();
    const asking = page.sessionForFrame("gone", { signal: abort.signal });
    abort.abort(new RangeError("enough"));
    await expect(asking).rejects.toThrow("enough");
    expect(root.connection.pending()).toEqual([]);
  });

  test("attaches to an iframe that nobody has attached to", async () => {
    const { page } = await withFrames();
    const session = await page.sessionForFrame("iframe-2");
    expect(session).toMatchObject({ id: "S2", targetInfo: { type: "iframe" } });
  });

  test("lists the targets where the browser knows an iframe only then", async () => {
    const { browser, page } = await withFrames();
    browser.on("Target.attachToTarget", () => {
      if (browser.last("Target.getTargets") !== undefined) return { sessionId: "Q" };
      throw new Refusal(-32602, "No target with given id found");
    });
    browser.on("Target.getTargets", { targetInfos: [] });
    expect(await page.sessionForFrame("iframe-2")).toMatchObject({ id: "Q" });
    expect(browser.last("Target.getTargets")).toMatchObject({ sessionId: "S1", params: { filter: [{}] } });
  });

  test("gives the view that it was called on where that owns the frame", async () => {
    const { page } = await withFrames();
    expect(await page.sessionForFrame("inner")).toBe(page);
    expect(await page.sessionForFrame("innermost")).not.toBe(page);
  });

  test("of a session that has ended rejects with its end", async () => {
    const { browser, page } = await withFrames();
    browser.detached("S1");
    await expect(page.sessionForFrame("page-1")).rejects.toMatchObject({ code: "SESSION_DETACHED" });
  });

  test("takes no longer than its timeout, however many commands it takes", async () => {
    const { browser, page } = await withFrames();
    const slow = (result: object): ((params: unknown, sent: Sent) => undefined) => {
      return (_params, sent) => {
        setTimeout(() => browser.reply(sent, result), 120);
        return undefined;
      };
    };
    browser.on("Page.getFrameTree", slow({ frameTree: { frame: { id: "other" } } }));
    browser.on("Target.getTargets", slow({ targetInfos: [] }));
    browser.on("Target.attachToTarget", (_params, sent) => {
      setTimeout(() => browser.refuse(sent, -32602, "No target with given id found"), 120);
      return undefined;
    });
    // Each of four commands would have had that long.
    await expect(page.sessionForFrame("gone", { timeout: 200 })).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(browser.methods()).not.toContain("Target.getTargets");
  });

  test("says when there is none", async () => {
    const { browser, page } = await withFrames();
    browser.on("Target.attachToTarget", () => {
      throw new Refusal(-32602, "No target with given id found");
    });
    browser.on("Target.getTargets", { targetInfos: [] });
    await expect(page.sessionForFrame("gone")).rejects.toBeInstanceOf(UsageError);
  });
});
