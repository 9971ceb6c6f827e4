import { connect } from "cdplex/core";
import { PageTarget } from "cdplex/targets/PageTarget";

const root = await connect("ws://127.0.0.1:9222/devtools/browser/0");
const [{ targetId }] = await root.targets({ type: "page" });
const page = await root.attach(PageTarget, targetId);
await page.Page.enable();
const loaded = page.Page.loadEventFired.once();
await page.Page.navigate({ url: "https://example.com/" });
await loaded;
const { result } = await page.Runtime.evaluate({ expression: "document.title" });
document.title = String(result.value);
await root.connection.close();
