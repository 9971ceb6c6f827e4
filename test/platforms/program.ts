/**
 * The program that every platform runs: it is compiled, and run beside the installed package, whose name takes the place of this path.
 * It prints one line of JSON, in which nothing differs from one platform to another.
 */
import { CdpError, PageTarget, WorkerTarget, connect } from "../../out/src/index.js";
import type { Browser } from "../../out/src/index.js";

interface Addresses {
  readonly httpUrl: string;
  readonly wsUrl: string;
  /** A server that opens no websocket. */
  readonly refusing: string;
  /** Where nobody listens. */
  readonly nobody: string;
}

const { httpUrl, wsUrl, refusing, nobody } = JSON.parse(process.argv[2]!) as Addresses;

/** What is the same of an error wherever it comes from. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return "It did not fail.";
  } catch (error) {
    if (!(error instanceof CdpError)) return { name: (error as Error).name };
    return { name: error.name, code: error.code, method: error.method };
  }
}

/** `4 x 3`, from the head of a PNG. */
function sizeOf(png: Uint8Array): string {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return `${view.getUint32(16)} x ${view.getUint32(20)}`;
}

/** A command that the browser does not answer by itself. */
const never = { expression: "new Promise(() => {})", awaitPromise: true };

async function useBrowser(browser: Browser): Promise<object> {
  await using page = await browser.newPage();
  await Promise.all([page.Page.enable(), page.Runtime.enable()]);
  const loaded = page.Page.loadEventFired.once({ timeout: 10_000 });
  await page.Page.navigate({
    url: "data:text/html;charset=utf-8,<title>grüße, 日本語 🌍</title><h1>Hello</h1>",
  });
  const { timestamp } = await loaded;
  const { result: title } = await page.Runtime.evaluate({ expression: "document.title" });

  await page.Emulation.setDeviceMetricsOverride({
    width: 64,
    height: 48,
    deviceScaleFactor: 1,
    mobile: false,
  });
  const { data } = await page.Page.captureScreenshot({ format: "png" });

  // Events in their order, and an end to the loop.
  const numbers: unknown[] = [];
  const stream = page.Runtime.consoleAPICalled.stream();
  await page.Runtime.evaluate({ expression: "for (let i = 0; i < 1000; i++) console.log(i)" });
  for await (const { args } of stream) {
    numbers.push(args[0]?.value);
    if (numbers.length === 1000) break;
  }

  // Longer than any buffer, with characters of one to four bytes.
  const long = "aß日🌍".repeat(300_000);
  const echoed = await page.Runtime.evaluate({ expression: JSON.stringify(long) });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => page.Runtime.evaluate({ expression: `${index} * 2` })),
  );

  const aborting = new AbortController();
  const aborted = failure(page.Runtime.evaluate(never, { signal: aborting.signal }));
  aborting.abort();
  const outcome = {
    hasTime: timestamp > 0,
    title: title.value,
    bytes: [data instanceof Uint8Array, [...data.subarray(0, 4)], sizeOf(data)],
    inOrder: numbers.every((number, index) => number === index),
    echoed: echoed.result.value === long,
    answered: answers.every(({ result }, index) => result.value === index * 2),
    isPage: page.is(PageTarget) && !page.is(WorkerTarget),
    aborted: await aborted,
    timedOut: await failure(page.Runtime.evaluate(never, { timeout: 50 })),
    refused: await failure(page.DOM.describeNode({ nodeId: 123_456 })),
  };
  const pending = failure(page.Runtime.evaluate(never));
  await page[Symbol.asyncDispose]();
  return { ...outcome, pageClosed: await pending };
}

async function useAndClose(endpoint: string): Promise<object> {
  const browser = await connect(endpoint);
  const outcome = await useBrowser(browser);
  const page = await browser.newPage();
  const pending = failure(page.Runtime.evaluate(never));
  await browser[Symbol.asyncDispose]();
  await browser[Symbol.asyncDispose]();
  return {
    ...outcome,
    atTheEnd: await pending,
    afterTheEnd: await failure(browser.Browser.getVersion()),
  };
}

/** One message of so many bytes: where it is too much for the platform, the connection ends and says so. */
async function receive(megabytes: number): Promise<string> {
  const browser = await connect(wsUrl);
  const page = await browser.newPage();
  try {
    const { result } = await page.Runtime.evaluate({ expression: `"x".repeat(${megabytes} * 2 ** 20)` });
    return `${(result.value as string).length / 2 ** 20} MiB`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await browser[Symbol.asyncDispose]();
  }
}

const aborted = AbortSignal.abort();
console.log(
  JSON.stringify({
    http: await useAndClose(httpUrl),
    ws: await useAndClose(wsUrl),
    nobodyWs: await failure(connect(nobody.replace("http:", "ws:"))),
    nobodyHttp: await failure(connect(nobody)),
    refusedHttp: await failure(connect(refusing, { headers: { "X-Token": "http" } })),
    refusedWs: await failure(connect(refusing.replace("http:", "ws:"), { headers: { "X-Token": "ws" } })),
    refusedName: await failure(connect(`${refusing}/named`)),
    oldTarget: await failure(connect(new URL("/devtools/page/none", wsUrl))),
    hanging: await failure(connect(`${refusing.replace("http:", "ws:")}/hang`, { timeout: 200 })),
    large: [await receive(60), await receive(70), await receive(130)],
    givenUp: await failure(connect(wsUrl, { signal: aborted })),
  }),
);
