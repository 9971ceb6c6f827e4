import { chromium } from "playwright-core";

const browser = await chromium.connectOverCDP("ws://127.0.0.1:9222/devtools/browser/0");
const [page] = browser.contexts()[0].pages();
const session = await page.context().newCDPSession(page);
await session.send("Page.enable");
const loaded = new Promise((resolve) => session.once("Page.loadEventFired", resolve));
await session.send("Page.navigate", { url: "https://example.com/" });
await loaded;
const { result } = await session.send("Runtime.evaluate", { expression: "document.title" });
document.title = String(result.value);
await browser.close();
