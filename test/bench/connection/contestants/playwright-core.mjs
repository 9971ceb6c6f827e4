/** Playwright's `CDPSession`, over `connectOverCDP`. */

/** @type {import("../contestant.mjs").Connect} */
export async function connect(url) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.connectOverCDP(url);
  const session = await browser.newBrowserCDPSession();
  return {
    evaluate: (params) => session.send("Runtime.evaluate", params),
    async captureScreenshot() {
      const { data } = await session.send("Page.captureScreenshot", {});
      return Buffer.from(data, "base64");
    },
    onConsoleCall(listener) {
      session.on("Runtime.consoleAPICalled", listener);
    },
    close: () => browser.close(),
  };
}
