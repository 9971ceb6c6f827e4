/** Every command settles exactly once, whatever ends it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { CallOptions, Session } from "../../../templates/runtime/codegen.js";
import {
  CommandError,
  ConnectionClosedError,
  ProtocolError,
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
  UsageError,
} from "../../../templates/runtime/core/errors.js";
import type { CdpError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";
import { Page, PageTarget } from "../../support/small-domains.js";

interface Scene {
  readonly browser: FakeBrowser;
  readonly root: Session;
  readonly page: Session;
  readonly worker: Session;
}

async function scene(): Promise<Scene> {
  const browser = new FakeBrowser();
  const root = await connectRoot([Page], browser.transport, { onError: () => undefined });
  browser.attached("P");
  browser.attached("W", { type: "worker" }, "P");
  const page = root.connection.session("P");
  const worker = root.connection.session("W");
  if (page === undefined || worker === undefined) throw new Error("the sessions are not there");
  return { browser, root, page, worker };
}

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});

afterEach(() => {
  process.off("unhandledRejection", note);
});

interface Row {
  readonly end: string;
  /** Which session sends. */
  readonly on: "page" | "root" | "worker";
  readonly options?: () => CallOptions;
  readonly cause: (scene: Scene) => unknown;
  /** What the promise rejects with, and its code; undefined where it resolves. */
  readonly want: (new (...args: never[]) => Error) | undefined;
  readonly code?: number | string;
  /** Whether nobody has to wait for the rejection. */
  readonly quiet: boolean;
}

const abort = new AbortController();

const rows: readonly Row[] = [
  {
    end: "an answer",
    on: "page",
    cause: ({ browser }) => browser.reply(browser.last("Page.enable")),
    want: undefined,
    quiet: true,
  },
  {
    end: "an answer that names no session",
    on: "page",
    cause: ({ browser }) => browser.raw({ id: browser.last("Page.enable")?.id, result: {} }),
    want: undefined,
    quiet: true,
  },
  {
    end: "an answer that names another session",
    on: "page",
    cause: ({ browser }) => browser.raw({ id: browser.last("Page.enable")?.id, result: {}, sessionId: "W" }),
    want: undefined,
    quiet: true,
  },
  {
    end: "a refusal",
    on: "page",
    cause: ({ browser }) => browser.refuse(browser.last("Page.enable"), -32601, "'Page.enable' wasn't found"),
    want: CommandError,
    code: -32601,
    quiet: false,
  },
  {
    end: "a refusal that is no object",
    on: "page",
    cause: ({ browser }) => browser.raw({ id: browser.last("Page.enable")?.id, error: "no" }),
    want: CommandError,
    code: 0,
    quiet: false,
  },
  {
    end: "an answer that cannot be read",
    on: "page",
    cause: ({ browser }) => browser.raw(`{"id":${browser.last("Page.enable")?.id},"result":{`),
    want: ProtocolError,
    code: "PROTOCOL",
    quiet: false,
  },
  {
    end: "a message of which nothing can be read",
    on: "page",
    cause: ({ browser }) => browser.raw("HTTP/1.1 200 OK"),
    want: ConnectionClosedError,
    code: "CONNECTION_CLOSED",
    quiet: true,
  },
  {
    end: "an abort",
    on: "page",
    options: () => ({ signal: abort.signal }),
    cause: () => abort.abort(new RangeError("enough")),
    want: RangeError,
    quiet: true,
  },
  {
    end: "a timeout",
    on: "page",
    options: () => ({ timeout: 20 }),
    cause: () => undefined,
    want: TimeoutError,
    code: "TIMEOUT",
    quiet: false,
  },
  {
    end: "the end of its session",
    on: "page",
    cause: ({ browser }) => browser.detached("P"),
    want: SessionDetachedError,
    code: "SESSION_DETACHED",
    quiet: true,
  },
  {
    end: "the end of the session above",
    on: "worker",
    cause: ({ browser }) => browser.detached("P"),
    want: SessionDetachedError,
    code: "SESSION_DETACHED",
    quiet: true,
  },
  {
    end: "a detach by this side, of a session that is dead already",
    on: "page",
    cause: ({ browser, page }) => {
      void page.detach();
      return Promise.resolve().then(() =>
        browser.refuse(browser.last("Target.detachFromTarget"), -32602, "No session with given id"),
      );
    },
    want: SessionDetachedError,
    code: "SESSION_DETACHED",
    quiet: true,
  },
  {
    end: "a crash of its target",
    on: "page",
    cause: ({ browser }) => browser.event("Inspector.targetCrashed", {}, "P"),
    want: TargetCrashedError,
    code: "TARGET_CRASHED",
    quiet: true,
  },
  {
    end: "the loss of the connection",
    on: "worker",
    cause: ({ browser }) => browser.die(),
    want: ConnectionClosedError,
    code: "CONNECTION_CLOSED",
    quiet: true,
  },
  {
    end: "close",
    on: "root",
    cause: ({ root }) => void root.connection.close(),
    want: ConnectionClosedError,
    code: "CONNECTION_CLOSED",
    quiet: true,
  },
];

