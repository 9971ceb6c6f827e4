/** What had been set on a session is set again by a reconnection. */
import { describe, expect, test } from "vitest";
import { CommandError } from "../../../templates/runtime/core/errors.js";
import { settled } from "../../support/fake-browser.js";
import { cut, readyBrowser, reconnectingScene, summary } from "../../support/reconnecting.js";
import { PageTarget } from "../../support/small-domains.js";

/** What a promise rejects with, asked for at once. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("what was set on a session", () => {
  test("is sent again in the order in which it was first sent, on its new id", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    const extra = { headers: { a: "1" } };
    await page.send("Network.enable", { maxPostDataSize: 1 });
    await page.send("Network.setExtraHTTPHeaders", { headers: { a: "0" } });
    await page.Page.enable();
    await page.send("Network.setExtraHTTPHeaders", extra);
    extra.headers.a = "changed by its owner";
    await scene.root.send("Target.setDiscoverTargets", { discover: true });
    const event = await cut(scene);
    const sent = scene.browsers[1]?.sent.map(({ method, params, sessionId }) => [sessionId, method, params]);
    expect(sent).toEqual([
      [undefined, "Target.setDiscoverTargets", { discover: true }],
      [undefined, "Target.attachToTarget", { targetId: "page-1", flatten: true }],
      ["S1-1", "Network.enable", { maxPostDataSize: 1 }],
      ["S1-1", "Network.setExtraHTTPHeaders", { headers: { a: "1" } }],
      ["S1-1", "Page.enable", undefined],
    ]);
    expect(summary(event.sessions)).toEqual([
      {
        id: undefined,
        formerId: undefined,
        outcome: "restored",
        restored: ["Target.setDiscoverTargets"],
        failed: [],
      },
      {
        id: "S1-1",
        formerId: "S0-1",
        outcome: "restored",
        restored: ["Network.enable", "Network.setExtraHTTPHeaders", "Page.enable"],
        failed: [],
      },
    ]);
    expect(event.sessions.map(({ session }) => session)).toEqual([
      scene.root.connection.root,
      scene.root.connection.session("S1-1"),
    ]);
  });

  test("is not, where it was refused, given up, taken back or never answered", async () => {
    const scene = await reconnectingScene();
    const [browser] = scene.browsers;
    const page = await scene.root.attach(PageTarget, "page-1");
    await page.send("Network.enable");
    await page.send("Network.setExtraHTTPHeaders", { headers: {} });
    await page.send("Network.disable");
    await failure(page.send("DOM.enable", {}, { timeout: 0 }));
    const refused = failure(page.send("CSS.enable"));
    await settled();
    browser?.refuse(browser.last("CSS.enable"), -32000, "DOM agent needs to be enabled first");
    expect(await refused).toBeInstanceOf(CommandError);
    void failure(page.send("Log.enable"));
    await cut(scene);
    expect(scene.browsers[1]?.methods()).toEqual(["Target.attachToTarget"]);
  });

  test("is sent at each reconnection, and once each", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    await page.Page.enable();
    await cut(scene);
    await page.Runtime.enable();
    await cut(scene);
    expect(scene.browsers[2]?.methods()).toEqual(["Target.attachToTarget", "Page.enable", "Runtime.enable"]);
    expect(page.id).toBe("S2-1");
  });

  test("is told of where the browser refuses it or does not answer", async () => {
    const scene = await reconnectingScene({ restoreTimeout: 5 });
    const page = await scene.root.attach(PageTarget, "page-1");
    await page.Page.enable();
    await page.Runtime.enable();
    await page.send("Fetch.enable");
    const browser = readyBrowser("N");
    browser.on("Page.enable", () => undefined);
    browser.on("Runtime.enable", (_params, sent) => {
      browser.refuse(sent, -32000, "no");
      return undefined;
    });
    scene.next.push(browser);
    const { sessions } = await cut(scene);
    expect(summary(sessions)[1]).toMatchObject({
      outcome: "restored",
      restored: ["Fetch.enable"],
      failed: ["Page.enable", "Runtime.enable"],
    });
    expect(sessions[1]?.failed.map(({ error }) => (error as Error).name)).toEqual([
      "TimeoutError",
      "CommandError",
    ]);
    // It is worth another try.
    await cut(scene);
    expect(scene.browsers[2]?.methods()).toContain("Page.enable");
  });

  test("says the new name of a script, by which it is removed from then on", async () => {
    const scene = await reconnectingScene();
    const method = "Page.addScriptToEvaluateOnNewDocument";
    const remove = "Page.removeScriptToEvaluateOnNewDocument";
    scene.browsers[0]?.on(method, { identifier: "1" }).on(remove, {});
    const page = await scene.root.attach(PageTarget, "page-1");
    await page.send(method, { source: "one" });
    scene.browsers[0]?.on(method, { identifier: "2" });
    await page.send(method, { source: "two" });
    await page.send(remove, { identifier: "1" });
    scene.next.push(readyBrowser("N").on(method, { identifier: "9" }).on(remove, {}));
    const { sessions } = await cut(scene);
    expect(sessions[1]?.restored).toEqual([
      { method, params: { source: "two" }, result: { identifier: "9" } },
    ]);
    await page.send(remove, { identifier: "9" });
    await cut(scene);
    expect(scene.browsers[2]?.methods()).not.toContain(method);
  });

  test("is in force before what others send on the session", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    await page.send("Network.setExtraHTTPHeaders", { headers: {} });
    const browser = readyBrowser("N");
    // Whoever hears of the session first is its listener for everything.
    scene.root.connection.on("*", ({ method }) => {
      if (method === "Target.attachedToTarget") void page.Page.enable();
    });
    scene.next.push(browser);
    await cut(scene);
    expect(browser.methods()).toEqual([
      "Target.attachToTarget",
      "Network.setExtraHTTPHeaders",
      "Page.enable",
    ]);
  });
});
