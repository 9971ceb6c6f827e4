/** What takes a pipe or a port is asked of the connection, as far as that knows what it is. */
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { connect } from "../../../templates/runtime/client/connect.js";
import { defineSupport } from "../../../templates/runtime/client/support.js";
import { memoryPair } from "../../../templates/runtime/transports/memory.js";
import { openPipe } from "../../../templates/runtime/transports/pipe.js";

const support = defineSupport(
  {
    commands: { Browser: "close", PWA: "install launch", Tethering: "bind" },
    targets: [{ types: ["browser"], answers: "Browser PWA Tethering", pipe: "PWA=2", port: "Tethering" }],
  },
  () => Promise.resolve({ definitions: "" }),
);

const targetInfo = { targetId: "T", type: "browser", title: "", url: "", attached: true };
const methods = ["Browser.close", "PWA.install", "PWA.launch", "Tethering.bind"];
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

test("at an address the browser has a port", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const root = await connect(`ws://127.0.0.1:${port}/devtools/browser/1`, { support });
  ends.push(() => {
    void root.connection.close();
    server.close();
  });
  expect(methods.map((method) => root.supports(method))).toEqual([true, true, false, true]);
});

test("over a pipe the browser has no port, whoever opened it", async () => {
  const stream = new PassThrough();
  const root = await connect(await openPipe({ readable: stream, writable: new PassThrough() }), { support });
  ends.push(() => void root.connection.close());
  const message = { method: "Target.attachedToTarget", params: { sessionId: "S", targetInfo } };
  const attached = new Promise((resolve) => root.on("Target.attachedToTarget", resolve));
  stream.write(`${JSON.stringify(message)}\0`);
  await attached;
  const session = root.connection.session("S")!;
  expect(methods.map((method) => session.supports(method))).toEqual([true, true, true, false]);
});

test("of a transport of one's own nothing is known", async () => {
  const [near, far] = memoryPair();
  ends.push(() => far.close());
  const root = await connect(near, { support });
  const attached = new Promise((resolve) => root.on("Target.attachedToTarget", resolve));
  far.send(
    JSON.stringify({
      method: "Target.attachedToTarget",
      params: { sessionId: "S", targetInfo, waitingForDebugger: false },
    }),
  );
  await attached;
  const session = root.connection.session("S")!;
  expect(methods.map((method) => session.supports(method))).toEqual([true, true, undefined, undefined]);
});