describe("a command in flight is settled by", () => {
  test.each(rows)("$end", async ({ on, options, cause, want, code }) => {
    const stage = await scene();
    let settlements = 0;
    const result = stage[on].send("Page.enable", {}, options?.()).then(
      () => {
        settlements++;
        return undefined;
      },
      (error: unknown) => {
        settlements++;
        return error;
      },
    );
    await settled();
    expect(settlements).toBe(0);
    await cause(stage);
    const error = await result;
    if (want === undefined) {
      expect(error).toBeUndefined();
    } else {
      expect(error).toBeInstanceOf(want);
      if (code !== undefined) {
        expect(error).toMatchObject({ code, method: "Page.enable" });
        expect((error as Error).message).toMatch(/^Page\.enable: /);
      }
    }
    // Whatever comes after changes nothing.
    const sent = stage.browser.last("Page.enable");
    stage.browser.reply(sent);
    stage.browser.refuse(sent, -1, "late");
    stage.browser.detached("P");
    stage.browser.die();
    await settled();
    expect(settlements).toBe(1);
    expect(stage.root.connection.pending()).toEqual([]);
  });

  // Whoever aborts knows.
  const unforeseen = rows.filter(({ end }) => end !== "an abort");

  test.each(unforeseen)("$end, with nobody waiting", async ({ on, options, cause, quiet }) => {
    const stage = await scene();
    void stage[on].send("Page.enable", {}, options?.());
    await settled();
    await cause(stage);
    await new Promise((resolve) => {
      setTimeout(resolve, 40);
    });
    expect(unhandled.length).toBe(quiet ? 0 : 1);
  });
});

describe("a command is refused at once", () => {
  const refused: readonly { title: string; make: (scene: Scene) => Promise<unknown>; want: unknown }[] = [
    {
      title: "on a session that ended",
      make: ({ browser, page }) => {
        browser.detached("P");
        return page.send("Page.enable");
      },
      want: SessionDetachedError,
    },
    {
      title: "below a session that ended",
      make: ({ browser, worker }) => {
        browser.detached("P");
        return worker.send("Runtime.enable");
      },
      want: SessionDetachedError,
    },
    {
      title: "on a connection that was lost",
      make: ({ browser, page }) => {
        browser.die();
        return page.send("Page.enable");
      },
      want: ConnectionClosedError,
    },
    {
      title: "with a signal that has aborted",
      make: ({ page }) => page.send("Page.enable", {}, { signal: AbortSignal.abort(new RangeError("x")) }),
      want: RangeError,
    },
    {
      title: "with a timeout that is none",
      make: ({ page }) => page.send("Page.enable", {}, { timeout: Number.NaN }),
      want: UsageError,
    },
    {
      title: "with parameters that contain themselves",
      make: ({ page }) => {
        const circle: Record<string, unknown> = {};
        circle["self"] = circle;
        return page.send("Page.enable", circle);
      },
      want: UsageError,
    },
    { title: "with a bigint", make: ({ page }) => page.send("Page.enable", { a: 1n }), want: UsageError },
    { title: "with an array", make: ({ page }) => page.send("Page.enable", [1]), want: UsageError },
    { title: "without a name", make: ({ page }) => page.send(undefined as never), want: UsageError },
  ];

  test.each(refused)("$title", async ({ make, want }) => {
    const stage = await scene();
    const count = stage.browser.sent.length;
    await expect(make(stage)).rejects.toBeInstanceOf(want);
    await settled();
    expect(stage.browser.sent.length).toBe(count);
    expect(stage.root.connection.pending()).toEqual([]);
  });

  test("and those beside it are not affected", async () => {
    const { browser, page } = await scene();
    browser.on("Page.enable", {});
    const [good, bad] = await Promise.allSettled([page.send("Page.enable"), page.send("A.b", { a: 1n })]);
    expect([good.status, bad.status]).toEqual(["fulfilled", "rejected"]);
  });
});

