/**
 * What every contestant is: a file in contestants/ that exports `connect`. It imports its library when `connect` is called, as
 * a user's program would at its start.
 *
 * @typedef {object} Client a session on the mock's page, opened the way that users of the library open one
 * @property {(params: { expression: string }) => Promise<object>} evaluate `Runtime.evaluate`; resolves with its result
 * @property {() => Promise<Uint8Array>} captureScreenshot `Page.captureScreenshot`; resolves with the bytes
 * @property {(listener: (params: object) => void) => void} onConsoleCall subscribes to `Runtime.consoleAPICalled`
 * @property {() => Promise<void>} close
 *
 * @typedef {(url: string, targetId: string) => Promise<Client>} Connect
 */

/** In the order of the table; the first is what the others are compared with. */
export const contestants = [
  { name: "raw-ws", module: "ws" },
  { name: "chrome-remote-interface", module: "chrome-remote-interface" },
  { name: "puppeteer-core", module: "puppeteer-core" },
  { name: "playwright-core", module: "playwright-core" },
  { name: "simple-cdp", module: "simple-cdp" },
  { name: "floor", module: "node:net" },
  { name: "cdplex", module: "cdplex" },
];

/**
 * @param {string} name
 * @returns {Promise<Connect>}
 */
export async function loadContestant(name) {
  const { connect } = await import(`./contestants/${name}.mjs`);
  return connect;
}
