/** Reconnection of sessions that the browser attaches by itself. */
import { expect, test } from "vitest";
import { Refusal, settled } from "../../support/fake-browser.js";
import type { FakeBrowser } from "../../support/fake-browser.js";
import { cut, readyBrowser, reconnectingScene, summary } from "../../support/reconnecting.js";
import type { Scene } from "../../support/reconnecting.js";
import { IframeTarget, PageTarget, WorkerTarget } from "../../support/small-domains.js";

type Child = readonly [parent: string, id: string, targetId: string, isWaiting?: boolean];

/** A browser whose auto-attach finds these. */
function browserWith(prefix: string, children: readonly Child[]): FakeBrowser {
  const browser = readyBrowser(prefix);
  browser.on("Target.setAutoAttach", ({ filter }, { sessionId }) => {
    if (JSON.stringify(filter) === '[{"exclude":true}]') return {};
    for (const [parent, id, targetId, isWaiting = false] of children) {
      if (parent !== sessionId) continue;
      browser.attached(id, { targetId, type: targetId.split("-")[0] }, parent, isWaiting);
    }
    return {};
  });
  return browser;
}

async function sceneWith(children: readonly Child[]): Promise<{ scene: Scene; page: PageTarget }> {
  const scene = await reconnectingScene();
  scene.next.push(browserWith("P", children));
  await cut(scene);
  return { scene, page: await scene.root.attach(PageTarget, "page-1") };
}

test("come back through their parents, and keep what was set on them", async () => {
  const { scene, page } = await sceneWith([
    ["P1", "I1", "iframe-1"],
    ["I1", "W1", "worker-1"],
  ]);
  const children = await page.children([IframeTarget, WorkerTarget], { deep: true });
  const iframe = (await children.next()).value as IframeTarget;
  const worker = (await children.next()).value as WorkerTarget;
  await settled();
  await worker.Runtime.enable();
  const browser = browserWith("Q", [
    ["Q1", "I2", "iframe-1"],
    ["I2", "W2", "worker-1"],
    ["Q1", "W9", "worker-9"],
  ]);
  scene.next.push(browser);
  const { sessions } = await cut(scene);
  expect(summary(sessions)).toEqual([
    { id: undefined, formerId: undefined, outcome: "restored", restored: [], failed: [] },
    { id: "Q1", formerId: "P1", outcome: "restored", restored: ["Target.setAutoAttach"], failed: [] },
    { id: "I2", formerId: "I1", outcome: "restored", restored: ["Target.setAutoAttach"], failed: [] },
    {
      id: "W2",
      formerId: "W1",
      outcome: "restored",
      restored: ["Target.setAutoAttach", "Runtime.enable"],
      failed: [],
    },
  ]);
  expect([iframe.id, worker.id]).toEqual(["I2", "W2"]);
  // A child that is new since is found by the stream, and those that came back are not found again.
  const next = await children.next();
  expect(next.value).toMatchObject({ id: "W9", targetId: "worker-9" });
  expect(children.size).toBe(0);
  expect(browser.methods().filter((method) => method === "Target.attachToTarget")).toHaveLength(1);
});

test("are resumed where they are paused, once what had been set was sent", async () => {
  const { scene, page } = await sceneWith([["P1", "W1", "worker-1"]]);
  const children = await page.children([WorkerTarget]);
  const worker = (await children.next()).value as WorkerTarget;
  await worker.Runtime.enable();
  const browser = browserWith("Q", [["Q1", "W2", "worker-1", true]]);
  scene.next.push(browser);
  await cut(scene);
  expect(browser.sent.filter(({ sessionId }) => sessionId === "W2").map(({ method }) => method)).toEqual([
    "Runtime.enable",
    "Runtime.runIfWaitingForDebugger",
  ]);
});

test("that auto-attach no longer finds are attached to by name, and end where that is refused", async () => {
  const { scene, page } = await sceneWith([
    ["P1", "W1", "worker-1"],
    ["P1", "W2", "worker-2"],
    ["P1", "W3", "worker-3"],
  ]);
  const children = await page.children([WorkerTarget]);
  const [one, two, three] = [
    (await children.next()).value as WorkerTarget,
    (await children.next()).value as WorkerTarget,
    (await children.next()).value as WorkerTarget,
  ];
  const browser = browserWith("Q", []);
  browser.on("Target.attachToTarget", ({ targetId }, { sessionId: parent }) => {
    if (targetId === "worker-2") throw new Refusal(-32602, "No target with given id found");
    if (targetId === "worker-3") throw new Refusal(-32000, "Not allowed");
    browser.attached(`N-${String(targetId)}`, { targetId, type: String(targetId).split("-")[0] }, parent);
    return { sessionId: `N-${String(targetId)}` };
  });
  scene.next.push(browser);
  const { sessions } = await cut(scene);
  expect(sessions.map(({ session, outcome }) => [session.targetId, outcome])).toEqual([
    [undefined, "restored"],
    ["page-1", "restored"],
    ["worker-1", "restored"],
    ["worker-2", "gone"],
    ["worker-3", "lost"],
  ]);
  expect(one.id).toBe("N-worker-1");
  await Promise.all([two.closed, three.closed]);
});

test("are wanted by those who want them by then", async () => {
  const { scene, page } = await sceneWith([["P1", "W1", "worker-1"]]);
  const children = await page.children([WorkerTarget]);
  const worker = (await children.next()).value as WorkerTarget;
  scene.root.connection.disconnected.on(() => void children.return());
  const browser = browserWith("Q", [["Q1", "W2", "worker-1"]]);
  scene.next.push(browser);
  await cut(scene);
  await settled();
  expect(worker.id).toBe("W2");
  // Nobody wants more, and this one stays.
  expect(browser.last("Target.setAutoAttach")?.params).toEqual({
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: true,
    filter: [{ exclude: true }],
  });
});

test("are asked for again where what had been asked for could not be brought back", async () => {
  const { scene, page } = await sceneWith([]);
  const children = await page.children([WorkerTarget]);
  const browser = browserWith("Q", []);
  let count = 0;
  browser.on("Target.setAutoAttach", () => {
    if (++count === 1) throw new Refusal(-32000, "Not now");
    browser.attached("W9", { targetId: "worker-9", type: "worker" }, "Q1");
    return {};
  });
  scene.next.push(browser);
  const { sessions } = await cut(scene);
  expect(summary(sessions)[1]).toMatchObject({ id: "Q1", failed: ["Target.setAutoAttach"] });
  expect((await children.next()).value).toMatchObject({ id: "W9" });
  expect(count).toBe(2);
});

test("are not taken for each other where one was attached by name as well", async () => {
  const { scene, page } = await sceneWith([["P1", "W1", "worker-1"]]);
  const children = await page.children([WorkerTarget]);
  const found = (await children.next()).value as WorkerTarget;
  const named = await page.attach(WorkerTarget, "worker-1");
  scene.next.push(browserWith("Q", [["Q1", "W2", "worker-1"]]));
  const { sessions } = await cut(scene);
  expect(summary(sessions)).toMatchObject([
    { outcome: "restored" },
    { outcome: "restored" },
    { id: "W2", formerId: "W1" },
    { id: "Q2", formerId: "P2" },
  ]);
  expect([found.id, named.id]).toEqual(["W2", "Q2"]);
  expect(children.size).toBe(0);
});
