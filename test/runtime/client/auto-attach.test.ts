/** What is sent for those who want children, and which children are resumed. */
import { describe, expect, test } from "vitest";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { ConnectOptions } from "../../../templates/runtime/codegen.js";
import { FakeBrowser, Refusal, settled } from "../../support/fake-browser.js";
import type { Sent } from "../../support/fake-browser.js";
import { IframeTarget, PageTarget, WorkerTarget } from "../../support/small-domains.js";

const SET = "Target.setAutoAttach";
const RESUME = "Runtime.runIfWaitingForDebugger";

interface Scene {
  readonly browser: FakeBrowser;
  readonly page: PageTarget;
  readonly errors: unknown[];
}

async function scene(options: ConnectOptions = {}): Promise<Scene> {
  const browser = new FakeBrowser().withTargets();
  const errors: unknown[] = [];
  const root = await connectRoot([], browser.transport, {
    onError: (error) => errors.push(error),
    ...options,
  });
  browser.on(SET, {});
  return { browser, page: await root.attach(PageTarget, "page-1"), errors };
}

/** What was asked for: the types, and `!` where children have to wait. */
function settings({ browser }: Scene): string[] {
  return browser.sent
    .filter(({ method }: Sent) => method === SET)
    .map(({ params }) => {
      const {
        autoAttach,
        waitForDebuggerOnStart,
        filter = [],
      } = params as unknown as {
        autoAttach: boolean;
        waitForDebuggerOnStart: boolean;
        filter?: { type?: string }[];
      };
      const types = filter.map(({ type }) => type ?? "none").join(" ");
      return autoAttach ? `${types}${waitForDebuggerOnStart ? "!" : ""}` : "off";
    });
}

const setup = (): void => undefined;

describe("a setting", () => {
  test("does not wait for the answer to the one before", async () => {
    const stage = await scene();
    const { browser, page } = stage;
    browser.on(SET, () => undefined);
    const first = page.children([WorkerTarget]);
    await settled();
    const second = page.children([IframeTarget]);
    await settled();
    expect(settings(stage)).toEqual(["worker", "worker iframe"]);
    browser.reply(browser.last(SET));
    await second;
    browser.reply(browser.sent.find(({ method }) => method === SET));
    await first;
    // The later one stays what is in force.
    await page.children([WorkerTarget]);
    expect(settings(stage)).toHaveLength(2);
  });

  test("is taken back when its signal aborts before it is answered", async () => {
    const stage = await scene();
    const { browser, page } = stage;
    browser.on(SET, () => undefined);
    const abort = new AbortController();
    const asking = page.children([WorkerTarget], { setup, signal: abort.signal });
    await settled();
    abort.abort(new RangeError("enough"));
    await expect(asking).rejects.toThrow("enough");
    await settled();
    expect(settings(stage)).toEqual(["worker!", "off"]);
  });

  test("that was never answered may be in force, so that the next is sent whatever it says", async () => {
    const stage = await scene({ commandTimeout: 20 });
    const { browser, page } = stage;
    await page.children([WorkerTarget]);
    browser.on(SET, () => undefined);
    await expect(page.children([IframeTarget], { setup })).rejects.toMatchObject({ code: "TIMEOUT" });
    // A child that came of it all the same would otherwise stay paused.
    browser.on(RESUME, {}).attached("I", { type: "iframe" }, page.id, true);
    await settled();
    expect(settings(stage)).toEqual(["worker", "worker iframe!", "worker"]);
    expect(browser.last(RESUME)?.sessionId).toBe("I");
  });

  test("that was refused leaves the one before in force", async () => {
    const stage = await scene();
    const { browser, page } = stage;
    await page.children([WorkerTarget]);
    browser.on(SET, () => {
      throw new Refusal(-32000, "Not allowed");
    });
    await expect(page.children([IframeTarget])).rejects.toMatchObject({ code: -32000 });
    await page.children([WorkerTarget]);
    expect(settings(stage)).toEqual(["worker", "worker iframe"]);
  });

  test("is sent once for all that changes in a turn", async () => {
    const stage = await scene();
    const children = await stage.page.children([WorkerTarget], { setup });
    children[Symbol.dispose]();
    await Promise.all([stage.page.children([WorkerTarget]), stage.page.children([IframeTarget])]);
    expect(settings(stage)).toEqual(["worker!", "worker iframe"]);
  });
});

describe("a paused child", () => {
  test("is left to whoever has asked for the pause by a command of their own", async () => {
    const { browser, page } = await scene();
    browser.on(RESUME, {});
    const children = await page.children([WorkerTarget], { setup });
    children[Symbol.dispose]();
    await settled();
    await page.send(SET, { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
    browser.attached("W", { type: "worker" }, page.id, true);
    await settled();
    expect(browser.last(RESUME)).toBeUndefined();
  });

  test("that goes away while it is resumed is nobody's error", async () => {
    const { browser, page, errors } = await scene();
    using _children = await page.children([WorkerTarget], { setup });
    browser.attached("W", { type: "worker" }, page.id, true);
    await settled();
    expect(browser.last(RESUME)?.sessionId).toBe("W");
    browser.detached("W", page.id);
    await settled();
    expect(errors).toEqual([]);
  });

  test("that cannot be resumed is reported", async () => {
    const { browser, page, errors } = await scene();
    browser.on(RESUME, () => {
      throw new Refusal(-32000, "Not allowed");
    });
    using _children = await page.children([WorkerTarget], { setup });
    browser.attached("W", { type: "worker" }, page.id, true);
    await settled();
    expect(errors).toMatchObject([{ code: -32000 }]);
  });
});

test("sessions that are attached by name are no children, however many there are on one target at once", async () => {
  const { browser, page } = await scene();
  browser.on("Target.attachToTarget", () => undefined);
  const seen: unknown[] = [];
  using children = await page.children([WorkerTarget], { setup: ({ id }) => void seen.push(id) });
  const both = Promise.all([page.attach(WorkerTarget, "worker-1"), page.attach(WorkerTarget, "worker-1")]);
  await settled();
  for (const sent of browser.sent.filter(({ params }) => params?.["targetId"] === "worker-1")) {
    const sessionId = `A${sent.id}`;
    browser.attached(sessionId, { type: "worker", targetId: "worker-1", url: "x" }, page.id);
    browser.reply(sent, { sessionId });
    await settled();
  }
  await both;
  expect([seen, children.size]).toEqual([[], 0]);
  browser.attached("W", { type: "worker", targetId: "worker-1" }, page.id);
  await settled();
  expect([seen, children.size]).toEqual([["W"], 1]);
});
