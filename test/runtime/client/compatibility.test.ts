import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import {
  compareDefinitions,
  definitionLines,
  fetchDefinitions,
} from "../../../templates/runtime/client/compatibility.js";
import { ConnectionClosedError, ProtocolError } from "../../../templates/runtime/core/errors.js";
import { closeServers, listening } from "./little-servers.js";

const domain = (more: object = {}) => ({
  domain: "Page",
  types: [{ id: "FrameId", type: "string" }],
  commands: [
    {
      name: "navigate",
      parameters: [
        { name: "url", type: "string" },
        { name: "frame", optional: true, $ref: "FrameId" },
      ],
      returns: [{ name: "frameId", $ref: "FrameId" }],
    },
  ],
  events: [{ name: "moved", parameters: [{ name: "bytes", type: "binary" }] }],
  ...more,
});

const generated = definitionLines({ domains: [domain()] });

test("definitions are brought to lines", () => {
  expect(generated.split("\n")).toEqual([
    "type Page.FrameId =string",
    "command Page.navigate url:string frame?:Page.FrameId -> frameId:Page.FrameId",
    "event Page.moved bytes:string",
  ]);
});

const lines = (protocol: object): string[] => {
  const { missing, added, changed } = compareDefinitions(generated, protocol);
  return [
    ...missing.map(({ kind, name, generated: was }) => `missing ${kind} ${name} ${was ?? ""}`),
    ...added.map(({ kind, name, browser }) => `added ${kind} ${name} ${browser ?? ""}`),
    ...changed.map((one) => `changed ${one.kind} ${one.name} ${one.generated ?? ""} => ${one.browser ?? ""}`),
  ].map((line) => line.trim());
};

describe("a browser", () => {
  test.each([
    ["that speaks the same", [domain()], []],
    ["whose words differ alone", [domain({ description: "x", experimental: true })], []],
    ["that lacks an event", [domain({ events: [] })], ["missing event Page.moved"]],
    [
      "that has more",
      [
        domain({ events: [...domain().events, { name: "closed" }] }),
        { domain: "Log", commands: [{ name: "clear" }] },
      ],
      ["added event Page.closed", "added command Log.clear", "added domain Log"],
    ],
    [
      "that lacks it all",
      [],
      [
        "missing type Page.FrameId =string",
        "missing command Page.navigate",
        "missing event Page.moved",
        "missing domain Page",
      ],
    ],
    [
      "whose fields differ",
      [
        domain({
          commands: [
            {
              name: "navigate",
              parameters: [
                { name: "url", type: "string", optional: true },
                { name: "frames", type: "array", items: { $ref: "FrameId" } },
              ],
              returns: [{ name: "frameId", $ref: "Target.TargetID" }],
            },
          ],
        }),
      ],
      [
        "missing field Page.navigate.frame frame?:Page.FrameId",
        "added field Page.navigate.frames frames:Page.FrameId[]",
        "changed field Page.navigate.url url:string => url?:string",
        "changed field Page.navigate.result.frameId frameId:Page.FrameId => frameId:Target.TargetID",
      ],
    ],
    [
      "whose type is another",
      [domain({ types: [{ id: "FrameId", type: "string", enum: ["a", "b c"] }] })],
      ["changed type Page.FrameId =string => =a|b_c"],
    ],
  ])("%s", (_title, domains, want) => {
    expect(lines({ domains })).toEqual(want);
    const { isCompatible } = compareDefinitions(generated, JSON.stringify({ domains }));
    expect(isCompatible).toBe(want.every((line) => line.startsWith("added")));
  });
});

test("what is no protocol is refused", () => {
  expect(() => compareDefinitions(generated, "<html>")).toThrow("the definitions are not JSON");
  expect(() => compareDefinitions(generated, "{}")).toThrow("the definitions are not JSON");
});

test("a connection that leads to no address says so", async () => {
  await expect(fetchDefinitions(undefined, {}, undefined)).rejects.toThrow(
    'cannot be fetched over this connection; pass it as "protocol"',
  );
});

describe("the browser's definitions are fetched", () => {
  afterEach(closeServers);

  const socketAt = (port: number): URL => new URL(`ws://127.0.0.1:${port}/devtools/browser/id`);

  test("from where its websocket is, with the headers and the credentials of the connection", async () => {
    const seen: unknown[] = [];
    const server = createServer(({ url, headers }, response) => {
      seen.push([url, headers.authorization, headers["x-token"]]);
      response.end("definitions");
    });
    const url = socketAt(await listening(server));
    url.username = "somebody";
    url.password = "secret";
    expect(await fetchDefinitions(url, { "X-Token": "t" }, undefined)).toBe("definitions");
    expect(seen).toEqual([["/json/protocol", `Basic ${btoa("somebody:secret")}`, "t"]]);
  });

  test("under the name that it answers to", async () => {
    const hosts: (string | undefined)[] = [];
    const server = createServer(({ headers: { host = "" } }, response) => {
      hosts.push(host);
      // As Chromium refuses a name other than localhost.
      if (!host.startsWith("localhost")) response.statusCode = 500;
      response.end(
        host.startsWith("localhost")
          ? "definitions"
          : "Host header is specified and is not an IP address or localhost.",
      );
    });
    const port = await listening(server);
    expect(await fetchDefinitions(socketAt(port), {}, undefined)).toBe("definitions");
    expect(hosts).toEqual([`127.0.0.1:${port}`, `localhost:${port}`]);
    hosts.length = 0;
    // Whoever has named a host has it sent, however they spell that.
    const headers = { host: "localhost:9" };
    expect(await fetchDefinitions(socketAt(port), headers, undefined)).toBe("definitions");
    expect(hosts).toEqual(["localhost:9"]);
  });

  test("or it is said why not, as when connecting", async () => {
    const server = createServer((_request, response) => {
      response.statusCode = 404;
      response.end();
    });
    const port = await listening(server);
    await expect(fetchDefinitions(socketAt(port), {}, undefined)).rejects.toEqual(
      expect.objectContaining({
        name: ProtocolError.name,
        message: expect.stringMatching(/answered HTTP 404 for \/json\/protocol/) as unknown,
      }),
    );
    closeServers();
    await expect(fetchDefinitions(socketAt(port), {}, undefined)).rejects.toBeInstanceOf(
      ConnectionClosedError,
    );
  });

  test("until the signal aborts, though nobody answers", async () => {
    const url = socketAt(await listening(createTcpServer(() => undefined)));
    const abort = new AbortController();
    const fetching = fetchDefinitions(url, {}, abort.signal);
    abort.abort(new RangeError("enough"));
    await expect(fetching).rejects.toThrow("enough");
  });
});
