/** Closing a connection while it is lost, and made again. */
import { describe, expect, test, vi } from "vitest";
import { insight } from "../../../templates/runtime/client/insight.js";
import { reconnecting } from "../../../templates/runtime/client/reconnect.js";
import { connect } from "../../../templates/runtime/codegen.js";
import type { Transport } from "../../../templates/runtime/codegen.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";
import { readyBrowser, reconnectingScene } from "../../support/reconnecting.js";
import { PageTarget } from "../../support/small-domains.js";

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

describe("closing", () => {
  test("while it waits ends it at once, and leaves no timer", async () => {
    const before = timers();
    const scene = await reconnectingScene({ sleep: undefined, minDelay: 60_000, maxDelay: 60_000 });
    const waiting = scene.root.connection.reconnecting.once();
    scene.browsers[0]?.die();
    await waiting;
    await settled();
    expect(timers()).toBe(before + 1);
    await scene.root.connection.close();
    expect(timers()).toBe(before);
    expect(await scene.root.connection.closed).toMatchObject({
      message: "the connection was closed by this program",
    });
    expect(scene.browsers).toHaveLength(1);
  });

  test("while a transport is opened aborts that, and closes what comes all the same", async () => {
    const first = new FakeBrowser();
    const late = new FakeBrowser();
    let give = (_transport: Transport): void => undefined;
    let aborted: AbortSignal | undefined;
    let count = 0;
    const root = await connect(
      (signal) => {
        if (++count === 1) return first.transport;
        aborted = signal;
        return new Promise<Transport>((resolve) => {
          give = resolve;
        });
      },
      { reconnect: reconnecting({ minDelay: 0, maxDelay: 0 }) },
    );
    first.die();
    await settled();
    await settled();
    expect(count).toBe(2);
    await root.connection.close();
    expect(aborted?.aborted).toBe(true);
    give(late.transport);
    await settled();
    expect(late.closed).toBe(true);
  });

  test("while sessions are restored closes the transport", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    await page.Page.enable();
    const browser = readyBrowser("N");
    browser.on("Page.enable", () => undefined);
    scene.next.push(browser);
    scene.browsers[0]?.die();
    await settled();
    expect(browser.methods()).toEqual(["Target.attachToTarget", "Page.enable"]);
    await scene.root.connection.close();
    expect(browser.closed).toBe(true);
    expect(await page.closed).toMatchObject({ message: "the connection was closed by this program" });
  });

  test("while sessions are restored waits until that transport has closed", async () => {
    const scene = await reconnectingScene();
    const page = await scene.root.attach(PageTarget, "page-1");
    await page.Page.enable();
    const browser = readyBrowser("N");
    browser.on("Page.enable", () => undefined);
    const { transport } = browser;
    let isClosed = false;
    const start = transport.start.bind(transport);
    transport.start = (handlers) => {
      start({
        message: (message) => handlers.message(message),
        closed: (why) =>
          void setTimeout(() => {
            isClosed = true;
            handlers.closed(why);
          }, 20),
      });
    };
    scene.next.push(browser);
    scene.browsers[0]?.die();
    await vi.waitFor(() => expect(browser.methods()).toContain("Page.enable"));
    await scene.root.connection.close();
    expect(isClosed).toBe(true);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "%i turns after a transport has been opened closes that",
    async (turns) => {
      const scene = await reconnectingScene();
      const browser = readyBrowser("N");
      scene.next.push(browser);
      const { transport } = browser;
      const close = async (): Promise<void> => {
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        await scene.root.connection.close();
      };
      // It is asked for when it is opened.
      Object.defineProperty(browser, "transport", {
        get: () => {
          void close();
          return transport;
        },
      });
      scene.browsers[0]?.die();
      await scene.root.connection.closed;
      await settled();
      expect(browser.closed).toBe(true);
      await expect(scene.root.Runtime.enable()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    },
  );

  test("by the program is no loss", async () => {
    const scene = await reconnectingScene();
    await scene.root.connection.close();
    await settled();
    expect(scene.delays).toEqual([]);
  });

  test("by whoever is told what the loss has ended ends it, and opens nothing more", async () => {
    for (const told of ["commandSettled", "sessionClosed"] as const) {
      const close: Record<string, () => void> = {};
      const scene = await reconnectingScene({}, { insight: insight({ observer: close }) });
      const { connection } = scene.root;
      const page = await scene.root.attach(PageTarget, "page-1");
      const waiting = page.send("Page.neverAnswered");
      waiting.catch(() => undefined);
      let closing: Promise<void> | undefined;
      close[told] = () => {
        closing ??= connection.close();
      };
      scene.browsers[0]?.die();
      await closing;
      await connection.close();
      await settled();
      expect(scene.browsers).toHaveLength(1);
      expect(await connection.closed).toMatchObject({
        message: "the connection was closed by this program",
      });
      await expect(page.Page.enable()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    }
  });

  test("from the listener of any of its events ends it", async () => {
    for (const name of ["disconnected", "reconnecting", "reconnected"] as const) {
      const scene = await reconnectingScene();
      const { connection } = scene.root;
      connection[name].on(() => void connection.close());
      scene.browsers[0]?.die();
      await connection.closed;
      await connection.close();
      await settled();
      expect(scene.errors).toEqual([]);
    }
  });
});
