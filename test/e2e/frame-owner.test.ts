/** Whose frame it is, in a real browser of which one iframe has crashed. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectBrowser } from "../../templates/runtime/codegen.js";
import type { Session } from "../../templates/runtime/codegen.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { BrowserTarget, IframeTarget, PageTarget } from "../support/small-domains.js";

let chromium: RunningBrowser;

/** A page with an iframe of `a`, and one of `b` that has another of `b` in it. */
const server = createServer((request, response) => {
  const { port } = server.address() as AddressInfo;
  const iframe = (host: string, path: string): string =>
    `<iframe src="http://${host}.test:${port}/${path}"></iframe>`;
  response.setHeader("content-type", "text/html");
  if (request.url === "/top") response.end(iframe("a", "leaf") + iframe("b", "middle"));
  else response.end(request.url === "/middle" ? iframe("b", "leaf") : "leaf");
});

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  chromium = await startBrowser({
    args: ["--site-per-process", "--host-resolver-rules=MAP *.test 127.0.0.1"],
  });
});

afterAll(async () => {
  await chromium?.close();
  server.closeAllConnections();
  server.close();
});

interface Tree {
  readonly frame: { readonly id: string; readonly url: string };
  readonly childFrames?: readonly Tree[];
}

async function treeOf(session: Session): Promise<Tree> {
  return ((await session.send("Page.getFrameTree")) as { frameTree: Tree }).frameTree;
}

test("a frame in one iframe is found though another has crashed, and so is that, by its id", async () => {
  await using browser = await connectBrowser(BrowserTarget, PageTarget, [], chromium.httpUrl);
  await using page = await browser.newPage();
  const children = await page.children([IframeTarget]);
  const { port } = server.address() as AddressInfo;
  await page.Page.navigate({ url: `http://top.test:${port}/top` });
  const iframes = [(await children.next()).value!, (await children.next()).value!];
  let inner: string | undefined;
  let owner: Session | undefined;
  await expect
    .poll(async () => {
      for (const iframe of iframes) {
        inner = (await treeOf(iframe)).childFrames?.[0]?.frame.id;
        owner = iframe;
        if (inner !== undefined) return true;
      }
      return false;
    })
    .toBe(true);
  const other = iframes.find((iframe) => iframe !== owner)!;
  const crashed = other.once("Inspector.targetCrashed");
  other.send("Page.crash").catch(() => undefined);
  await crashed;
  const options = { signal: AbortSignal.timeout(20_000) };
  expect((await page.sessionForFrame(inner!, options)).id).toBe(owner?.id);
  expect((await page.sessionForFrame(other.targetId!, options)).id).toBe(other.id);
  expect(browser.connection.pending()).toEqual([]);
});

test("an iframe in another process that nobody has attached to is found at once, and attached to", async () => {
  await using browser = await connectBrowser(BrowserTarget, PageTarget, [], chromium.httpUrl);
  await using page = await browser.newPage();
  const { port } = server.address() as AddressInfo;
  await page.Page.enable();
  const loaded = page.Page.loadEventFired.once();
  await page.Page.navigate({ url: `http://top.test:${port}/top` });
  await loaded;
  const { result } = (await page.send("Runtime.evaluate", {
    expression: "document.querySelector('iframe')",
  })) as { result: { objectId: string } };
  const { node } = (await page.send("DOM.describeNode", result)) as { node: { frameId: string } };
  expect((await treeOf(page)).childFrames).toBeUndefined();
  const iframe = await page.sessionForFrame(node.frameId);
  expect(iframe).not.toBe(page);
  expect((await treeOf(iframe)).frame.url).toBe(`http://a.test:${port}/leaf`);
  expect(await page.sessionForFrame(node.frameId)).toBe(iframe);
  expect(await page.sessionForFrame((await treeOf(page)).frame.id)).toBe(page);
});
