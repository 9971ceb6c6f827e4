/** Puppeteer's `CDPSession`, over a connection to a running browser. */

/** @type {import("../contestant.mjs").Connect} */
export async function connect(url) {
  const { connect: connectBrowser } = await import("puppeteer-core");
  const browser = await connectBrowser({ browserWSEndpoint: url, defaultViewport: null });
  const session = await browser.target().createCDPSession();
  return {
    evaluate: (params) => session.send("Runtime.evaluate", params),
    async captureScreenshot() {
      const { data } = await session.send("Page.captureScreenshot", {});
      return Buffer.from(data, "base64");
    },
    onConsoleCall(listener) {
      session.on("Runtime.consoleAPICalled", listener);
    },
    close: () => browser.disconnect(),
  };
}
