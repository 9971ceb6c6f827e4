/** What is below a page attaches by itself, with its own type: an iframe of another site, and a worker. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IframeTarget, WorkerTarget, connect } from "../../out/src/index.js";
import type { Browser } from "../../out/src/index.js";
import { Runtime } from "../../out/src/domains/Runtime.js";
import { unsafe } from "../../out/src/unsafe.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { serveSite } from "../support/site.js";
import type { Site } from "../support/site.js";

let chromium: RunningBrowser;
let site: Site;
let browser: Browser;

beforeAll(async () => {
  [chromium, site] = await Promise.all([startBrowser({ args: ["--site-per-process"] }), serveSite()]);
  browser = await connect(chromium.httpUrl);
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await chromium?.close();
  await site?.close();
});

describe("children", () => {
  test("an iframe of another site", async () => {
    await using page = await browser.newPage();
    using children = await page.children([IframeTarget]);
    await page.Page.navigate({ url: `${site.origin}/frame` });
    for await (const child of children) {
      expect(child.is(IframeTarget)).toBe(true);
      await child.Runtime.enable();
      await expect
        .poll(async () => (await child.Runtime.evaluate({ expression: "document.title" })).result.value)
        .toBe("Inner");
      const { result } = await child.Runtime.evaluate({ expression: "location.origin" });
      expect(result.value).toBe(site.otherOrigin);
      break;
    }
  });

  test("workers of a page that somebody else has opened, by their ids, nested ones too", async () => {
    const url = `data:text/html,<script>new Worker(URL.createObjectURL(new Blob(["new Worker(URL.createObjectURL(new Blob(['self.depth = 2']))); self.depth = 1"])))</script>`;
    await using other = await connect(chromium.httpUrl);
    await using page = await other.newPage(url);
    const workers = async (): Promise<string[]> => {
      const all = await browser.targets({ type: WorkerTarget });
      return all.map(({ targetId }) => targetId);
    };
    await expect.poll(async () => (await workers()).length).toBe(2);
    const depths: unknown[] = [];
    for (const targetId of await workers()) {
      await using worker = await browser.attach(WorkerTarget, targetId);
      const { result } = await worker.Runtime.evaluate({ expression: "depth" }, { timeout: 10_000 });
      depths.push(result.value);
    }
    expect(new Set(depths)).toEqual(new Set([1, 2]));
    expect(page.id).toBeDefined();
  });

  test("a worker, held until it is set up, so that its first words are heard", async () => {
    await using page = await browser.newPage();
    const words: unknown[] = [];
    using children = await page.children([WorkerTarget], {
      setup: async (worker) => {
        worker.Runtime.consoleAPICalled.on(({ args }) => void words.push(args[0]?.value));
        await worker.Runtime.enable();
      },
    });
    await page.Page.navigate({ url: `${site.origin}/worker` });
    for await (const worker of children) {
      expect(worker.is(WorkerTarget)).toBe(true);
      expect(worker.targetInfo?.type).toBe("worker");
      await expect.poll(() => words).toContain("first words");
      const { result } = await worker.Runtime.evaluate({ expression: "sum" });
      expect(result.value).toBe(3);
      break;
    }
  });

  test("of several kinds, told apart by their type", async () => {
    await using page = await browser.newPage();
    using children = await page.children([WorkerTarget, IframeTarget]);
    await page.Page.enable();
    const loaded = page.Page.loadEventFired.once();
    await page.Page.navigate({ url: `${site.origin}/worker` });
    await loaded;
    await page.Runtime.evaluate({
      expression: `document.body.append(Object.assign(document.createElement("iframe"), { src: "${site.otherOrigin}/inner" }))`,
    });
    const kinds: string[] = [];
    for await (const child of children) {
      kinds.push(child.is(WorkerTarget) ? "worker" : child.is(IframeTarget) ? "iframe" : "other");
      if (kinds.length === 2) break;
    }
    expect(kinds.sort()).toEqual(["iframe", "worker"]);
  });
});

describe("any session", () => {
  test("uses a domain that is handed in", async () => {
    await using page = await browser.newPage();
    const runtime = page.use(Runtime);
    expect((await runtime.evaluate({ expression: "1 + 1" })).result.value).toBe(2);
    expect(page.use(Runtime)).toBe(runtime);
  });

  test("opens everything, where that is asked for frankly", async () => {
    await using page = await browser.newPage();
    const { Page, Browser: browserDomain } = unsafe(page);
    const { data } = await Page.captureScreenshot();
    expect(data[0]).toBe(0x89);
    expect(typeof browserDomain.getVersion).toBe("function");
    const session = unsafe(browser);
    await expect(session.Page.captureScreenshot()).rejects.toMatchObject({ code: -32601 });
  });

  test("is found in the list of targets and attached to by its id", async () => {
    await using page = await browser.newPage(`${site.origin}/frame`);
    const frames = () => browser.targets({ type: IframeTarget });
    await expect.poll(async () => (await frames()).length).toBe(1);
    const [info] = await frames();
    const frame = await browser.attach(IframeTarget, info!.targetId);
    const { result } = await frame.Runtime.evaluate({ expression: "location.origin" });
    expect(result.value).toBe(site.otherOrigin);
    expect(frame.targetId).toBe(info!.targetId);
    expect(page.targetInfo?.type).toBe("page");
  });
});
