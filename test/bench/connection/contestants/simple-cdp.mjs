/**
 * simple-cdp, over `ws` without permessage-deflate: Node 20 has no WebSocket of its own, and the one of later versions compresses.
 */

/** @type {import("../contestant.mjs").Connect} */
export async function connect(url, targetId) {
  const { default: WebSocket } = await import("ws");
  Object.assign(globalThis, {
    WebSocket: class extends WebSocket {
      /** @param {string} address */
      constructor(address) {
        super(address, { perMessageDeflate: false, maxPayload: 2 ** 28 });
      }
    },
  });
  const { CDP } = await import("simple-cdp");
  const cdp = new CDP({ webSocketDebuggerUrl: url });
  const { sessionId } = await cdp.Target.attachToTarget({ targetId, flatten: true });
  return {
    evaluate: (params) => cdp.Runtime.evaluate(params, sessionId),
    async captureScreenshot() {
      const { data } = await cdp.Page.captureScreenshot({}, sessionId);
      return Buffer.from(data, "base64");
    },
    onConsoleCall(listener) {
      cdp.Runtime.addEventListener("consoleAPICalled", (event) => listener(event.params));
    },
    close: async () => cdp.connection.close(),
  };
}
