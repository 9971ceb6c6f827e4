/** A connection whose line is cut comes back by itself, against a real browser behind a TCP line that can be cut. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { reconnecting } from "../../templates/runtime/client/reconnect.js";
import { connectBrowser } from "../../templates/runtime/codegen.js";
import type { NewPageOptions, ReconnectOptions, ReconnectedEvent } from "../../templates/runtime/codegen.js";
import { SessionDetachedError } from "../../templates/runtime/core/errors.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { openLine } from "../support/cut-line.js";
import type { CuttableLine } from "../support/cut-line.js";
import { serveSite } from "../support/site.js";
import type { Site } from "../support/site.js";
import { BrowserTarget, IframeTarget, PageTarget, WorkerTarget } from "../support/small-domains.js";

type Browser = BrowserTarget & {
  newPage(url?: string, options?: NewPageOptions<PageTarget>): Promise<PageTarget>;
};

let chromium: RunningBrowser;
let site: Site;

beforeAll(async () => {
  [chromium, site] = await Promise.all([startBrowser({ args: ["--site-per-process"] }), serveSite()]);
});

afterAll(async () => {
  await chromium?.close();
  await site?.close();
});

const connect = (line: CuttableLine, reconnect: ReconnectOptions = {}): Promise<Browser> =>
  connectBrowser(BrowserTarget, PageTarget, [], line.url, {
    reconnect: reconnecting({ minDelay: 20, ...reconnect }),
  });

async function cut(browser: Browser, line: CuttableLine): Promise<ReconnectedEvent> {
  const again = browser.connection.reconnected.once({ timeout: 20_000 });
  line.cut();
  return again;
}

interface Evaluated {
  readonly result: { readonly value: unknown };
}

async function evaluate(session: PageTarget | WorkerTarget, expression: string): Promise<unknown> {
  const answer = (await session.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  })) as Evaluated;
  return answer.result.value;
}

test("events go on, and what was set is in force", async () => {
  await using line = await openLine(chromium.httpUrl);
  const browser = await connect(line);
  const page = await browser.newPage(`${site.origin}/`);
  const words: unknown[] = [];
  page.Runtime.consoleAPICalled.on((event) =>
    words.push((event as unknown as { args: { value: unknown }[] }).args[0]?.value),
  );
  await page.Runtime.enable();
  await page.send("Network.enable");
  await page.send("Network.setExtraHTTPHeaders", { headers: { "x-mark": "still here" } });
  await page.send("Emulation.setTimezoneOverride", { timezoneId: "Asia/Tokyo" });
  await page.send("Emulation.setUserAgentOverride", { userAgent: "cdplex test" });
  await page.send("Runtime.addBinding", { name: "report" });
  await page.Page.enable();
  const script = { source: "globalThis.planted = 7" };
  const planted = (await page.send("Page.addScriptToEvaluateOnNewDocument", script)) as {
    identifier: string;
  };
  const inFlight = page
    .send("Runtime.evaluate", { expression: "new Promise(() => {})", awaitPromise: true })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  await evaluate(page, "1");
  const formerId = page.id;

  const { sessions, sameBrowser, attempts } = await cut(browser, line);

  expect({ sameBrowser, attempts }).toEqual({ sameBrowser: true, attempts: 1 });
  expect(await inFlight).toMatchObject({ code: "CONNECTION_CLOSED", sent: true });
  const [root, restored] = sessions;
  expect(root).toMatchObject({ outcome: "restored", failed: [] });
  expect(restored).toMatchObject({ formerId, outcome: "restored", failed: [] });
  expect(page.id).not.toBe(formerId);
  expect(restored?.restored.map(({ method }) => method)).toEqual([
    "Runtime.enable",
    "Network.enable",
    "Network.setExtraHTTPHeaders",
    "Emulation.setTimezoneOverride",
    "Emulation.setUserAgentOverride",
    "Runtime.addBinding",
    "Page.enable",
    "Page.addScriptToEvaluateOnNewDocument",
  ]);
  expect(typeof planted.identifier).toBe("string");

  // `Runtime.enable` tells again what had been logged before; these words are new.
  words.length = 0;
  await evaluate(page, `console.log("after")`);
  await expect.poll(() => words).toContain("after");
  expect(await evaluate(page, "Intl.DateTimeFormat().resolvedOptions().timeZone")).toBe("Asia/Tokyo");
  expect(await evaluate(page, "navigator.userAgent")).toBe("cdplex test");
  const request = page.stream("Network.requestWillBeSentExtraInfo");
  await page.Page.navigate({ url: `${site.origin}/inner` });
  const { value } = await request.next();
  expect((value as { headers: Record<string, string> }).headers["x-mark"]).toBe("still here");
  await expect
    .poll(() => evaluate(page, "[planted, typeof report, document.title].join()"))
    .toBe("7,function,Inner");
  await page[Symbol.asyncDispose]();
  await browser.connection.close();
});

test("an iframe of another site, its page and a worker come back as what they were", async () => {
  await using line = await openLine(chromium.httpUrl);
  const browser = await connect(line);
  const framed = await browser.newPage();
  const iframes = await framed.children([IframeTarget]);
  await framed.Page.navigate({ url: `${site.origin}/frame` });
  const iframe = (await iframes.next()).value as IframeTarget;
  await iframe.Runtime.enable();
  const working = await browser.newPage();
  const workers = await working.children([WorkerTarget], { setup: (worker) => worker.Runtime.enable() });
  await working.Page.navigate({ url: `${site.origin}/worker` });
  const worker = (await workers.next()).value as WorkerTarget;
  const before = [framed.id, iframe.id, working.id, worker.id];

  const { sessions } = await cut(browser, line);

  expect(sessions.map(({ session, outcome, failed }) => [session.targetInfo?.type, outcome, failed])).toEqual(
    [
      [undefined, "restored", []],
      ["page", "restored", []],
      ["iframe", "restored", []],
      ["page", "restored", []],
      ["worker", "restored", []],
    ],
  );
  const after = [framed.id, iframe.id, working.id, worker.id];
  expect(after.some((id) => before.includes(id))).toBe(false);
  const words: unknown[] = [];
  worker.Runtime.consoleAPICalled.on(() => words.push("worker"));
  iframe.Runtime.consoleAPICalled.on(() => words.push("iframe"));
  await evaluate(worker, `console.log("again")`);
  await iframe.send("Runtime.evaluate", { expression: `console.log("again")` });
  await expect.poll(() => words).toEqual(expect.arrayContaining(["worker", "iframe"]));
  expect([iframes.size, workers.size]).toEqual([0, 0]);

  // A worker that begins now is found by the stream that has been there all along.
  await evaluate(working, `globalThis.other = new Worker("/worker.js"); 1`);
  const second = (await workers.next()).value as WorkerTarget;
  expect(second.targetId).not.toBe(worker.targetId);
  await framed[Symbol.asyncDispose]();
  await working[Symbol.asyncDispose]();
  await browser.connection.close();
});

test("children that nobody wants more of come back all the same", async () => {
  await using line = await openLine(chromium.httpUrl);
  const browser = await connect(line);
  const page = await browser.newPage();
  const workers = await page.children([WorkerTarget]);
  await page.Page.navigate({ url: `${site.origin}/worker` });
  const worker = (await workers.next()).value as WorkerTarget;
  await workers.return();
  await evaluate(page, "1");
  const { sessions } = await cut(browser, line);
  expect(sessions.map(({ outcome, error }) => [outcome, error])).toEqual([
    ["restored", undefined],
    ["restored", undefined],
    ["restored", undefined],
  ]);
  expect(await evaluate(worker, "sum")).toBe(3);
  await page[Symbol.asyncDispose]();
  await browser.connection.close();
});

test("a watch over all pages and what is below them goes on, by the websocket's own address", async () => {
  await using line = await openLine(chromium.httpUrl);
  const url = new URL(chromium.wsUrl);
  url.port = new URL(line.url).port;
  const browser = await connectBrowser(BrowserTarget, PageTarget, [], url, {
    reconnect: reconnecting({ minDelay: 20 }),
  });
  const all = await browser.children([PageTarget, WorkerTarget], { deep: true });
  const page = await browser.newPage(`${site.origin}/worker`);
  const found: (PageTarget | WorkerTarget)[] = [];
  while (!found.some((child) => child.targetInfo?.type === "worker")) found.push((await all.next()).value!);
  const { sameBrowser, sessions } = await cut(browser, line);
  expect(sameBrowser).toBe(true);
  expect(sessions.filter(({ outcome, failed }) => outcome !== "restored" || failed.length > 0)).toEqual([]);
  expect(all.size).toBe(0);
  const worker = found.find((child) => child.targetInfo?.type === "worker")!;
  expect(await evaluate(worker, "sum")).toBe(3);
  await evaluate(page, `globalThis.other = new Worker("/worker.js"); 1`);
  expect((await all.next()).value?.targetInfo?.type).toBe("worker");
  await page[Symbol.asyncDispose]();
  await browser.connection.close();
});

test("targets that went away meanwhile are said to be gone", async () => {
  await using line = await openLine(chromium.httpUrl);
  await using other = await connectBrowser(BrowserTarget, PageTarget, [], chromium.httpUrl);
  const browser = await connect(line);
  const page = await browser.newPage();
  const kept = await browser.newPage();
  line.isDown = true;
  const again = browser.connection.reconnected.once({ timeout: 20_000 });
  line.cut();
  await other.send("Target.closeTarget", { targetId: page.targetId });
  const targetIds = async (): Promise<string[]> => (await other.targets()).map(({ targetId }) => targetId);
  await expect.poll(targetIds).not.toContain(page.targetId);
  line.isDown = false;
  const { sessions } = await again;
  expect(sessions.map(({ session, outcome }) => [session.targetId, outcome])).toEqual([
    [undefined, "restored"],
    [page.targetId, "gone"],
    [kept.targetId, "restored"],
  ]);
  expect(await page.closed).toBeInstanceOf(SessionDetachedError);
  await kept[Symbol.asyncDispose]();
  await browser.connection.close();
});

test("a browser that was killed and another in its place: sessions end, the connection is of use", async () => {
  const first = await startBrowser();
  await using line = await openLine(first.httpUrl);
  const browser = await connect(line, { attempts: 1000, maxDelay: 50 });
  await browser.send("Target.setDiscoverTargets", { discover: true });
  const page = await browser.newPage();
  const tries: number[] = [];
  browser.connection.reconnecting.on(({ attempt }) => tries.push(attempt));
  const again = browser.connection.reconnected.once({ timeout: 20_000 });
  first.kill();
  await browser.connection.disconnected.once({ timeout: 20_000 });
  await expect(page.Page.enable()).rejects.toMatchObject({ code: "CONNECTION_DOWN", sent: false });
  await using second = await startBrowser();
  line.target = Number(new URL(second.httpUrl).port);
  const { sameBrowser, sessions } = await again;
  expect(tries.length).toBeGreaterThan(1);
  expect(sameBrowser).toBe(false);
  expect(sessions.map(({ outcome, restored }) => [outcome, restored.map(({ method }) => method)])).toEqual([
    ["restored", ["Target.setDiscoverTargets"]],
    ["gone", []],
  ]);
  expect(await page.closed).toBeInstanceOf(SessionDetachedError);
  const fresh = await browser.newPage(`${site.origin}/`);
  await expect.poll(() => evaluate(fresh, "document.title")).toBe("Hello");
  await browser.connection.close();
  await first.close();
});

test("attempts that find nobody end the connection", async () => {
  await using line = await openLine(chromium.httpUrl);
  const browser = await connect(line, { attempts: 3, maxDelay: 20 });
  const { accepted } = line;
  line.isDown = true;
  line.cut();
  const error = await browser.connection.closed;
  expect(error.message).toMatch(/^the connection was lost: .*; reconnecting was given up after 3 attempts$/);
  expect(error.cause).toMatchObject({ code: "CONNECTION_FAILED" });
  expect(line.accepted).toBeGreaterThanOrEqual(accepted + 3);
});
