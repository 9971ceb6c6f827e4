/** What a connection to a real browser tells of itself. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommandError, connect, insight } from "../../out/src/index.js";
import type { Browser, CommandOutcome, ObservedCommand, WedgedEvent } from "../../out/src/index.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";

let chromium: RunningBrowser;
let browser: Browser;
const sent: ObservedCommand[] = [];
const settled: [ObservedCommand, CommandOutcome][] = [];
const events: string[] = [];
const sessions: string[] = [];
let bytesIn = 0;
let bytesOut = 0;

beforeAll(async () => {
  chromium = await startBrowser();
  browser = await connect(chromium.httpUrl, {
    insight: insight({
      latency: true,
      wedgedAfter: 200,
      observer: {
        commandSent: (command) => sent.push(command),
        commandSettled: (command, outcome) => settled.push([command, outcome]),
        event: ({ method }) => events.push(method),
        sessionOpened: ({ id }) => sessions.push(`+${id}`),
        sessionClosed: ({ id }) => sessions.push(`-${id}`),
        messageSent: (message) => {
          bytesOut += message.length;
        },
        messageReceived: (message) => {
          bytesIn += message.length;
        },
      },
    }),
  });
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await chromium?.close();
});

describe("a connection to a browser", () => {
  test("counts all that passes, and an observer sees the same", async () => {
    const page = await browser.newPage();
    await page.Page.enable();
    const loaded = page.Page.loadEventFired.once();
    await page.Page.navigate({ url: "data:text/html,<title>here</title>" });
    await loaded;
    await expect(page.DOM.describeNode({ nodeId: 123_456 })).rejects.toThrow(CommandError);
    await expect(page.send("Page.enable", { enableFileChooserOpenedEvent: 1 } as object)).rejects.toThrow();
    const id = page.id;
    await page[Symbol.asyncDispose]();
    const metrics = browser.connection.metrics();
    expect(metrics).toMatchObject({
      sent: sent.length,
      answered: settled.filter(([, { code }]) => code === undefined).length,
      refused: 2,
      failedByCode: { "-32000": 1, "-32602": 1 },
      queued: 0,
      unknownAnswers: 0,
      doubledAnswers: 0,
      malformed: 0,
      bytesIn,
      bytesOut,
    });
    expect(metrics.inFlight).toBe(sent.length - settled.length);
    expect(metrics.received).toBeGreaterThan(metrics.answered);
    expect(events).toContain("Page.loadEventFired");
    expect(sessions).toEqual([`+${id}`, `-${id}`]);
    const navigations = settled.filter(([{ method }]) => method === "Page.navigate");
    expect(navigations).toHaveLength(1);
    const duration = navigations[0]?.[1].duration ?? 0;
    expect(metrics.latency?.methods["Page.navigate"]).toMatchObject({
      count: 1,
      min: duration,
      max: duration,
    });
  });

  test("tells of a page whose script does not end, and when it does", async () => {
    await using page = await browser.newPage();
    const told: WedgedEvent[] = [];
    using listening = browser.connection.wedged.on((event) => {
      if (event.sessionId === page.id) told.push(event);
    });
    await page.Runtime.evaluate({ expression: "const end = Date.now() + 700; while (Date.now() < end);" });
    expect(told.map(({ wedged, method, targetId }) => [wedged, method, targetId])).toEqual([
      [true, "Runtime.evaluate", page.targetId],
      [false, "Runtime.evaluate", page.targetId],
    ]);
    expect(told[0]?.age).toBeGreaterThanOrEqual(200);
    expect(told[1]?.age).toBeGreaterThanOrEqual(690);
    void listening;
  });
});
