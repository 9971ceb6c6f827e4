/** chrome-remote-interface, with the protocol that it ships. */

/** @type {import("../contestant.mjs").Connect} */
export async function connect(url, targetId) {
  const { default: CDP } = await import("chrome-remote-interface");
  const client = await CDP({ target: url, local: true });
  const { sessionId } = await client.Target.attachToTarget({ targetId, flatten: true });
  return {
    evaluate: (params) => client.Runtime.evaluate(params, sessionId),
    async captureScreenshot() {
      const { data } = await client.Page.captureScreenshot({}, sessionId);
      return Buffer.from(data, "base64");
    },
    onConsoleCall(listener) {
      client.Runtime.consoleAPICalled(sessionId, listener);
    },
    close: () => client.close(),
  };
}
