/**
 * A program for a page: it is bundled, with the package's name in the place of this path, and drives another browser from there.
 * What it gives is all JSON, since the test reads it over a connection of its own.
 */
import { CdpError, PageTarget, connect } from "../../out/src/index.js";

/** What the page tells of an error. */
export interface PageFailure {
  readonly name: string;
  readonly message: string;
  readonly code: number | string | undefined;
}

export interface PageReport {
  readonly title: unknown;
  readonly png: readonly number[];
  readonly console: readonly unknown[];
  readonly echoed: boolean;
  readonly answered: boolean;
  readonly aborted: PageFailure;
  readonly timedOut: PageFailure;
  readonly refused: PageFailure;
  readonly pageClosed: PageFailure;
  readonly isPage: boolean;
  readonly afterTheEnd: PageFailure;
}

/** What the bundle leaves in the page for the test to call. */
export interface PageClient {
  drive(endpoint: string): Promise<PageReport>;
  /** Connects, and tells what went wrong. */
  fail(endpoint: string, headers?: Readonly<Record<string, string>>): Promise<PageFailure>;
}

async function failure(promise: Promise<unknown>): Promise<PageFailure> {
  try {
    await promise;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message, code: error instanceof CdpError ? error.code : undefined };
  }
  return { name: "none", message: "It did not fail.", code: undefined };
}

const never = { expression: "new Promise(() => {})", awaitPromise: true };

async function drive(endpoint: string): Promise<PageReport> {
  const browser = await connect(endpoint);
  const page = await browser.newPage();
  await Promise.all([page.Page.enable(), page.Runtime.enable()]);
  const loaded = page.Page.loadEventFired.once({ timeout: 10_000 });
  await page.Page.navigate({ url: "data:text/html;charset=utf-8,<title>grüße, 日本語 🌍</title>" });
  await loaded;
  const { result } = await page.Runtime.evaluate({ expression: "document.title" });
  const { data } = await page.Page.captureScreenshot({ format: "png" });

  const words: unknown[] = [];
  const stream = page.Runtime.consoleAPICalled.stream();
  await page.Runtime.evaluate({
    expression: "for (const word of ['one', 'two', 'three']) console.log(word)",
  });
  for await (const { args } of stream) {
    if (words.push(args[0]?.value) === 3) break;
  }

  const long = "aß日🌍".repeat(100_000);
  const echo = await page.Runtime.evaluate({ expression: JSON.stringify(long) });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => page.Runtime.evaluate({ expression: `${index} * 2` })),
  );

  const aborting = new AbortController();
  const aborted = failure(page.Runtime.evaluate(never, { signal: aborting.signal }));
  aborting.abort();
  const timedOut = await failure(page.Runtime.evaluate(never, { timeout: 50 }));
  const refused = await failure(page.DOM.describeNode({ nodeId: 123_456 }));
  const isPage = page.is(PageTarget);
  const pending = failure(page.Runtime.evaluate(never));
  await page[Symbol.asyncDispose]();
  const pageClosed = await pending;
  await browser[Symbol.asyncDispose]();
  return {
    title: result.value,
    png: [...data.subarray(0, 4)],
    console: words,
    echoed: echo.result.value === long,
    answered: answers.every((answer, index) => answer.result.value === index * 2),
    aborted: await aborted,
    timedOut,
    refused,
    pageClosed,
    isPage,
    afterTheEnd: await failure(browser.Browser.getVersion()),
  };
}

const client: PageClient = {
  drive,
  fail: (endpoint, headers) => failure(connect(endpoint, { headers })),
};
(globalThis as { cdplexClient?: PageClient }).cdplexClient = client;
