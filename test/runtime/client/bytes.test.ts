import { describe, expect, test } from "vitest";
import { pageScene } from "../../support/page-scene.js";

describe("bytes", () => {
  test("arrive as bytes, by domain and by name", async () => {
    const { browser, page } = await pageScene();
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
    const { browser, page } = await pageScene();
    browser.on("Fetch.fulfillRequest", {});
    const body = new Uint8Array([104, 105]);
    await page.Fetch.fulfillRequest({ requestId: "1", body });
    await page.send("Fetch.fulfillRequest", { requestId: "1", body });
    await page.send("Unheard.of", { body }, { timeout: 1 }).catch(() => undefined);
    expect(browser.sent.map((sent) => sent.params?.["body"])).toEqual(["aGk=", "aGk=", "aGk="]);
  });

  test("what is not base64 rejects a command, and is reported of an event", async () => {
    const errors: unknown[] = [];
    const { browser, page } = await pageScene((error) => errors.push(error));
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
    const { browser, page } = await pageScene();
    const results = [{}, { data: null }, { data: 7 }];
    browser.on("Page.captureScreenshot", () => results.shift());
    expect([
      await page.Page.captureScreenshot(),
      await page.Page.captureScreenshot(),
      await page.Page.captureScreenshot(),
    ]).toEqual([{}, { data: null }, { data: 7 }]);
  });
});
