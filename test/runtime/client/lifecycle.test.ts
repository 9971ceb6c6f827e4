/** Connecting and closing: deadlines, signals in each phase, and that nothing is left behind. */
import { createServer } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { connect } from "../../../templates/runtime/codegen.js";
import { browser, closeServers, failure, failureOf, listening } from "./little-servers.js";

afterEach(closeServers);

const query = "/?token=secret";

describe("a signal gives up with its reason, whatever it interrupts", () => {
  const reason = new RangeError("enough");

  test("before anything", async () => {
    const { port, hosts } = await browser();
    for (const scheme of ["http", "ws"]) {
      const options = { signal: AbortSignal.abort(reason) };
      expect(await failureOf(connect(`${scheme}://127.0.0.1:${port}`, options))).toBe(reason);
    }
    expect(hosts).toEqual([]);
  });

  test("discovery", async () => {
    const controller = new AbortController();
    const port = await listening(createServer(() => controller.abort(reason)));
    expect(await failureOf(connect(`http://127.0.0.1:${port}`, { signal: controller.signal }))).toBe(reason);
  });

  test("discovery's answer", async () => {
    const controller = new AbortController();
    const server = createServer((_request, response) => {
      response.writeHead(200).write("{");
      setTimeout(() => controller.abort(reason), 10);
    });
    const port = await listening(server);
    expect(await failureOf(connect(`http://127.0.0.1:${port}`, { signal: controller.signal }))).toBe(reason);
  });

  test("the handshake", async () => {
    const controller = new AbortController();
    const { port } = await browser(() => {
      controller.abort(reason);
      return true;
    });
    expect(await failureOf(connect(`http://127.0.0.1:${port}`, { signal: controller.signal }))).toBe(reason);
  });

  test("a refusal", async () => {
    const controller = new AbortController();
    const server = createServer((_request, response) => {
      response.writeHead(500).write("no");
      setTimeout(() => controller.abort(reason), 10);
    });
    const port = await listening(server);
    expect(await failureOf(connect(`ws://127.0.0.1:${port}`, { signal: controller.signal }))).toBe(reason);
  });

  test("but not what has been connected", async () => {
    const controller = new AbortController();
    const { port } = await browser();
    await using root = await connect(`http://127.0.0.1:${port}`, { signal: controller.signal });
    controller.abort(reason);
    expect(await root.send("A.b")).toEqual({});
  });
});

describe("the deadline is one for all", () => {
  test("a handshake that never comes", async () => {
    const { port } = await browser(() => true);
    const error = await failure(`http://127.0.0.1:${port}${query}`, { timeout: 50 });
    expect(error.message).toBe(`connecting to http://127.0.0.1:${port} took more than 50 ms`);
  });

  test("a peer that hangs up in the handshake", async () => {
    const { port } = await browser((socket) => socket.destroy().destroyed);
    const error = await failure(`http://127.0.0.1:${port}${query}`);
    expect(error.message).toBe(`ws://127.0.0.1:${port} hung up during the handshake; does it want TLS?`);
  });
});

describe("closing", () => {
  test("twice, at once and later", async () => {
    const { port } = await browser();
    const root = await connect(`ws://127.0.0.1:${port}/`);
    const pending = failureOf(root.send("A.b"));
    await Promise.all([root.connection.close(), root.connection.close()]);
    await root.connection.close();
    expect(await pending).toMatchObject({ code: "CONNECTION_CLOSED" });
    expect((await root.connection.closed).message).toBe("the connection was closed by this program");
  });

  test("leaves no handle that would keep a program alive", async () => {
    const { port } = await browser();
    const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const root = await connect(`http://127.0.0.1:${port}/`);
    await root.send("A.b");
    await root.connection.close();
    // One of a test before this one may have run out meanwhile.
    const after = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    expect(after).toBeLessThanOrEqual(before);
  });
});
