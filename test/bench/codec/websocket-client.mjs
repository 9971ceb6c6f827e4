/** One measurement of the connection's benchmark over a websocket: `websocket-client.mjs <measurement> <url>`. */
import { measurements } from "../connection/measurements.mjs";
import { pageTargetId } from "../connection/mock-protocol.mjs";

const [measurement = "", url = ""] = process.argv.slice(2);
const measure = measurements[measurement];
if (measure === undefined) throw new Error(`There is no measurement ${measurement} in measurements.mjs.`);

/** @returns {Promise<import("../connection/contestant.mjs").Client>} */
async function connect() {
  const cdplex = await import("cdplex");
  const browser = await cdplex.connect(url);
  const page = await browser.attach(cdplex.PageTarget, pageTargetId);
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

const measured = await measure(connect);
process.send?.(measured, () => process.exit());
