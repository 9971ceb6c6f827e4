/** How a reconnection comes by its sessions, with browsers that do it in their own ways. */
import { expect, test } from "vitest";
import { SessionDetachedError } from "../../../templates/runtime/core/errors.js";
import { Refusal, settled } from "../../support/fake-browser.js";
import { cut, readyBrowser, reconnectingScene, summary } from "../../support/reconnecting.js";
import { PageTarget } from "../../support/small-domains.js";

test("a browser that tells of a session in its answer alone", async () => {
  const scene = await reconnectingScene();
  scene.browsers[0]?.on("Target.attachToTarget", { sessionId: "first" });
  const page = await scene.root.attach(PageTarget, "page-1");
  await page.Page.enable();
  scene.next.push(readyBrowser().on("Target.attachToTarget", { sessionId: "second" }));
  const { sessions } = await cut(scene);
  expect(summary(sessions)[1]).toEqual({
    id: "second",
    formerId: "first",
    outcome: "restored",
    restored: ["Page.enable"],
    failed: [],
  });
});

test("a browser that gives the new session the id that another had", async () => {
  const scene = await reconnectingScene();
  const one = await scene.root.attach(PageTarget, "page-1");
  const two = await scene.root.attach(PageTarget, "page-2");
  expect([one.id, two.id]).toEqual(["S0-1", "S0-2"]);
  const browser = readyBrowser("S0-", ["page-1"]);
  scene.next.push(browser);
  await cut(scene);
  // The first is gone, and the second has its id now.
  expect(two.id).toBe("S0-1");
  expect(scene.root.connection.session("S0-1")?.targetId).toBe("page-2");
  expect(await one.closed).toBeInstanceOf(SessionDetachedError);
  const load = two.Page.loadEventFired.once();
  browser.event("Page.loadEventFired", { timestamp: 3 }, "S0-1");
  expect(await load).toEqual({ timestamp: 3 });
});

test.each([
  ["without a session", {}, "ProtocolError"],
  ["never", undefined, "TimeoutError"],
])("a browser that answers %s: the session is lost", async (_title, answer, name) => {
  const scene = await reconnectingScene({ restoreTimeout: 5 });
  const page = await scene.root.attach(PageTarget, "page-1");
  scene.next.push(readyBrowser().on("Target.attachToTarget", () => answer));
  const { sessions } = await cut(scene);
  expect(sessions[1]).toMatchObject({ outcome: "lost", error: { name } });
  expect(await page.closed).toMatchObject({
    name: "SessionDetachedError",
    message: "the session ended: it could not be attached again after the reconnection",
  });
});

test("a session that auto-attach brings back first is not attached to twice", async () => {
  const scene = await reconnectingScene();
  const page = await scene.root.attach(PageTarget, "page-1");
  await scene.root.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: true,
  });
  const browser = readyBrowser("N");
  browser.on("Target.setAutoAttach", () => {
    browser.attached("auto", { targetId: "page-1" });
    return {};
  });
  scene.next.push(browser);
  const { sessions } = await cut(scene);
  expect(summary(sessions)).toMatchObject([{ outcome: "restored" }, { outcome: "restored", id: "auto" }]);
  await settled();
  expect(page.id).toBe("auto");
  expect(browser.last("Target.detachFromTarget")?.params).toEqual({ sessionId: "N1" });
});

test("a session that ends while others are restored is said to be gone", async () => {
  const scene = await reconnectingScene();
  const one = await scene.root.attach(PageTarget, "page-1");
  const two = await scene.root.attach(PageTarget, "page-2");
  await two.Page.enable();
  const browser = readyBrowser("N");
  browser.on("Page.enable", () => {
    browser.detached("N1");
    return {};
  });
  scene.next.push(browser);
  const { sessions } = await cut(scene);
  expect(summary(sessions)).toMatchObject([
    { outcome: "restored" },
    { outcome: "gone", formerId: "S0-1" },
    { outcome: "restored", id: "N2" },
  ]);
  expect(await one.closed).toBeInstanceOf(SessionDetachedError);
});