test("a crash keeps the session", async () => {
  const { browser, root, page } = await scene();
  const hanging = page.send("Page.enable");
  await settled();
  browser.event("Inspector.targetCrashed", {}, "P");
  await expect(hanging).rejects.toBeInstanceOf(TargetCrashedError);
  browser.on("Page.navigate", { frameId: "F" });
  await expect(page.send("Page.navigate", { url: "x" })).resolves.toEqual({ frameId: "F" });
  browser.refuse(browser.last("Page.enable"), -32000, "Target crashed");
  expect(root.connection.metrics()).toMatchObject({ lateAnswers: 1, failed: 1, answered: 1 });
});

test("answers that fit nothing are counted", async () => {
  const errors: unknown[] = [];
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport, { onError: (error) => errors.push(error) });
  browser.on("A.b", {});
  await root.send("A.b");
  browser.reply(browser.last("A.b"));
  browser.raw({ id: 99, result: {} });
  browser.raw({ id: 1.5, result: {} });
  browser.raw({ id: "1", result: {} });
  browser.raw({ error: { code: -32700, message: "Message must be a valid JSON" } });
  browser.raw([1, 2]);
  browser.event("A.c", {}, "unknown");
  expect(root.connection.metrics()).toMatchObject({
    doubledAnswers: 1,
    unknownAnswers: 2,
    errorsWithoutId: 1,
    malformed: 2,
    unknownSessions: 1,
    answered: 1,
  });
  expect(errors.map((error) => (error as CdpError).code)).toEqual(["PROTOCOL", -32700, "PROTOCOL"]);
});

test("the stack of an error names who waits for it", async () => {
  const { browser, page } = await scene();
  browser.on("Page.navigate", () => undefined);
  async function whoWaits(): Promise<void> {
    await page.as(PageTarget).Page.navigate({ url: "x" });
  }
  const error = whoWaits().catch((reason: unknown) => reason as Error);
  await settled();
  browser.refuse(browser.last("Page.navigate"), -32000, "Cannot navigate");
  const { stack, message } = await (error as Promise<Error>);
  expect(message).toBe("Page.navigate: Cannot navigate (-32000)");
  expect(stack?.split("\n").find((line) => line.includes(".ts"))).toContain("whoWaits");
});

test("a thousand commands on one signal leave nothing behind", async () => {
  const { browser, page } = await scene();
  browser.on("A.b", {});
  const { signal } = new AbortController();
  const add = vi.spyOn(signal, "addEventListener");
  const remove = vi.spyOn(signal, "removeEventListener");
  await Promise.all(Array.from({ length: 1000 }, () => page.send("A.b", {}, { signal })));
  expect(add).toHaveBeenCalledTimes(1);
  expect(remove).toHaveBeenCalledTimes(1);
});

test("commands of one turn leave together and in order", async () => {
  const browser = new FakeBrowser();
  const batches: number[] = [];
  const { transport } = browser;
  const root = await connectRoot([], {
    start: (handlers) => transport.start(handlers),
    send: (message) => transport.send(message),
    sendAll(messages) {
      batches.push(messages.length);
      for (const message of messages) transport.send(message);
    },
    close: () => transport.close(),
  });
  browser.on("A.a", {}).on("A.b", {}).on("A.c", {});
  await Promise.all([root.send("A.a"), root.send("A.b"), root.send("A.c")]);
  expect(batches).toEqual([3]);
  expect(browser.methods()).toEqual(["A.a", "A.b", "A.c"]);
  expect(browser.messages[0]).toBe('{"id":1,"method":"A.a"}');
});

test("a command says what waits, and for how long", async () => {
  const { page, root } = await scene();
  void page.send("Page.enable");
  const [pending] = root.connection.pending();
  expect(pending).toMatchObject({ id: 1, method: "Page.enable", sessionId: "P" });
  expect(pending?.age).toBeGreaterThanOrEqual(0);
  await root.connection.close();
});
