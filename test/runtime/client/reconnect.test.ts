import { describe, expect, test } from "vitest";
import { reconnecting } from "../../../templates/runtime/client/reconnect.js";
import { connect } from "../../../templates/runtime/codegen.js";
import {
  ConnectionClosedError,
  SessionDetachedError,
  UsageError,
} from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";
import { cut, readyBrowser, reconnectingScene, summary } from "../../support/reconnecting.js";
import { PageTarget, WorkerTarget } from "../../support/small-domains.js";

/** What a promise rejects with, asked for at once. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const nextTick = (): Promise<void> => Promise.resolve();

describe("commands when the transport is lost", () => {
  test("in flight reject and say that they had been sent, and are not sent again", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    const navigation = failure(page.Page.navigate({ url: "about:blank" }));
    await nextTick();
    await settled();
    await cut(scene);
    const error = await navigation;
    expect(error).toBeInstanceOf(ConnectionClosedError);
    expect(error).toMatchObject({ code: "CONNECTION_CLOSED", method: "Page.navigate", sent: true });
    expect(scene.browsers[1]?.methods()).not.toContain("Page.navigate");
  });

  test("that had not left yet say so, and never leave", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    const navigation = failure(page.Page.navigate({ url: "about:blank" }));
    await cut(scene);
    expect(await navigation).toMatchObject({ code: "CONNECTION_CLOSED", sent: false });
    expect(scene.browsers.flatMap((browser) => browser.methods())).not.toContain("Page.navigate");
  });

  test("on a session that has ended say so, while the connection is down and after it has ended", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    await page.detach();
    let open = (): void => undefined;
    scene.gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    scene.browsers[0]?.die();
    await settled();
    expect(await failure(page.Page.enable())).toMatchObject({ code: "SESSION_DETACHED" });
    open();
    await scene.root.connection.close();
    expect(await failure(page.Page.enable())).toMatchObject({ code: "SESSION_DETACHED" });
  });

  test("that are sent meanwhile reject at once, with a code of their own", async () => {
    let open = (): void => undefined;
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    scene.gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    scene.browsers[0]?.die();
    await settled();
    for (const session of [page, scene.root]) {
      expect(await failure(session.Runtime.enable())).toMatchObject({
        name: "ConnectionClosedError",
        message:
          "Runtime.enable: the connection was lost and is being restored; the command had not been sent",
        code: "CONNECTION_DOWN",
        sent: false,
      });
    }
    const again = scene.root.connection.reconnected.once();
    open();
    await again;
    expect(scene.browsers[1]?.methods()).toEqual(["Target.attachToTarget"]);
    await page.Runtime.enable();
  });

  test("are no unhandled rejections of anybody's who sends into the void", async () => {
    const scene = await reconnectingScene();
    void scene.root.Runtime.enable();
    scene.browsers[0]?.die();
    void scene.root.Runtime.enable();
    await settled();
  });
});

describe("what listens", () => {
  test("listeners, streams and domains go on with the same session", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    const seen: unknown[] = [];
    const { Page } = page;
    Page.loadEventFired.on((event) => seen.push(event.timestamp));
    page.on("*", (event) => seen.push(event.sessionId));
    const stream = page.Runtime.consoleAPICalled.stream();
    await cut(scene);
    const [, browser] = scene.browsers;
    expect(page).toMatchObject({ id: "S1-1", targetId: "page-1" });
    expect(scene.root.connection.session("S1-1")?.targetId).toBe("page-1");
    expect(scene.root.connection.session("S0-1")).toBeUndefined();
    browser?.event("Page.loadEventFired", { timestamp: 7 }, "S1-1");
    browser?.event("Runtime.consoleAPICalled", { type: "log" }, "S1-1");
    expect(seen).toEqual([7, "S1-1", "S1-1"]);
    expect(stream.tryNext()).toEqual({ type: "log" });
    expect(page.Page).toBe(Page);
    await page.Page.enable();
    expect(browser?.last("Page.enable")?.sessionId).toBe("S1-1");
  });

  test("once rejects, since its event may have been missed", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    const load = failure(page.Page.loadEventFired.once());
    await cut(scene);
    expect(await load).toMatchObject({ name: "ConnectionClosedError", code: "CONNECTION_CLOSED" });
    const next = page.Page.loadEventFired.once();
    scene.browsers[1]?.event("Page.loadEventFired", { timestamp: 1 }, "S1-1");
    expect(await next).toEqual({ timestamp: 1 });
  });

  test("disconnected, reconnecting and reconnected are told in this order", async () => {
    const scene = await reconnectingScene({ jitter: 0 });
    const { connection } = scene.root;
    const told: unknown[] = [];
    connection.disconnected.on(({ commands, reason }) => told.push([commands, reason.code]));
    connection.reconnecting.on(({ attempt, attempts, delay, reason }) =>
      told.push([attempt, attempts, delay, (reason as Error).message]),
    );
    connection.reconnected.on(({ attempts, sameBrowser }) => told.push([attempts, sameBrowser]));
    scene.next.push(new Error("nobody there"));
    void failure(scene.root.Runtime.enable());
    await cut(scene);
    const lost = "the connection was lost: the other side closed it";
    expect(told).toEqual([
      [1, "CONNECTION_CLOSED"],
      [1, 10, 100, lost],
      [2, 10, 200, "nobody there"],
      [2, undefined],
    ]);
  });
});

describe("sessions", () => {
  test("whose targets are gone end, with all below them", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    const worker = await page.attach(WorkerTarget, "worker-1");
    const other = await scene.root.attach(PageTarget, "page-2");
    scene.next.push(readyBrowser("N", ["page-1"]));
    const { sessions } = await cut(scene);
    expect(summary(sessions)).toMatchObject([
      { outcome: "restored" },
      { outcome: "gone", formerId: "S0-1" },
      { outcome: "gone", formerId: "S0-2" },
      { outcome: "restored", id: "N1" },
    ]);
    expect(await page.closed).toBeInstanceOf(SessionDetachedError);
    expect(await worker.closed).toBeInstanceOf(SessionDetachedError);
    expect(await failure(page.Page.enable())).toBeInstanceOf(SessionDetachedError);
    await other.Page.enable();
  });

  test("attached twice to one target stay two", async () => {
    const scene = await reconnectingScene();
    const one = await scene.root.attach(PageTarget, "page-1");
    const two = await scene.root.attach(PageTarget, "page-1");
    await one.Page.enable();
    await two.Runtime.enable();
    await cut(scene);
    const ids = new Set([one.id, two.id]);
    expect(ids).toEqual(new Set(["S1-1", "S1-2"]));
    expect(scene.browsers[1]?.last("Page.enable")?.sessionId).toBe(one.id);
    expect(scene.browsers[1]?.last("Runtime.enable")?.sessionId).toBe(two.id);
  });

  test("that were adopted come back by their target, and otherwise end", async () => {
    const scene = await reconnectingScene();
    const [browser] = scene.browsers;
    browser?.on("Target.getTargetInfo", { targetInfo: { targetId: "page-7", type: "page" } });
    const known = await scene.root.adopt(PageTarget, "theirs");
    browser?.on("Target.getTargetInfo", (_params, sent) => {
      browser.refuse(sent, -32601, "wasn't found");
      return undefined;
    });
    const unknown = await scene.root.adopt(PageTarget, "nameless");
    const { sessions } = await cut(scene);
    expect(summary(sessions)).toMatchObject([
      { outcome: "restored" },
      { outcome: "restored", formerId: "theirs", id: "S1-1" },
      { outcome: "lost", formerId: "nameless" },
    ]);
    expect(known.id).toBe("S1-1");
    expect(await unknown.closed).toBeInstanceOf(SessionDetachedError);
  });

  test("that were being attached when the line was cut are nobody's, and do not come back", async () => {
    const scene = await reconnectingScene();
    const [browser] = scene.browsers;
    browser?.on("Target.attachToTarget", () => {
      browser.attached("half", { targetId: "page-1" });
      return undefined;
    });
    const attaching = failure(scene.root.attach(PageTarget, "page-1"));
    await settled();
    const { sessions } = await cut(scene);
    expect(await attaching).toMatchObject({ sent: true });
    expect(sessions).toHaveLength(1);
    expect(scene.browsers[1]?.methods()).toEqual([]);
  });

  test("that were let go of meanwhile do not come back", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    scene.root.connection.disconnected.on(() => void page.detach());
    const { sessions } = await cut(scene);
    expect(sessions).toHaveLength(1);
    expect(scene.browsers[1]?.methods()).toEqual([]);
  });

  test("of pages that were made here still own them", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.newPage();
    await cut(scene);
    await page[Symbol.asyncDispose]();
    expect(scene.browsers[1]?.last("Target.closeTarget")?.params).toEqual({ targetId: page.targetId });
  });
});

describe("pages that were made here", () => {
  test("and disposed of while the connection was down are closed when it is there again", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.newPage();
    scene.root.connection.disconnected.on(() => void page[Symbol.asyncDispose]());
    const { sessions } = await cut(scene);
    expect(sessions).toHaveLength(1);
    expect(scene.browsers[1]?.sent).toMatchObject([
      { method: "Target.closeTarget", params: { targetId: "page-new" } },
    ]);
  });

  test("and could not be set up since the line was cut are closed when it is there again", async () => {
    const scene = await reconnectingScene();
    const opening = failure(scene.root.newPage(undefined, { setup: (page) => page.send("Foo.bar") }));
    await settled();
    await settled();
    await cut(scene);
    expect(await opening).toMatchObject({ method: "Foo.bar", sent: true });
    await settled();
    expect(scene.browsers[1]?.last("Target.closeTarget")?.params).toEqual({ targetId: "page-new" });
  });
});

describe("options", () => {
  test("a transport that is handed in cannot be opened again", async () => {
    await expect(connect(new FakeBrowser().transport, { reconnect: reconnecting() })).rejects.toBeInstanceOf(
      UsageError,
    );
  });

  test.each([
    [{ attempts: 0 }, "reconnect.attempts must be a number from 1, not 0"],
    [{ minDelay: -1 }, "reconnect.minDelay must be a number from 0, not -1"],
    [{ minDelay: 2, maxDelay: 1 }, "reconnect.maxDelay must be a number from 2, not 1"],
    [{ factor: 0.5 }, "reconnect.factor must be a number from 1, not 0.5"],
    [{ jitter: 2 }, "reconnect.jitter must be a number from 0 to 1, not 2"],
    [{ restoreTimeout: Number.NaN }, "reconnect.restoreTimeout must be a number from 0, not NaN"],
  ])("%j is refused", (options, message) => {
    expect(() => reconnecting(options)).toThrow(new UsageError(message));
  });
});
