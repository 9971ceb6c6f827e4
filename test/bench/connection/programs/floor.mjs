const socket = new WebSocket("ws://127.0.0.1:9222/devtools/browser/0");
await new Promise((resolve) => (socket.onopen = resolve));
let lastId = 0;
const pending = new Map();
const waiting = new Map();
socket.onmessage = ({ data }) => {
  const { id, method, result, error, params } = JSON.parse(data);
  if (id === undefined) waiting.get(method)?.(params);
  else pending.get(id)(error, result);
  pending.delete(id);
};
const send = (method, params, sessionId) =>
  new Promise((resolve, reject) => {
    pending.set(++lastId, (error, result) => (error ? reject(error) : resolve(result)));
    socket.send(JSON.stringify({ id: lastId, method, params, sessionId }));
  });

const { targetInfos } = await send("Target.getTargets");
const { targetId } = targetInfos.find(({ type }) => type === "page");
const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
await send("Page.enable", {}, sessionId);
const loaded = new Promise((resolve) => waiting.set("Page.loadEventFired", resolve));
await send("Page.navigate", { url: "https://example.com/" }, sessionId);
await loaded;
const { result } = await send("Runtime.evaluate", { expression: "document.title" }, sessionId);
document.title = String(result.value);
socket.close();
