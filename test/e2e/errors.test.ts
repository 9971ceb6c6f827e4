/** What goes wrong in a real browser ends in the error that says so, and every command settles. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CdpError,
  CommandError,
  ConnectionClosedError,
  PageTarget,
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
  UsageError,
  WorkerTarget,
  connect,
} from "../../out/src/index.js";
import type { Browser } from "../../out/src/index.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";

let chromium: RunningBrowser;
let browser: Browser;

beforeAll(async () => {
  chromium = await startBrowser();
  browser = await connect(chromium.httpUrl);
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await chromium?.close();
});

/** What a promise that has to reject rejects with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It did not reject.");
}

/** A command that the browser does not answer by itself. */
const never = { expression: "new Promise(() => {})", awaitPromise: true } as const;

describe("the browser refuses", () => {
  test("with a code, a method, a session, and the caller in the stack", async () => {
    await using page = await browser.newPage();
    async function callerByName(): Promise<unknown> {
      return await page.DOM.describeNode({ nodeId: 123_456 });
    }
    const error = await rejection(callerByName());
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toBeInstanceOf(CdpError);
    const { method, code, message, sessionId, stack } = error as CommandError;
    expect({ method, code, sessionId }).toEqual({
      method: "DOM.describeNode",
      code: -32000,
      sessionId: page.id,
    });
    expect(message).toContain("DOM.describeNode");
    expect(stack).toContain("callerByName");
  });

  test("a command that does not exist", async () => {
    await using page = await browser.newPage();
    const untyped: { send(method: string): Promise<unknown> } = page;
    expect(await rejection(untyped.send("Page.doTheDishes"))).toMatchObject({
      method: "Page.doTheDishes",
      code: -32601,
    });
  });

  test("a parameter of the wrong type", async () => {
    await using page = await browser.newPage();
    const url = 42 as unknown as string;
    expect(await rejection(page.Page.navigate({ url }))).toMatchObject({
      code: -32602,
      message: expect.stringMatching(
        /^Page\.navigate: Invalid parameters: Failed to deserialize params\.url - .+ \(-32602\)$/,
      ),
      data: expect.stringMatching(/^Failed to deserialize/),
    });
  });
});

describe("the caller gives up", () => {
  test("by a timeout", async () => {
    await using page = await browser.newPage();
    const error = await rejection(page.Runtime.evaluate(never, { timeout: 50 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect((error as TimeoutError).message).toContain("Runtime.evaluate");
    // The session is none the worse for it.
    expect((await page.Runtime.evaluate({ expression: "1" })).result.value).toBe(1);
  });

  test("by a signal, with its reason", async () => {
    await using page = await browser.newPage();
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const waiting = rejection(page.Runtime.evaluate(never, { signal: controller.signal }));
    controller.abort(reason);
    expect(await waiting).toBe(reason);
    expect(await rejection(page.Page.enable({}, { signal: controller.signal }))).toBe(reason);
  });

  test("by a signal, on an event", async () => {
    await using page = await browser.newPage();
    const signal = AbortSignal.timeout(20);
    expect(await rejection(page.Page.loadEventFired.once({ signal }))).toBe(signal.reason);
    const timedOut = await rejection(page.Page.loadEventFired.once({ timeout: 20 }));
    expect(timedOut).toBeInstanceOf(TimeoutError);
  });
});

describe("the end of things", () => {
  test("a detached session's commands and events reject, in flight and later", async () => {
    await using page = await browser.newPage();
    const other = await browser.attach(PageTarget, page.targetId!);
    const inFlight = rejection(other.Runtime.evaluate(never));
    const event = rejection(other.Page.loadEventFired.once());
    await other.detach();
    expect(await inFlight).toBeInstanceOf(SessionDetachedError);
    expect(await event).toBeInstanceOf(SessionDetachedError);
    expect(await rejection(other.Page.enable())).toBeInstanceOf(SessionDetachedError);
    expect((await page.Runtime.evaluate({ expression: "1" })).result.value).toBe(1);
  });

  test("a page that is closed under us", async () => {
    await using other = await connect(chromium.wsUrl);
    const page = await browser.newPage();
    const inFlight = rejection(page.Runtime.evaluate(never));
    await other.Target.closeTarget({ targetId: page.targetId! });
    expect(await inFlight).toBeInstanceOf(SessionDetachedError);
    expect(await rejection(page.Runtime.enable())).toBeInstanceOf(SessionDetachedError);
    await page[Symbol.asyncDispose]();
  });

  test("a crash rejects what is in flight, and the session lives on", async () => {
    await using page = await browser.newPage();
    await page.Page.enable();
    const inFlight = rejection(page.Runtime.evaluate(never));
    const crash = rejection(page.Page.crash());
    expect(await inFlight).toBeInstanceOf(TargetCrashedError);
    await crash;
    const loaded = page.Page.loadEventFired.once({ timeout: 10_000 });
    await page.Page.navigate({ url: "data:text/html,<title>again</title>" });
    await loaded;
    const { result } = await page.Runtime.evaluate({ expression: "document.title" });
    expect(result.value).toBe("again");
  });

  test("a connection that is closed by us", async () => {
    const other = await connect(chromium.httpUrl);
    const page = await other.newPage();
    const inFlight = rejection(page.Runtime.evaluate(never));
    const event = rejection(page.Page.loadEventFired.once());
    await other[Symbol.asyncDispose]();
    expect(await inFlight).toBeInstanceOf(ConnectionClosedError);
    expect(await event).toBeInstanceOf(ConnectionClosedError);
    expect(await rejection(other.Browser.getVersion())).toBeInstanceOf(ConnectionClosedError);
  });

  test("a browser that dies", async () => {
    await using doomed = await startBrowser();
    const connection = await connect(doomed.wsUrl);
    const page = await connection.newPage();
    const inFlight = [rejection(page.Runtime.evaluate(never)), rejection(page.Page.loadEventFired.once())];
    doomed.kill();
    for (const error of await Promise.all(inFlight)) expect(error).toBeInstanceOf(ConnectionClosedError);
    await connection[Symbol.asyncDispose]();
  });

  test("a stream ends with the reason, or without one where we have ended it", async () => {
    await using other = await connect(chromium.wsUrl);
    const [first, second] = await Promise.all([browser.newPage(), browser.newPage()]);
    async function read(stream: AsyncIterable<unknown>): Promise<string> {
      for await (const event of stream) void event;
      return "ended";
    }
    const byOthers = rejection(read(first.Page.loadEventFired.stream()));
    const byUs = read(second.Page.loadEventFired.stream());
    await other.Target.closeTarget({ targetId: first.targetId! });
    await second[Symbol.asyncDispose]();
    expect(await byOthers).toBeInstanceOf(SessionDetachedError);
    expect(await byUs).toBe("ended");
  });
});

describe("the caller is wrong", () => {
  test("about the kind of a target", async () => {
    await using page = await browser.newPage();
    expect(() => page.as(WorkerTarget)).toThrow(UsageError);
    expect(page.as(PageTarget).Page).toBe(page.Page);
    expect(await rejection(browser.attach(WorkerTarget, page.targetId!))).toBeInstanceOf(UsageError);
  });

  test("about an endpoint", async () => {
    expect(await rejection(connect("not an endpoint"))).toBeInstanceOf(UsageError);
  });
});
