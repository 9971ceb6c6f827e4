import CDP from "chrome-remote-interface";

const url = "ws://127.0.0.1:9222/devtools/browser/0";
const client = await CDP({ target: url, local: true });
const { targetInfos } = await client.Target.getTargets();
const { targetId } = targetInfos.find(({ type }) => type === "page");
const { sessionId } = await client.Target.attachToTarget({ targetId, flatten: true });
await client.Page.enable({}, sessionId);
const loaded = client.Page.loadEventFired(sessionId);
await client.Page.navigate({ url: "https://example.com/" }, sessionId);
await loaded;
const { result } = await client.Runtime.evaluate({ expression: "document.title" }, sessionId);
document.title = String(result.value);
await client.close();
