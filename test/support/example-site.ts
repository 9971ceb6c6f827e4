/** Answers for https://example.com/ inside a browser, so that programs in the documentation run without a network. */
import type { Browser } from "../../out/src/index.js";

/** How often the site was asked for, as a program that runs elsewhere shows its progress by it. */
export interface ExampleSite extends Disposable {
  readonly requests: readonly string[];
}

/** Takes over what any page of the browser asks of the site. */
export async function serveExample(browser: Browser): Promise<ExampleSite> {
  const requests: string[] = [];
  const body = new TextEncoder().encode(
    "<!doctype html><title>Example Domain</title><h1>Example Domain</h1>",
  );
  const subscription = browser.Fetch.requestPaused.on(({ requestId, request }) => {
    requests.push(request.url);
    const answer = { requestId, responseCode: 200, body };
    browser.Fetch.fulfillRequest({
      ...answer,
      responseHeaders: [{ name: "content-type", value: "text/html" }],
    }).catch(() => {
      // The page has gone in the meantime.
    });
  });
  await browser.Fetch.enable({ patterns: [{ urlPattern: "https://example.com/*" }] });
  return { requests, [Symbol.dispose]: () => subscription[Symbol.dispose]() };
}
