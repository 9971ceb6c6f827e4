import { connect } from "cdplex/core";
import { Page } from "cdplex/domains/Page";
import { Runtime } from "cdplex/domains/Runtime";
import { Target } from "cdplex/domains/Target";

const root = await connect("ws://127.0.0.1:9222/devtools/browser/0");
const target = root.use(Target);
const { targetInfos } = await target.getTargets();
const { targetId } = targetInfos.find(({ type }) => type === "page");
const { sessionId } = await target.attachToTarget({ targetId, flatten: true });
const session = root.connection.session(sessionId);
const page = session.use(Page);
await page.enable();
const loaded = page.loadEventFired.once();
await page.navigate({ url: "https://example.com/" });
await loaded;
const { result } = await session.use(Runtime).evaluate({ expression: "document.title" });
document.title = String(result.value);
await root.connection.close();
