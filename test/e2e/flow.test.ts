/** Limits, back-pressure and ids with a real browser at the other end. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PageTarget, SessionDetachedError, connect, limiting } from "../../out/src/index.js";
import { openWebSocket } from "../../out/src/runtime/transports/websocket.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";

let chromium: RunningBrowser;

beforeAll(async () => {
  chromium = await startBrowser();
});

afterAll(async () => {
  await chromium?.close();
});

describe("a limit of commands in flight", () => {
  test("holds, and every answer finds its command", async () => {
    await using browser = await connect(chromium.httpUrl, { limits: limiting({ maxInFlight: 8 }) });
    const pages = await Promise.all([browser.newPage(), browser.newPage(), browser.newPage()]);
    let most = 0;
    const answers = pages.flatMap((page, p) =>
      Array.from({ length: 200 }, async (_, i) => {
        const { result } = await page.Runtime.evaluate({ expression: `${p} * 1000 + ${i}` });
        most = Math.max(most, browser.connection.metrics().inFlight);
        return result.value === p * 1000 + i;
      }),
    );
    const results = await Promise.all(answers);
    expect(results.filter((isRight) => !isRight)).toEqual([]);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
    for (const page of pages) await page[Symbol.asyncDispose]();
  });

  test("and a closed tab settle what was sent and what was not", async () => {
    await using browser = await connect(chromium.httpUrl, { limits: limiting({ maxInFlight: 8 }) });
    const page = await browser.newPage();
    const never = { expression: "new Promise(() => {})", awaitPromise: true } as const;
    const hanging = Array.from({ length: 100 }, () =>
      page.Runtime.evaluate(never).catch((error: unknown) => error),
    );
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(browser.connection.metrics()).toMatchObject({ inFlight: 8, queued: 92 });
    await page[Symbol.asyncDispose]();
    const errors = (await Promise.all(hanging)) as SessionDetachedError[];
    for (const error of errors) expect(error).toBeInstanceOf(SessionDetachedError);
    expect(errors.map(({ sent }) => sent)).toEqual(errors.map((_, i) => i < 8));
    expect(browser.connection.pending()).toEqual([]);
  });

  test("lets out what skips it: the answer to a dialog that holds everything up", async () => {
    await using browser = await connect(chromium.httpUrl, {
      limits: limiting({ maxInFlight: 1 }),
      commandTimeout: 20_000,
    });
    await using page = await browser.newPage();
    await page.Page.enable();
    const opening = page.Page.javascriptDialogOpening.once({ timeout: 10_000 });
    const asked = page.Runtime.evaluate({ expression: "confirm('go on?')" });
    const behind = page.Runtime.evaluate({ expression: "1 + 1" });
    await opening;
    expect(browser.connection.pending().map(({ state }) => state)).toEqual(["sent", "queued"]);
    await page.Page.handleJavaScriptDialog({ accept: true }, { skipQueue: true });
    expect((await asked).result.value).toBe(true);
    expect((await behind).result.value).toBe(2);
  });
});

test("a rate holds", async () => {
  await using browser = await connect(chromium.httpUrl, {
    limits: limiting({ rate: { perSecond: 100, burst: 10 } }),
  });
  const start = performance.now();
  await Promise.all(Array.from({ length: 40 }, () => browser.Browser.getVersion()));
  expect(performance.now() - start).toBeGreaterThan(290);
});

test("commands wait while the socket has more than it can write, and leave when it has not", async () => {
  await using browser = await connect(chromium.httpUrl);
  await using page = await browser.newPage();
  const text = "x".repeat(5_000_000);
  const large = Array.from({ length: 8 }, () => page.Runtime.evaluate({ expression: `"${text}".length` }));
  // After the turn in which those leave together.
  await Promise.resolve();
  const small = Array.from({ length: 50 }, (_, i) => page.Runtime.evaluate({ expression: String(i) }));
  await Promise.resolve();
  expect(browser.connection.metrics()).toMatchObject({ inFlight: 8, queued: 50 });
  for (const { result } of await Promise.all(large)) expect(result.value).toBe(text.length);
  const values = (await Promise.all(small)).map(({ result }) => result.value as number);
  expect(values).toEqual(values.map((_, i) => i));
  expect(browser.connection.metrics()).toMatchObject({ inFlight: 0, queued: 0 });
});

test("a deadline of all commands ends one that hangs, and spares one that is given its own", async () => {
  await using browser = await connect(chromium.httpUrl, { commandTimeout: 500 });
  const [info] = await browser.targets({ type: PageTarget });
  await using page =
    info === undefined ? await browser.newPage() : await browser.attach(PageTarget, info.targetId);
  const slow = {
    expression: "new Promise((resolve) => setTimeout(resolve, 1500, 7))",
    awaitPromise: true,
  } as const;
  await expect(page.Runtime.evaluate(slow)).rejects.toMatchObject({ code: "TIMEOUT", sent: true });
  expect((await page.Runtime.evaluate(slow, { timeout: 10_000 })).result.value).toBe(7);
});

test("the largest id is answered, and one above it is answered without any", async () => {
  const { webSocketDebuggerUrl } = (await (await fetch(`${chromium.httpUrl}/json/version`)).json()) as {
    webSocketDebuggerUrl: string;
  };
  const transport = await openWebSocket(webSocketDebuggerUrl);
  const answers: { readonly id?: number; readonly error?: object }[] = [];
  const done = new Promise<void>((resolve) => {
    transport.start({
      message(message) {
        const text = typeof message === "string" ? message : new TextDecoder().decode(message);
        answers.push(JSON.parse(text) as object);
        if (answers.length === 2) resolve();
      },
      closed: () => resolve(),
    });
  });
  for (const id of [0x7fff_ffff, 0x8000_0000]) transport.send(`{"id":${id},"method":"Browser.getVersion"}`);
  await done;
  transport.close();
  expect(answers.map(({ id }) => id)).toEqual([0x7fff_ffff, undefined]);
  expect(answers[1]?.error).toBeDefined();
});
