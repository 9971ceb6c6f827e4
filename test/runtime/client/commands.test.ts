/** Commands by themselves: what is wrong with one is nobody else's business, and every state can be left early. */
import { describe, expect, test, vi } from "vitest";
import { limiting } from "../../../templates/runtime/client/limiting.js";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { ConnectOptions, Session } from "../../../templates/runtime/codegen.js";
import { UsageError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";

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

const circle: Record<string, unknown> = {};
circle["self"] = { circle };

describe("parameters that cannot be encoded reject their own command and no other", () => {
  const rows: readonly (readonly [title: string, params: () => object, cause: unknown])[] = [
    ["that contain themselves", () => circle, TypeError],
    ["with a bigint", () => ({ deep: [{ a: 1n }] }), TypeError],
    [
      "whose toJSON throws",
      () => ({
        toJSON() {
          throw new RangeError("no JSON of me");
        },
      }),
      RangeError,
    ],
    [
      "with a getter that throws",
      () => ({
        get url(): string {
          throw new RangeError("not now");
        },
      }),
      RangeError,
    ],
    [
      "with a getter that throws no error",
      () => ({
        get url(): string {
          // oxlint-disable-next-line typescript/only-throw-error, no-throw-literal -- what is thrown is not ours to choose
          throw "nothing";
        },
      }),
      undefined,
    ],
    ["whose toJSON gives nothing", () => ({ toJSON: () => undefined }), TypeError],
    ["whose toJSON gives text", () => ({ toJSON: () => "text" }), TypeError],
    ["that are a revoked proxy", () => revoked(), TypeError],
  ];

  function revoked(): object {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }

  test.each(rows)("%s", async (_title, params, cause) => {
    const { browser, root, page } = await scene();
    browser.on("A.b", {});
    const [before, bad, after] = await Promise.allSettled([
      page.send("A.b"),
      page.send("A.bad", params()),
      page.send("A.b"),
    ]);
    expect([before.status, bad.status, after.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const { reason } = bad as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(UsageError);
    expect(reason).toMatchObject({ code: "USAGE", method: "A.bad", sessionId: "P" });
    if (cause !== undefined) expect((reason as Error).cause).toBeInstanceOf(cause);
    expect(browser.methods()).toEqual(["A.b", "A.b"]);
    expect(root.connection.metrics()).toMatchObject({ sent: 2, answered: 2, inFlight: 0, queued: 0 });
  });

  test("behind a limit they take nobody's place", async () => {
    const { browser, page, root } = await scene({ limits: limiting({ maxInFlight: 1, maxQueued: 1 }) });
    const first = page.send("A.a");
    await expect(page.send("A.bad", circle)).rejects.toBeInstanceOf(UsageError);
    const second = page.send("A.b");
    await settled();
    expect(root.connection.pending()).toHaveLength(2);
    browser.reply(browser.last("A.a"));
    await settled();
    browser.reply(browser.last("A.b"));
    await Promise.all([first, second]);
  });

  test("they are read when the command is sent, not when its turn comes", async () => {
    const { browser, page } = await scene({ limits: limiting({ maxInFlight: 1 }) });
    browser.on("A.b", {});
    const params = { n: 1 };
    const answers: Promise<unknown>[] = [];
    for (; params.n <= 3; params.n++) answers.push(page.send("A.b", params));
    await Promise.all(answers);
    expect(browser.sent.map((sent) => sent.params)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });
});

describe("parameters that run code while they are encoded", () => {
  const rows: readonly (readonly [
    title: string,
    run: (stage: Awaited<ReturnType<typeof scene>>) => unknown,
    want: object,
  ])[] = [
    [
      "close the connection",
      ({ root }) => void root.connection.close(),
      { code: "CONNECTION_CLOSED", sent: false },
    ],
    ["end the session", ({ browser }) => browser.detached("P"), { code: "SESSION_DETACHED", sent: false }],
  ];

  test.each(rows)("%s", async (_title, run, want) => {
    const stage = await scene();
    const params = {
      get url(): string {
        run(stage);
        return "x";
      },
    };
    await expect(stage.page.send("A.b", params)).rejects.toMatchObject(want);
    expect(stage.root.connection.pending()).toEqual([]);
    expect(stage.browser.methods()).toEqual([]);
  });

  test("abort the command", async () => {
    const { browser, page, root } = await scene();
    const abort = new AbortController();
    const params = {
      get url(): string {
        abort.abort(new RangeError("now"));
        return "x";
      },
    };
    await expect(page.send("A.b", params, { signal: abort.signal })).rejects.toThrow("now");
    expect(root.connection.pending()).toEqual([]);
    await settled();
    expect(browser.methods()).toEqual([]);
  });

  test("send another", async () => {
    const { browser, page } = await scene();
    browser.on("A.a", {}).on("A.b", {});
    let inner: Promise<unknown> | undefined;
    const params = {
      get url(): string {
        inner = page.send("A.a");
        return "x";
      },
    };
    await page.send("A.b", params);
    await inner;
    expect(browser.methods()).toContain("A.a");
    expect(new Set(browser.sent.map(({ id }) => id)).size).toBe(browser.sent.length);
  });
});

describe("answers", () => {
  test("find their commands in any order, and by id alone", async () => {
    const { browser, root, page } = await scene();
    const sessions = [root, page];
    const answers = Array.from({ length: 200 }, (_, i) => sessions[i % 2]!.send("A.b", { i }));
    await settled();
    expect(new Set(browser.sent.map(({ id }) => id)).size).toBe(200);
    // Every other one comes without its session, or with another's.
    for (const { id, params, sessionId } of [...browser.sent].reverse()) {
      const given = id % 3 === 0 ? sessionId : id % 3 === 1 ? undefined : "X";
      browser.raw({ id, result: params, sessionId: given });
    }
    expect(await Promise.all(answers)).toEqual(answers.map((_, i) => ({ i })));
    expect(root.connection.metrics()).toMatchObject({ answered: 200, unknownAnswers: 0, doubledAnswers: 0 });
  });

  test("to what waits to be sent are nobody's", async () => {
    const { browser, root, page } = await scene({ limits: limiting({ maxInFlight: 1 }) });
    const first = page.send("A.a");
    const second = page.send("A.b");
    await settled();
    browser.raw({ id: 2, result: { forged: true } });
    browser.reply(browser.last("A.a"));
    await settled();
    browser.reply(browser.last("A.b"), { forged: false });
    expect(await first).toEqual({});
    expect(await second).toEqual({ forged: false });
    expect(root.connection.metrics()).toMatchObject({ answered: 2, inFlight: 0 });
  });

  test("after a timeout are counted and dropped", async () => {
    const { browser, root, page } = await scene();
    await expect(page.send("A.b", {}, { timeout: 10 })).rejects.toMatchObject({
      code: "TIMEOUT",
      sent: true,
    });
    browser.reply(browser.last("A.b"));
    browser.reply(browser.last("A.b"));
    expect(root.connection.metrics()).toMatchObject({ lateAnswers: 1, doubledAnswers: 1, failed: 1 });
  });

  test("to what was never sent cannot come late", async () => {
    const { browser, root, page } = await scene();
    const abort = new AbortController();
    const aborted = page.send("A.b", {}, { signal: abort.signal });
    abort.abort();
    await expect(aborted).rejects.toHaveProperty("name", "AbortError");
    browser.raw({ id: 1, result: {} });
    expect(root.connection.metrics()).toMatchObject({ sent: 0, failed: 0, lateAnswers: 0 });
  });
});

describe("an abort", () => {
  const reason = new RangeError("enough");

  const rows: readonly {
    readonly state: string;
    readonly limits?: ConnectOptions["limits"];
    readonly wait: (browser: FakeBrowser) => Promise<void> | undefined;
    /** Whether the browser has seen the command. */
    readonly seen: boolean;
    readonly resolves?: boolean;
  }[] = [
    { state: "in the turn of the call", wait: () => undefined, seen: false },
    { state: "queued behind a limit", limits: limiting({ maxInFlight: 1 }), wait: settled, seen: false },
    { state: "in flight", wait: settled, seen: true },
    {
      state: "answered, and not yet heard of",
      wait: async (browser) => {
        await settled();
        browser.reply(browser.last("A.b"));
      },
      seen: true,
      resolves: true,
    },
    {
      state: "answered",
      wait: async (browser) => {
        await settled();
        browser.reply(browser.last("A.b"));
        await settled();
      },
      seen: true,
      resolves: true,
    },
  ];

  test.each(rows)("of a command that is $state", async ({ limits, wait, seen, resolves = false }) => {
    const { browser, page, root } = await scene({ limits });
    const first = page.send("A.first");
    const abort = new AbortController();
    const remove = vi.spyOn(abort.signal, "removeEventListener");
    const add = vi.spyOn(abort.signal, "addEventListener");
    const result = page.send("A.b", {}, { signal: abort.signal }).catch((error: unknown) => error);
    const waited = wait(browser);
    if (waited !== undefined) await waited;
    abort.abort(reason);
    if (resolves) expect(await result).toEqual({});
    else expect(await result).toBe(reason);
    await settled();
    expect(browser.methods().includes("A.b")).toBe(seen);
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove).toHaveBeenCalledTimes(1);
    browser.reply(browser.last("A.first"));
    await first;
    expect(root.connection.pending()).toEqual([]);
  });

  test("of thousands of commands, queued and in flight, takes one listener and settles each", async () => {
    const { browser, page, root } = await scene({ limits: limiting({ maxInFlight: 1000 }) });
    const abort = new AbortController();
    const { signal } = abort;
    const add = vi.spyOn(signal, "addEventListener");
    const remove = vi.spyOn(signal, "removeEventListener");
    const results = Array.from({ length: 5000 }, () => page.send("A.b", {}, { signal }));
    await settled();
    expect(browser.sent).toHaveLength(1000);
    abort.abort(reason);
    const outcomes = await Promise.allSettled(results);
    expect(
      outcomes.filter((outcome) => outcome.status === "rejected" && outcome.reason === reason),
    ).toHaveLength(5000);
    await settled();
    expect(browser.sent).toHaveLength(1000);
    expect(root.connection.pending()).toEqual([]);
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 1]);
  });
});
