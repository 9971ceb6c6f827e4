/** Two commands and a page: what everyone does first, in a real browser over a websocket. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BrowserTarget, PageTarget, UsageError, connect } from "../../out/src/index.js";
import type { Browser } from "../../out/src/index.js";
import { connect as connectUntyped } from "../../out/src/core.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { serveSite } from "../support/site.js";
import type { Site } from "../support/site.js";

let chromium: RunningBrowser;
let site: Site;
let browser: Browser;

beforeAll(async () => {
  [chromium, site] = await Promise.all([startBrowser(), serveSite()]);
  browser = await connect(chromium.httpUrl);
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await chromium?.close();
  await site?.close();
});

describe("connect", () => {
  test.each([
    ["an http endpoint", () => chromium.httpUrl],
    ["an http endpoint with a slash", () => `${chromium.httpUrl}/`],
    ["a URL object", () => new URL(chromium.httpUrl)],
    ["a websocket address", () => chromium.wsUrl],
  ])("by %s", async (_title, endpoint) => {
    await using other = await connect(endpoint());
    const { product } = await other.Browser.getVersion();
    expect(product).toBe(chromium.version);
  });

  test("to a page's own address, which is a page and no browser", async () => {
    await using page = await browser.newPage();
    const address = `${chromium.httpUrl.replace("http", "ws")}/devtools/page/${page.targetId}`;
    await expect(connect(address)).rejects.toThrow(/leads to a single target, not to a browser/);
    await using root = await connectUntyped(address);
    expect(root.targetId).toBe(page.targetId);
    expect([root.is(PageTarget), root.is(BrowserTarget)]).toEqual([true, false]);
    expect(() => root.as(BrowserTarget)).toThrow(UsageError);
    const { result } = await root.as(PageTarget).Runtime.evaluate({ expression: "1 + 1" });
    expect(result.value).toBe(2);
    expect([browser.is(BrowserTarget), browser.is(PageTarget)]).toEqual([true, false]);
  });

  test("without any domain, by cdplex/core", async () => {
    await using session = await connectUntyped(chromium.httpUrl);
    expect(await session.send("Browser.getVersion")).toMatchObject({ product: chromium.version });
  });

  test("to where nothing listens says where that was", async () => {
    await expect(connect("http://127.0.0.1:1")).rejects.toThrow(/127\.0\.0\.1:1/);
    await expect(connect("ws://127.0.0.1:1/devtools/browser/x")).rejects.toThrow(/127\.0\.0\.1:1/);
  });

  test("several connections at once do not see each other's sessions", async () => {
    await using other = await connect(chromium.wsUrl);
    await using page = await browser.newPage();
    const pages = await other.targets({ type: "page" });
    expect(pages.map(({ targetId }) => targetId)).toContain(page.targetId);
  });
});

describe("a page", () => {
  test("navigates, tells of its load, evaluates, and gives a picture as bytes", async () => {
    await using page = await browser.newPage();
    await page.Page.enable();
    const loaded = page.Page.loadEventFired.once({ signal: AbortSignal.timeout(10_000) });
    const { frameId } = await page.Page.navigate({ url: site.origin });
    expect((await loaded).timestamp).toBeGreaterThan(0);
    expect(frameId).toBe(page.targetId);

    const { result } = await page.Runtime.evaluate({ expression: "document.body.innerText" });
    expect(result.value).toBe("Hello, world: grüße, 日本語");

    const { data } = await page.Page.captureScreenshot({ format: "png" });
    expect(data).toBeInstanceOf(Uint8Array);
    expect([...data.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(data.buffer.byteLength).toBe(data.byteLength);
  });

  test("two at once, each with its own events and answers", async () => {
    await using first = await browser.newPage();
    await using second = await browser.newPage();
    const seen: string[] = [];
    using _first = first.Runtime.consoleAPICalled.on(
      ({ args }) => void seen.push(`first ${String(args[0]?.value)}`),
    );
    using _second = second.Runtime.consoleAPICalled.on(
      ({ args }) => void seen.push(`second ${String(args[0]?.value)}`),
    );
    await Promise.all([first.Runtime.enable(), second.Runtime.enable()]);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        (index % 2 === 0 ? first : second).Runtime.evaluate({
          expression: `${index} % 50 === 0 || ${index} === 51 ? (console.log(${index}), ${index}) : ${index}`,
        }),
      ),
    );
    expect(answers.map(({ result }) => result.value)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(seen.sort()).toEqual(["first 0", "first 50", "second 51"]);
  });

  test("made by newPage(url) loses no first event", async () => {
    const requests: string[] = [];
    let scripts = 0;
    const before = site.requests.length;
    await using page = await browser.newPage(site.origin, {
      setup: async (session) => {
        session.Network.requestWillBeSent.on(({ request }) => void requests.push(request.url));
        session.Debugger.scriptParsed.on(({ url }) => {
          if (url === `${site.origin}/script.js`) scripts += 1;
        });
        await Promise.all([session.Network.enable({}), session.Debugger.enable({}), session.Page.enable()]);
        expect(site.requests.length).toBe(before);
      },
    });
    await page.Runtime.evaluate({
      expression: "new Promise((done) => document.readyState === 'complete' ? done() : onload = done)",
      awaitPromise: true,
    });
    expect(requests[0]).toBe(`${site.origin}/`);
    expect(requests).toContain(`${site.origin}/script.js`);
    expect(scripts).toBe(1);
  });

  test("is gone when its scope is left", async () => {
    let targetId: string | undefined;
    {
      await using page = await browser.newPage();
      targetId = page.targetId;
    }
    await expect
      .poll(async () => (await browser.targets({ type: "page" })).map((info) => info.targetId))
      .not.toContain(targetId);
  });

  test("gives up its domains to whoever takes them", async () => {
    await using page = await browser.newPage();
    const { Page, Runtime } = page;
    expect(page.Page).toBe(Page);
    expect(Page.loadEventFired).toBe(page.Page.loadEventFired);
    expect((await Runtime.evaluate({ expression: "6 * 7" })).result.value).toBe(42);
  });
});

describe("events", () => {
  test("by listener, until it is disposed", async () => {
    await using page = await browser.newPage();
    await page.Runtime.enable();
    const seen: unknown[] = [];
    {
      using _log = page.Runtime.consoleAPICalled.on((event) => void seen.push(event.args[0]?.value));
      await page.Runtime.evaluate({ expression: "console.log('heard')" });
    }
    await page.Runtime.evaluate({ expression: "console.log('not heard')" });
    expect(seen).toEqual(["heard"]);
  });

  test("once, where something holds", async () => {
    await using page = await browser.newPage();
    await page.Runtime.enable();
    const third = page.Runtime.consoleAPICalled.once({ where: ({ args }) => args[0]?.value === 3 });
    await page.Runtime.evaluate({ expression: "for (let i = 0; i < 5; i++) console.log(i)" });
    expect((await third).args[0]?.value).toBe(3);
  });

  test("as a stream, subscribed when it is made", async () => {
    await using page = await browser.newPage();
    await page.Runtime.enable();
    const stream = page.Runtime.consoleAPICalled.stream({ capacity: 100, overflow: "error" });
    await page.Runtime.evaluate({ expression: "for (let i = 0; i < 50; i++) console.log(i)" });
    const seen: unknown[] = [];
    for await (const { args } of stream) {
      seen.push(args[0]?.value);
      if (seen.length === 50) break;
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(stream.dropped).toBe(0);
  });
});

describe("the low level", () => {
  test("sends by name and gives bytes", async () => {
    await using page = await browser.newPage();
    const { data } = await page.send("Page.captureScreenshot", { format: "jpeg" });
    expect([...data.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  });

  test("sends bytes and gets them back", async () => {
    await using page = await browser.newPage();
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    using _paused = page.on("Fetch.requestPaused", ({ requestId }) => {
      void page.send("Fetch.fulfillRequest", { requestId, responseCode: 200, body });
    });
    await page.send("Fetch.enable", { patterns: [{ urlPattern: "*/bytes" }] });
    await page.send("Page.enable");
    const loaded = page.Page.loadEventFired.once();
    await page.send("Page.navigate", { url: site.origin });
    await loaded;
    const { result } = await page.Runtime.evaluate({
      expression: "fetch('/bytes').then((r) => r.arrayBuffer()).then((b) => [...new Uint8Array(b)].join())",
      awaitPromise: true,
    });
    expect(result.value).toBe([...body].join());
  });

  test("hears one event by name, and all by a star", async () => {
    await using page = await browser.newPage();
    const methods: string[] = [];
    const times: number[] = [];
    using _all = page.on("*", ({ method }) => void methods.push(method));
    using _one = page.on("Page.loadEventFired", ({ timestamp }) => void times.push(timestamp));
    await page.Page.enable();
    const loaded = page.Page.loadEventFired.once();
    await page.Page.navigate({ url: site.origin });
    await loaded;
    expect(times.length).toBe(1);
    expect(methods).toContain("Page.frameNavigated");
    expect(methods).toContain("Page.loadEventFired");
  });
});
