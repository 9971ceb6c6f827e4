import { connect } from "puppeteer-core/lib/esm/puppeteer/puppeteer-core-browser.js";

const browser = await connect({ browserWSEndpoint: "ws://127.0.0.1:9222/devtools/browser/0" });
const [page] = await browser.pages();
const session = await page.createCDPSession();
await session.send("Page.enable");
const loaded = new Promise((resolve) => session.once("Page.loadEventFired", resolve));
await session.send("Page.navigate", { url: "https://example.com/" });
await loaded;
const { result } = await session.send("Runtime.evaluate", { expression: "document.title" });
document.title = String(result.value);
await browser.disconnect();
