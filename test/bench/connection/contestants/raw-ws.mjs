/** The reference: `ws`, JSON and a Map, as one writes it by hand for one purpose. */

/** @type {import("../contestant.mjs").Connect} */
export async function connect(url, targetId) {
  const { default: WebSocket } = await import("ws");
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 2 ** 28 });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });

  let lastId = 0;
  /** @type {Map<number, { resolve(result: any): void, reject(error: unknown): void }>} */
  const pending = new Map();
  /** @type {Map<string, ((params: object) => void)[]>} */
  const listeners = new Map();
  socket.on("message", (/** @type {Buffer} */ data) => {
    const message = JSON.parse(data.toString());
    if (message.id === undefined) {
      const found = listeners.get(message.method);
      if (found !== undefined) for (const listener of found) listener(message.params);
      return;
    }
    const call = pending.get(message.id);
    if (call === undefined) return;
    pending.delete(message.id);
    if (message.error === undefined) call.resolve(message.result);
    else call.reject(new Error(message.error.message));
  });

  /**
   * @param {string} method
   * @param {object} params
   * @param {string} [sessionId]
   * @returns {Promise<any>}
   */
  const send = (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, sessionId }));
    });

  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  return {
    evaluate: (params) => send("Runtime.evaluate", params, sessionId),
    async captureScreenshot() {
      const { data } = await send("Page.captureScreenshot", {}, sessionId);
      return Buffer.from(data, "base64");
    },
    onConsoleCall(listener) {
      listeners.set("Runtime.consoleAPICalled", [listener]);
    },
    close: async () => socket.terminate(),
  };
}