test("a session that is let go of while it is restored is detached", async () => {
  const scene = await reconnectingScene();
  const page = await scene.root.attach(PageTarget, "page-1");
  let answer = (): void => undefined;
  const browser = readyBrowser("N").on("Target.attachToTarget", (_params, sent) => {
    answer = () => browser.reply(sent, { sessionId: "late" });
    return undefined;
  });
  scene.next.push(browser);
  const again = cut(scene);
  await settled();
  const detached = page.detach();
  await settled();
  answer();
  await detached;
  const { sessions } = await again;
  expect(sessions).toHaveLength(1);
  expect(browser.sent.filter(({ method }) => method === "Target.detachFromTarget").at(-1)?.params).toEqual({
    sessionId: "late",
  });
  expect(scene.root.connection.session("late")).toBeUndefined();
});

test("a session that is let go of while it is restored is detached, also where the browser tells of it first", async () => {
  const scene = await reconnectingScene();
  const page = await scene.root.attach(PageTarget, "page-1");
  await page.Page.enable();
  let answer = (): void => undefined;
  const browser = readyBrowser("N").on("Target.attachToTarget", (_params, sent) => {
    answer = () => {
      browser.attached("late", { targetId: "page-1" });
      browser.reply(sent, { sessionId: "late" });
    };
    return undefined;
  });
  // In the order in which they were sent: the detaching names a session of the browser before.
  browser.on("Target.detachFromTarget", ({ sessionId }) => {
    if (sessionId !== "late") throw new Refusal(-32602, "No session with given id");
    browser.detached("late");
    return {};
  });
  scene.next.push(browser);
  const again = cut(scene);
  await settled();
  const detached = page.detach();
  answer();
  await detached;
  const { sessions } = await again;
  expect(sessions).toHaveLength(1);
  await settled();
  expect(browser.methods()).not.toContain("Page.enable");
  expect(browser.last("Target.detachFromTarget")?.params).toEqual({ sessionId: "late" });
  expect(scene.root.connection.session("late")).toBeUndefined();
  expect(scene.root.connection.metrics().sessions).toBe(1);
});

test("a session that comes after the time that restoring may take is detached, and nobody's child", async () => {
  const scene = await reconnectingScene({ restoreTimeout: 5 });
  const page = await scene.root.attach(PageTarget, "page-1");
  const children = await scene.root.children([PageTarget]);
  let answer = (): void => undefined;
  const browser = readyBrowser("N").on("Target.attachToTarget", (_params, sent) => {
    answer = () => {
      browser.attached("late", { targetId: "page-1" });
      browser.reply(sent, { sessionId: "late" });
    };
    return undefined;
  });
  scene.next.push(browser);
  const { sessions } = await cut(scene);
  expect(sessions.find(({ session }) => session.targetId === page.targetId)).toMatchObject({
    outcome: "lost",
    error: { name: "TimeoutError" },
  });
  answer();
  await settled();
  expect(browser.last("Target.detachFromTarget")?.params).toEqual({ sessionId: "late" });
  expect(children.tryNext()).toBeUndefined();
});

test("commands may be sent on a session as soon as it is there, while others are still restored", async () => {
  const scene = await reconnectingScene();
  const quick = await scene.root.attach(PageTarget, "page-1");
  const slow = await scene.root.attach(PageTarget, "page-2");
  await slow.Page.enable();
  let answer = (): void => undefined;
  const browser = readyBrowser("N").on("Page.enable", (_params, sent) => {
    answer = () => browser.reply(sent);
    return undefined;
  });
  scene.next.push(browser);
  let isThere = false;
  const again = cut(scene).then(() => {
    isThere = true;
  });
  await settled();
  await quick.Runtime.enable();
  await slow.Runtime.enable();
  expect(isThere).toBe(false);
  answer();
  await again;
  expect(browser.methods().slice(-3)).toEqual(["Page.enable", "Runtime.enable", "Runtime.enable"]);
});
