/** A real browser under load, and pages that go away under it: everything settles, and nothing is lost or mixed up. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SessionDetachedError, TargetCrashedError, connect } from "../../out/src/index.js";
import type { Browser, PageTarget } from "../../out/src/index.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { serveSite } from "../support/site.js";
import type { Site } from "../support/site.js";

let chromium: RunningBrowser;
let site: Site;
let browser: Browser;
const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeAll(async () => {
  process.on("unhandledRejection", note);
  [chromium, site] = await Promise.all([startBrowser(), serveSite()]);
  browser = await connect(chromium.httpUrl);
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await chromium?.close();
  await site?.close();
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

const never = { expression: "globalThis.never ??= new Promise(() => {})", awaitPromise: true };

/** Sends commands that are never answered, and tells what each came to. */
async function hang(page: PageTarget, count: number): Promise<() => Promise<Map<string, number>>> {
  const all = Array.from({ length: count }, () => page.Runtime.evaluate(never));
  // As many that nobody waits for.
  for (let index = 0; index < count; index++) void page.Runtime.evaluate(never);
  const outcomes = Promise.allSettled(all);
  // When this is answered, the others have all arrived.
  await page.Runtime.evaluate({ expression: "1" });
  return async () => {
    const counts = new Map<string, number>();
    for (const outcome of await outcomes) {
      const name = outcome.status === "rejected" ? (outcome.reason as Error).name : outcome.status;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  };
}

async function answers(page: PageTarget): Promise<void> {
  const { result } = await page.Runtime.evaluate({ expression: "6 * 7" });
  expect(result.value).toBe(42);
}

/** The processes of the browser that show pages. */
async function renderers(): Promise<number[]> {
  const { processInfo } = await browser.SystemInfo.getProcessInfo();
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

describe("pages that go away", () => {
  test("crash three times over, and are revived each time", async () => {
    await using page = await browser.newPage(site.origin);
    for (let round = 0; round < 3; round++) {
      const outcomes = await hang(page, 100);
      void page.Page.crash().catch(() => undefined);
      expect([...(await outcomes())]).toEqual([[TargetCrashedError.name, 100]]);
      await page.Page.navigate({ url: site.origin });
      await answers(page);
    }
    expect(browser.connection.pending()).toEqual([]);
  });

  test("lose their process to a kill", async () => {
    await using page = await browser.newPage(site.otherOrigin);
    const outcomes = await hang(page, 100);
    const next = page.Page.loadEventFired.once().catch((error: unknown) => error);
    // All of the browser that this test has started: nothing says which of them shows the page, and no other page is in use.
    for (const pid of await renderers()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // One that showed nothing has ended meanwhile.
      }
    }
    expect([...(await outcomes())]).toEqual([[TargetCrashedError.name, 100]]);
    expect(await next).toBeInstanceOf(TargetCrashedError);
    await page.Page.navigate({ url: site.origin });
    await answers(page);
    expect(browser.connection.pending()).toEqual([]);
  });

  test("are closed with 500 commands pending", async () => {
    const page = await browser.newPage(site.origin);
    const beside = await browser.newPage(site.origin);
    const outcomes = await hang(page, 250);
    const ofOthers = beside.Runtime.evaluate({
      expression: "new Promise((resolve) => (globalThis.finish = resolve))",
      awaitPromise: true,
    });
    expect(browser.connection.pending().length).toBe(501);
    await browser.Target.closeTarget({ targetId: page.targetId! });
    expect([...(await outcomes())]).toEqual([[SessionDetachedError.name, 250]]);
    expect(await page.closed).toBeInstanceOf(SessionDetachedError);
    expect(browser.connection.pending().map(({ sessionId }) => sessionId)).toEqual([beside.id]);
    await beside.Runtime.evaluate({ expression: "finish(43)" });
    expect((await ofOthers).result.value).toBe(43);
    await beside[Symbol.asyncDispose]();
  });
});

describe("load", () => {
  test("50 pages at once, 20,000 commands: every answer belongs to its command", async () => {
    const pages = await Promise.all(Array.from({ length: 50 }, () => browser.newPage()));
    const perPage = 400;
    const wrong: string[] = [];
    let count = 0;
    const sent: Promise<void>[] = [];
    for (let index = 0; index < perPage; index++) {
      for (const [number, page] of pages.entries()) {
        const want = number * perPage + index;
        // Every third one is answered later than those after it.
        const expression = index % 3 === 0 ? `new Promise((r) => setTimeout(r, 1, ${want}))` : `${want}`;
        sent.push(
          page.Runtime.evaluate({ expression, awaitPromise: true }).then(({ result }) => {
            count += 1;
            if (result.value !== want) wrong.push(`${want}: ${String(result.value)}`);
          }),
        );
      }
    }
    await Promise.all(sent);
    expect(wrong).toEqual([]);
    expect(count).toBe(20_000);
    expect(browser.connection.pending()).toEqual([]);
    const { doubledAnswers, unknownAnswers, malformed } = browser.connection.metrics();
    expect({ doubledAnswers, unknownAnswers, malformed }).toEqual({
      doubledAnswers: 0,
      unknownAnswers: 0,
      malformed: 0,
    });
    await Promise.all(pages.map((page) => browser.Target.closeTarget({ targetId: page.targetId! })));
    await Promise.all(pages.map((page) => page.closed));
  });

  test("100,000 console events: every one is counted, in order, by listener and by stream", async () => {
    await using page = await browser.newPage();
    await page.Runtime.enable();
    const total = 100_000;
    const atOnce = 10_000;
    let heard = 0;
    let disorder = 0;
    using _log = page.Runtime.consoleAPICalled.on(({ args }) => {
      if (args[0]?.value !== heard) disorder += 1;
      heard += 1;
    });
    const stream = page.Runtime.consoleAPICalled.stream({ capacity: atOnce });
    let streamed = 0;
    for (let start = 0; start < total; start += atOnce) {
      await page.Runtime.evaluate({
        expression: `for (let i = ${start}; i < ${start + atOnce}; i++) console.log(i)`,
      });
      // The answer came last, so that all have come.
      for (let event = stream.tryNext(); event !== undefined; event = stream.tryNext()) {
        if (event.args[0]?.value !== streamed) disorder += 1;
        streamed += 1;
      }
    }
    expect({ heard, streamed, disorder, dropped: stream.dropped }).toEqual({
      heard: total,
      streamed: total,
      disorder: 0,
      dropped: 0,
    });
  });
});
