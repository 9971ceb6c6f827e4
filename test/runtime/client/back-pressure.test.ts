/** A transport that has more than it can write makes commands wait, where they can still be given up. */
import { expect, test } from "vitest";
import { limiting } from "../../../templates/runtime/client/limiting.js";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { ConnectOptions, Session } from "../../../templates/runtime/codegen.js";
import { ConnectionClosedError } from "../../../templates/runtime/core/errors.js";
import { TRANSPORT_HIGH_WATER_MARK } from "../../../templates/runtime/core/limits.js";
import type { Transport } from "../../../templates/runtime/transports/transport.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";

interface Scene {
  readonly browser: FakeBrowser;
  readonly page: Session;
  readonly worker: Session;
  readonly slow: Slow;
  readonly states: () => string[];
}

async function scene(options: ConnectOptions = {}): Promise<Scene> {
  const browser = new FakeBrowser();
  const slow = new Slow(browser.transport);
  const root = await connectRoot([], slow, options);
  browser.attached("P");
  browser.attached("W", { type: "worker" }, "P");
  const page = root.connection.session("P");
  const worker = root.connection.session("W");
  if (page === undefined || worker === undefined) throw new Error("the sessions are not there");
  const states = (): string[] => root.connection.pending().map(({ method, state }) => `${method} ${state}`);
  return { browser, page, worker, slow, states };
}

class Slow implements Transport {
  bufferedBytes = 0;
  readonly batches: number[] = [];
  readonly #line: Transport;
  #drained: (() => void) | undefined;

  constructor(line: Transport) {
    this.#line = line;
  }

  start(handlers: Parameters<Transport["start"]>[0]): void {
    this.#line.start({
      message: (message) => handlers.message(message),
      closed: (why, cause) => {
        handlers.closed(why, cause);
        this.drain();
      },
    });
  }

  send(message: string | Uint8Array): void {
    this.sendAll([message]);
  }

  sendAll(messages: readonly (string | Uint8Array)[]): void {
    this.batches.push(messages.length);
    for (const message of messages) {
      this.bufferedBytes += message.length;
      this.#line.send(message);
    }
  }

  close(): void {
    this.#line.close();
  }

  drained(callback: () => void): void {
    this.#drained = callback;
  }

  drain(): void {
    this.bufferedBytes = 0;
    const drained = this.#drained;
    this.#drained = undefined;
    drained?.();
  }
}

const large = { text: "x".repeat(TRANSPORT_HIGH_WATER_MARK) };

test("makes commands wait, in their order, until it can", async () => {
  const { browser, page, worker, slow, states } = await scene();
  void page.send("A.large", large);
  await settled();
  for (const session of [page, page, worker]) session.send("A.b").catch(() => undefined);
  await settled();
  expect(states()).toEqual(["A.large sent", "A.b queued", "A.b queued", "A.b queued"]);
  expect(browser.methods()).toEqual(["A.large"]);
  slow.drain();
  expect(browser.sent.map(({ sessionId }) => sessionId)).toEqual(["P", "P", "P", "W"]);
  // And then all is as before.
  void page.send("A.c");
  void worker.send("A.d");
  await settled();
  expect(slow.batches).toEqual([1, 3, 2]);
  browser.die();
});

test("gets no more at a time than its mark", async () => {
  const { browser, page, slow } = await scene();
  const half = { text: "x".repeat(TRANSPORT_HIGH_WATER_MARK / 2) };
  void page.send("A.large", large);
  await settled();
  for (let i = 0; i < 5; i++) page.send("A.half", half).catch(() => undefined);
  await settled();
  for (let i = 0; i < 3; i++) slow.drain();
  expect(slow.batches).toEqual([1, 2, 2, 1]);
  browser.die();
});

test("does not keep commands from being given up", async () => {
  const { browser, page, slow } = await scene();
  void page.send("A.large", large);
  await settled();
  const abort = new AbortController();
  const aborted = page.send("A.a", {}, { signal: abort.signal });
  const late = page.send("A.b", {}, { timeout: 20 });
  await settled();
  abort.abort();
  await expect(aborted).rejects.toHaveProperty("name", "AbortError");
  await expect(late).rejects.toMatchObject({ name: "TimeoutError", sent: false });
  slow.drain();
  await settled();
  expect(browser.methods()).toEqual(["A.large"]);
  browser.die();
});

test("and dies settles what waits", async () => {
  const { browser, page } = await scene();
  const large1 = page.send("A.large", large).catch((error: unknown) => error);
  await settled();
  const waiting = page.send("A.b").catch((error: unknown) => error);
  await settled();
  browser.die();
  expect(await large1).toBeInstanceOf(ConnectionClosedError);
  expect([await large1, await waiting]).toMatchObject([{ sent: true }, { sent: false }]);
  await expect(page.send("A.c")).rejects.toMatchObject({ sent: false });
  expect(browser.methods()).toEqual(["A.large"]);
});

test("holds to maxQueued where there is no other limit", async () => {
  const { browser, page } = await scene({ limits: limiting({ maxQueued: 1 }) });
  void page.send("A.large", large);
  await settled();
  void page.send("A.b");
  await expect(page.send("A.c")).rejects.toMatchObject({ code: "QUEUE_FULL" });
  browser.die();
});

test("is asked beside other limits", async () => {
  const { browser, page, slow } = await scene({ limits: limiting({ maxInFlight: 2 }) });
  void page.send("A.large", large);
  await settled();
  for (let i = 0; i < 3; i++) page.send("A.b").catch(() => undefined);
  await settled();
  expect(browser.sent).toHaveLength(1);
  slow.drain();
  expect(browser.sent).toHaveLength(2);
  browser.reply(browser.last("A.large"));
  await settled();
  expect(browser.sent).toHaveLength(3);
  browser.die();
});
