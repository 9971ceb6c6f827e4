/** Reconnection when it goes wrong, or is given up. */
import { describe, expect, test, vi } from "vitest";
import { delayBefore, reconnectSettings } from "../../../templates/runtime/client/reconnect.js";
import { ConnectionClosedError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";
import { cut, readyBrowser, reconnectingScene, summary } from "../../support/reconnecting.js";
import { PageTarget } from "../../support/small-domains.js";

describe("delays", () => {
  const settings = reconnectSettings({ minDelay: 100, maxDelay: 1000, factor: 2, jitter: 0.5 });

  test.each([
    [1, 100],
    [2, 200],
    [4, 800],
    [5, 1000],
    [2000, 1000],
  ])("before attempt %i it is at most %i ms, and at least half of that", (attempt, longest) => {
    const delays = [0, 0.25, 0.999].map((chance) =>
      delayBefore(attempt, { ...settings, random: () => chance }),
    );
    expect(delays).toEqual([longest, longest * 0.875, longest * (1 - 0.999 / 2)]);
  });

  test("with real chance stay within these bounds", () => {
    for (let round = 0; round < 1000; round++) {
      const delay = delayBefore(3, settings);
      expect(delay).toBeGreaterThan(200);
      expect(delay).toBeLessThanOrEqual(400);
    }
  });
});

describe("when all attempts fail", () => {
  test("the connection ends as it does without reconnection, and says why", async () => {
    const scene = await reconnectingScene({ attempts: 3, jitter: 0 });
    const { connection } = scene.root;
    const page = await scene.root.attach(PageTarget, "page-1");
    const stream = page.Page.loadEventFired.stream();
    const again = connection.reconnected.once();
    let isClosed = false;
    void connection.closed.then(() => {
      isClosed = true;
    });
    const last = new Error("still nobody there");
    scene.next.push(new Error("nobody there"), new Error("nobody there"), last);
    connection.reconnecting.on(() => expect(isClosed).toBe(false));
    scene.browsers[0]?.die();
    const error = await connection.closed;
    expect(error).toMatchObject({
      code: "CONNECTION_CLOSED",
      message:
        "the connection was lost: the other side closed it; reconnecting was given up after 3 attempts",
      cause: last,
    });
    expect(scene.delays).toEqual([100, 200, 400]);
    expect(await page.closed).toBeInstanceOf(ConnectionClosedError);
    await expect(again).rejects.toBeInstanceOf(ConnectionClosedError);
    await expect(stream.next()).rejects.toBeInstanceOf(ConnectionClosedError);
    await expect(page.Page.enable()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    await connection.close();
  });

  test("attempts are counted anew after the loss of a connection that has lasted", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const scene = await reconnectingScene({ attempts: 2, jitter: 0, maxDelay: 5000 });
      for (let round = 0; round < 4; round++) {
        scene.next.push(new Error("nobody there"));
        expect(await cut(scene)).toMatchObject({ attempts: 2 });
        vi.advanceTimersByTime(5000);
      }
      expect(scene.delays).toEqual([100, 200, 100, 200, 100, 200, 100, 200]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a peer that accepts and hangs up is given up after as many, each later than the one before", async () => {
    const scene = await reconnectingScene({ attempts: 4, jitter: 0 });
    const { connection } = scene.root;
    const attempts: number[] = [];
    connection.reconnecting.on(({ attempt }) => attempts.push(attempt));
    connection.reconnected.on(async () => {
      // That it answers says little.
      await scene.root.Runtime.enable();
      scene.browsers.at(-1)?.die();
    });
    scene.next.push(readyBrowser("A"), readyBrowser("B"), new Error("nobody there"), readyBrowser("C"));
    scene.browsers[0]?.die();
    expect(await connection.closed).toMatchObject({
      message:
        "the connection was lost: the other side closed it; reconnecting was given up after 4 attempts",
      cause: { message: "the connection was lost: the other side closed it" },
    });
    expect(attempts).toEqual([1, 2, 3, 4]);
    expect(scene.delays).toEqual([100, 200, 400, 800]);
    expect(scene.errors).toEqual([]);
  });
});

describe("a second loss", () => {
  test("while sessions are restored goes back to waiting, and loses nothing", async () => {
    const scene = await reconnectingScene({ jitter: 0 });
    const { connection } = scene.root;
    const one = await scene.root.attach(PageTarget, "page-1");
    const two = await scene.root.attach(PageTarget, "page-2");
    const gone = await scene.root.attach(PageTarget, "page-3");
    await one.Page.enable();
    await two.Page.enable();
    const disconnections: number[] = [];
    connection.disconnected.on(({ commands }) => disconnections.push(commands));
    const browser = readyBrowser("X", ["page-3"]);
    browser.on("Page.enable", (_params, { sessionId }) => {
      if (sessionId === "X1") return {};
      setTimeout(() => browser.die(), 0);
      return undefined;
    });
    scene.next.push(browser, readyBrowser("Y"));
    const { attempts, sessions } = await cut(scene);
    expect(attempts).toBe(2);
    expect(disconnections).toEqual([0, 1]);
    const restored = { outcome: "restored", restored: ["Page.enable"], failed: [] };
    expect(summary(sessions)).toEqual([
      { id: undefined, formerId: undefined, outcome: "restored", restored: [], failed: [] },
      { id: "Y1", formerId: "S0-1", ...restored },
      { id: "Y2", formerId: "S0-2", ...restored },
      { id: "S0-3", formerId: "S0-3", outcome: "gone", restored: [], failed: [] },
    ]);
    expect([one.id, two.id, gone.id]).toEqual(["Y1", "Y2", "S0-3"]);
    await one.Page.enable();
  });

  test("before anything could be sent is an attempt like others", async () => {
    const scene = await reconnectingScene({ attempts: 2 });
    const browser = new FakeBrowser();
    browser.die();
    scene.next.push(browser, new Error("nobody there"));
    scene.browsers[0]?.die();
    expect(await scene.root.connection.closed).toMatchObject({ cause: new Error("nobody there") });
  });

  test("from the listener that hears of the first reconnection begins another", async () => {
    const scene = await reconnectingScene();
    let count = 0;
    const twice = new Promise<void>((resolve) => {
      scene.root.connection.reconnected.on(() => {
        if (++count === 2) resolve();
        else scene.browsers.at(-1)?.die();
      });
    });
    scene.browsers[0]?.die();
    await twice;
    await settled();
    await scene.root.Runtime.enable();
  });
});

describe("the signal", () => {
  test("gives up while it waits", async () => {
    const controller = new AbortController();
    const scene = await reconnectingScene({
      signal: controller.signal,
      sleep: undefined,
      minDelay: 60_000,
      maxDelay: 60_000,
    });
    const waiting = scene.root.connection.reconnecting.once();
    scene.browsers[0]?.die();
    await waiting;
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await scene.root.connection.closed).toMatchObject({
      message: "the connection was lost: the other side closed it; reconnecting was aborted",
      cause: reason,
    });
    await scene.root.connection.close();
  });

  test("after the last attempt that was allowed, what failed is not said to have been an attempt", async () => {
    const scene = await reconnectingScene({ attempts: 1, maxDelay: 60_000 });
    await cut(scene);
    scene.browsers.at(-1)?.die();
    expect(await scene.root.connection.closed).toMatchObject({
      message: "the connection was lost: the other side closed it; reconnecting was given up after 1 attempt",
    });
  });

  test("that has aborted before makes the next loss the end", async () => {
    const controller = new AbortController();
    const scene = await reconnectingScene({ signal: controller.signal });
    await cut(scene);
    controller.abort();
    scene.browsers[1]?.die();
    expect(await scene.root.connection.closed).toBeInstanceOf(ConnectionClosedError);
    expect(scene.browsers).toHaveLength(2);
  });

  test("for connecting has nothing to do with it", async () => {
    const controller = new AbortController();
    const scene = await reconnectingScene({}, { signal: controller.signal });
    controller.abort();
    await cut(scene);
    await scene.root.Runtime.enable();
  });
});

test("a transport that fails to send is closed, and another is opened", async () => {
  const scene = await reconnectingScene();
  const [browser] = scene.browsers;
  if (browser === undefined) throw new Error("there is a browser");
  browser.transport.send = () => {
    throw new Error("broken");
  };
  const again = scene.root.connection.reconnected.once();
  const disconnected = scene.root.connection.disconnected.once();
  await expect(scene.root.Runtime.enable()).rejects.toMatchObject({ sent: true });
  expect((await disconnected).reason).toMatchObject({ cause: new Error("broken") });
  await again;
  await scene.root.Runtime.enable();
});

describe("a message that nobody can read", () => {
  test("and that may have answered anything makes another connection", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    const waiting = page.send("Foo.bar").catch((error: unknown) => error);
    await settled();
    const again = scene.root.connection.reconnected.once();
    scene.browsers[0]?.raw('{"result":{},"id":');
    expect(await waiting).toMatchObject({
      code: "CONNECTION_CLOSED",
      sent: true,
      message: expect.stringContaining("cannot be decoded") as string,
    });
    expect((await again).sessions.map(({ outcome }) => outcome)).toEqual(["restored", "restored"]);
    expect(scene.errors).toMatchObject([{ code: "PROTOCOL" }]);
    await expect(page.send("Page.enable")).resolves.toEqual({});
  });
});
