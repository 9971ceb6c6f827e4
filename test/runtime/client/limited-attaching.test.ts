/** What consists of several commands can be given up while the first of them waits to be sent. */
import { describe, expect, test } from "vitest";
import { limiting } from "../../../templates/runtime/client/limiting.js";
import { connectBrowser } from "../../../templates/runtime/codegen.js";
import type { ConnectOptions, NewPageOptions } from "../../../templates/runtime/codegen.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";
import { BrowserTarget, PageTarget, WorkerTarget } from "../../support/small-domains.js";

type Browser = BrowserTarget & {
  newPage(url?: string, options?: NewPageOptions<PageTarget>): Promise<PageTarget>;
};

async function scene(options: ConnectOptions = {}): Promise<{ browser: FakeBrowser; root: Browser }> {
  const browser = new FakeBrowser();
  const limits = limiting({ maxInFlight: 1 });
  const root = await connectBrowser(BrowserTarget, PageTarget, [], browser.transport, { limits, ...options });
  return { browser, root };
}

describe("attaching and making a page, given up while they wait to be sent", () => {
  const rows: readonly (readonly [string, (root: Browser, signal: AbortSignal) => Promise<unknown>])[] = [
    ["attach", (root, signal) => root.attach(PageTarget, "T1", { signal })],
    ["newPage", (root, signal) => root.newPage("about:blank", { signal })],
  ];

  test.each(rows)("%s, by its signal", async (_title, make) => {
    const { browser, root } = await scene();
    const hanging = root.send("A.b");
    await settled();
    const abort = new AbortController();
    const making = make(root, abort.signal);
    await settled();
    expect(root.connection.pending()).toHaveLength(2);
    abort.abort(new RangeError("enough"));
    await expect(making).rejects.toThrow("enough");
    browser.reply(browser.last("A.b"));
    await hanging;
    await settled();
    expect(browser.methods()).toEqual(["A.b"]);
    expect(root.connection.pending()).toEqual([]);
  });

  test("attach, by the connection's timeout", async () => {
    const { browser, root } = await scene({ commandTimeout: 20 });
    const hanging = root.send("A.b", {}, { timeout: Infinity });
    const attaching = root.attach(PageTarget, "T1");
    await expect(attaching).rejects.toMatchObject({ code: "TIMEOUT", sent: false });
    browser.reply(browser.last("A.b"));
    await hanging;
    await settled();
    expect(browser.methods()).toEqual(["A.b"]);
  });
});

test("a paused child runs when its setup is done, however much of it waits for the limits", async () => {
  const { browser, root } = await scene({ limits: limiting({ maxInFlight: 1, maxQueued: Infinity }) });
  browser.on("Target.setAutoAttach", {}).on("Runtime.runIfWaitingForDebugger", {});
  // More than one call takes as its arguments.
  const count = 150_000;
  using _children = await root.children([WorkerTarget], {
    setup: (child) => {
      for (let sent = 0; sent < count; sent++) child.Runtime.enable().catch(() => undefined);
    },
  });
  root.send("A.b").catch(() => undefined);
  browser.attached("W", { type: "worker" }, undefined, true);
  await settled();
  expect(browser.sent).toHaveLength(count + 3);
  expect(browser.sent.at(-1)?.method).toBe("Runtime.runIfWaitingForDebugger");
  await root.connection.close();
});
