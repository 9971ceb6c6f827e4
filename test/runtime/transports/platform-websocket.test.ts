/** Where the platform's own `WebSocket` is used: browsers, Deno and Bun. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openWebSocket } from "../../../templates/runtime/transports/websocket.js";

vi.mock(
  import("../../../templates/runtime/transports/node-platform.js"),
  () => ({ platform: undefined }) as never,
);

/** A socket that opens when the test says so. */
class FakeWebSocket extends EventTarget {
  static readonly made: FakeWebSocket[] = [];
  readonly bufferedAmount = 0;
  readonly init: unknown;
  isClosed = false;

  constructor(_url: string, init?: unknown) {
    super();
    this.init = init;
    FakeWebSocket.made.push(this);
  }

  send(): void {}

  close(): void {
    this.isClosed = true;
  }
}

const address = "ws://127.0.0.1:9222/devtools/browser/secret";

/** The socket that is being opened. */
async function opening(): Promise<FakeWebSocket> {
  return vi.waitFor(() => FakeWebSocket.made[0] ?? Promise.reject(new Error("There is no socket.")));
}

beforeEach(() => {
  FakeWebSocket.made.length = 0;
  vi.stubGlobal("WebSocket", FakeWebSocket);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("opens", async () => {
  const opened = openWebSocket(address);
  (await opening()).dispatchEvent(new Event("open"));
  expect((await opened).url?.href).toBe(address);
});

describe("a signal that aborts", () => {
  const reason = new Error("enough");

  test("before there is a socket leaves none behind", async () => {
    const abort = new AbortController();
    const opened = openWebSocket(address, { signal: abort.signal, timeout: 1_000 });
    abort.abort(reason);
    await expect(opened).rejects.toBe(reason);
    expect(FakeWebSocket.made.filter(({ isClosed }) => !isClosed)).toEqual([]);
  });

  test("afterwards closes it", async () => {
    const abort = new AbortController();
    const opened = openWebSocket(address, { signal: abort.signal });
    const socket = await opening();
    abort.abort(reason);
    await expect(opened).rejects.toBe(reason);
    expect(socket.isClosed).toBe(true);
  });
});

test.each(["Host", "host", "HOST"])("Deno is told to allow a header of its own, spelled %s", async (name) => {
  const client = { close: vi.fn() };
  const createHttpClient = vi.fn(() => client);
  vi.stubGlobal("Deno", { createHttpClient });
  const headers = { [name]: "browser.example" };
  const opened = openWebSocket(address, { headers });
  const socket = await opening();
  expect(createHttpClient.mock.calls).toEqual([[{ allowHost: true }]]);
  expect(socket.init).toEqual({ headers, client });
  socket.dispatchEvent(new Event("open"));
  await opened;
  expect(client.close).not.toHaveBeenCalled();
  socket.dispatchEvent(Object.assign(new Event("close"), { code: 1000, reason: "" }));
  expect(client.close).toHaveBeenCalledOnce();
});

test("Deno needs no client of its own for other headers", async () => {
  const createHttpClient = vi.fn();
  vi.stubGlobal("Deno", { createHttpClient });
  const opened = openWebSocket(address, { headers: { "X-Host": "a" } });
  (await opening()).dispatchEvent(new Event("open"));
  await opened;
  expect(createHttpClient).not.toHaveBeenCalled();
});
