import { CDP } from "simple-cdp";

const cdp = new CDP({ webSocketDebuggerUrl: "ws://127.0.0.1:9222/devtools/browser/0" });
const { targetInfos } = await cdp.Target.getTargets();
const { targetId } = targetInfos.find(({ type }) => type === "page");
const { sessionId } = await cdp.Target.attachToTarget({ targetId, flatten: true });
await cdp.Page.enable({}, sessionId);
const loaded = new Promise((resolve) => cdp.Page.addEventListener("loadEventFired", resolve));
await cdp.Page.navigate({ url: "https://example.com/" }, sessionId);
await loaded;
const { result } = await cdp.Runtime.evaluate({ expression: "document.title" }, sessionId);
document.title = String(result.value);
cdp.connection.close();
