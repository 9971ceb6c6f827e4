/** Time that runs out: of one command, and of all that have none of their own. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { CallOptions, ConnectOptions, Session } from "../../../templates/runtime/codegen.js";
import { TimeoutError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";
import { PageTarget } from "../../support/small-domains.js";

async function scene(
  options: ConnectOptions = {},
): Promise<{ browser: FakeBrowser; root: Session; page: Session }> {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport, { onError: () => undefined, ...options });
  browser.attached("P");
  const page = root.connection.session("P");
  if (page === undefined) throw new Error("the session is not there");
  return { browser, root, page };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("timeouts", () => {
  const rows: readonly {
    readonly title: string;
    readonly commandTimeout?: number;
    readonly options?: CallOptions;
    /** After how long it ends; undefined for never. */
    readonly want: number | undefined;
  }[] = [
    { title: "there is none unless asked for", want: undefined },
    { title: "the connection's own", commandTimeout: 500, want: 500 },
    {
      title: "the connection's own, beside a signal",
      commandTimeout: 500,
      options: { signal: new AbortController().signal },
      want: 500,
    },
    { title: "that of the call", options: { timeout: 300 }, want: 300 },
    {
      title: "that of the call before the connection's",
      commandTimeout: 500,
      options: { timeout: 900 },
      want: 900,
    },
    { title: "none for one call", commandTimeout: 500, options: { timeout: Infinity }, want: undefined },
    { title: "none for all", commandTimeout: Infinity, want: undefined },
    { title: "no time for one call", commandTimeout: 500, options: { timeout: 0 }, want: 0 },
    { title: "no time for all", commandTimeout: 0, want: 0 },
  ];

  test.each(rows)("$title", async ({ commandTimeout, options, want }) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { browser, page } = await scene({ commandTimeout });
    let error: unknown;
    page.send("A.b", {}, options).catch((reason: unknown) => {
      error = reason;
    });
    expect(vi.getTimerCount()).toBe(want === undefined ? 0 : 1);
    if (want === undefined) {
      browser.die();
      return;
    }
    if (want > 0) await vi.advanceTimersByTimeAsync(want - 1);
    expect(error).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ sent: true, message: `A.b: no answer within ${want} ms` });
    // It has left all the same.
    expect(browser.methods()).toEqual(["A.b"]);
  });

  test.each(["an answer", "a refusal", "the end"])("leave no timer behind after %s", async (end) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { browser, page } = await scene({ commandTimeout: 1000 });
    const result = page.send("A.b").catch(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(1);
    if (end === "an answer") browser.reply(browser.last("A.b"));
    else if (end === "a refusal") browser.refuse(browser.last("A.b"), -32000, "no");
    else browser.die();
    await result;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of the connection bound what consists of several commands", async () => {
    const { browser, root, page } = await scene({ commandTimeout: 20 });
    const attaching = root.attach(PageTarget, "T1");
    await expect(attaching).rejects.toMatchObject({ code: "TIMEOUT", method: "Target.attachToTarget" });
    // A session that comes late is let go of.
    browser.attached("S1", { targetId: "T1" });
    browser.reply(browser.last("Target.attachToTarget"), { sessionId: "S1" });
    await settled();
    expect(browser.last("Target.detachFromTarget")?.params).toEqual({ sessionId: "S1" });
    // And a longer one of the call goes before.
    const patient = root.attach(PageTarget, "T2", { timeout: 5_000 });
    await new Promise((resolve) => {
      setTimeout(resolve, 40);
    });
    browser.attached("S2", { targetId: "T2" });
    browser.reply(browser.last("Target.attachToTarget"), { sessionId: "S2" });
    expect((await patient).id).toBe("S2");
    await expect(page.children([PageTarget])).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  test("do not keep the program alive", async () => {
    const timers: NodeJS.Timeout[] = [];
    const { setTimeout: make } = globalThis;
    const spy = vi.spyOn(globalThis, "setTimeout").mockImplementation((...given) => {
      const timer = make(...given);
      timers.push(timer);
      return timer;
    });
    const { browser, page } = await scene();
    page.send("A.b", {}, { timeout: 60_000 }).catch(() => undefined);
    expect(timers.map((timer) => timer.hasRef())).toEqual([false]);
    browser.die();
    spy.mockRestore();
  });
});
