/**
 * One measurement of the connection's benchmark over a CBOR pipe: `pipe-client.mjs <measurement> <bytes of a screenshot>`. The mock is a
 * process of its own, whose work does not count. Sends what it measured to the parent that forked it.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { measurements } from "../connection/measurements.mjs";
import { pageTargetId } from "../connection/mock-protocol.mjs";

const [measurement = "", screenshot = ""] = process.argv.slice(2);
const measure = measurements[measurement];
if (measure === undefined) throw new Error(`There is no measurement ${measurement} in measurements.mjs.`);
const mock = spawn(process.execPath, [fileURLToPath(new URL("pipe-mock.mjs", import.meta.url)), screenshot], {
  stdio: ["ignore", "inherit", "inherit", "pipe", "pipe"],
});

/** @returns {Promise<import("../connection/contestant.mjs").Client>} */
async function connect() {
  const cdplex = await import("cdplex");
  const { openPipe } = await import("cdplex/transports/pipe");
  const [, , , writable, readable] = /** @type {any[]} */ (mock.stdio);
  const browser = await cdplex.connect(await openPipe({ readable, writable, protocol: "cbor" }));
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
process.send?.(measured, () => {
  mock.kill();
  process.exit();
});
