/** The generated package, used as its README says: a typed page over the connection that everything shares. */

/** @type {import("../contestant.mjs").Connect} */
export async function connect(url, targetId) {
  const cdplex = await import("cdplex");
  const browser = await cdplex.connect(url);
  const page = await browser.attach(cdplex.PageTarget, targetId);
  return {
    evaluate: (params) => page.Runtime.evaluate(params),
    async captureScreenshot() {
      const { data } = await page.Page.captureScreenshot();
      return data;
    },
    onConsoleCall(listener) {
      page.Runtime.consoleAPICalled.on(listener);
    },
    close: () => browser.connection.close(),
  };
}
