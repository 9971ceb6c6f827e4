/** Section 10 of the wire format: codes, the messages of a backend, and which handler a command reaches. */
import { describe, expect, test } from "vitest";
import { cborToJson, jsonToCbor } from "../../../templates/runtime/codec/transcode.js";
import { encode } from "../../../templates/runtime/codec/cbor/value-encoder.js";
import {
  createErrorMessage,
  createNotification,
  createResponse,
  Dispatchable,
  DispatchCode,
  Dispatcher,
  DispatchError,
  FALL_THROUGH,
  internalError,
  invalidParams,
  invalidRequest,
  isDispatchError,
  methodNotFound,
  parseError,
  ServerConnection,
  serverError,
  sessionNotFound,
} from "../../../templates/runtime/server/index.js";
import { bytesOf, hexOf } from "../notation.js";
import { envelope } from "./row.js";

describe("codes", () => {
  test.each([
    ["PARSE_ERROR", parseError("m"), -32700, "m"],
    ["INVALID_REQUEST", invalidRequest("m"), -32600, "m"],
    ["METHOD_NOT_FOUND", methodNotFound("A.b"), -32601, "'A.b' wasn't found"],
    ["INVALID_PARAMS", invalidParams(), -32602, "Invalid parameters"],
    ["INTERNAL_ERROR, whose message is always the same", internalError(), -32603, "Internal error"],
    ["SERVER_ERROR", serverError("m"), -32000, "m"],
    ["SESSION_NOT_FOUND", sessionNotFound(), -32001, "Session with given id not found."],
  ])("%s", (_name, response, code, message) => {
    expect([response.code, response.message, isDispatchError(response)]).toEqual([code, message, true]);
  });

  test("SUCCESS is 1 and FALL_THROUGH 2, and neither is an error", () => {
    expect([DispatchCode.SUCCESS, DispatchCode.FALL_THROUGH]).toEqual([1, 2]);
    for (const code of [DispatchCode.SUCCESS, DispatchCode.FALL_THROUGH]) {
      expect(isDispatchError({ code, message: "" })).toBe(false);
    }
    expect(isDispatchError({ code: 0, message: "" })).toBe(true);
  });
});

describe("messages", () => {
  const error = (message: string, data?: unknown): DispatchError => new DispatchError(-32000, message, data);

  test.each<readonly [title: string, message: Uint8Array, json: string]>([
    ["a response", createResponse(5, encode({ a: 1 })), '{"id":5,"result":{"a":1}}'],
    ["a response without a result", createResponse(5), '{"id":5,"result":{}}'],
    ["a notification", createNotification("A.b", encode({ a: 1 })), '{"method":"A.b","params":{"a":1}}'],
    ["a notification without parameters", createNotification("A.b"), '{"method":"A.b","params":{}}'],
    [
      "an error response",
      createErrorMessage(5, error("m")),
      '{"id":5,"error":{"code":-32000,"message":"m"}}',
    ],
    [
      "its data",
      createErrorMessage(5, error("m", "d")),
      '{"id":5,"error":{"code":-32000,"message":"m","data":"d"}}',
    ],
    [
      "no data if it is empty",
      createErrorMessage(5, error("m", "")),
      '{"id":5,"error":{"code":-32000,"message":"m"}}',
    ],
    [
      "data of another kind",
      createErrorMessage(5, error("m", { a: [1] })),
      '{"id":5,"error":{"code":-32000,"message":"m","data":{"a":[1]}}}',
    ],
    [
      "an error notification",
      createErrorMessage(undefined, error("m")),
      '{"error":{"code":-32000,"message":"m"}}',
    ],
  ])("%s", (_title, message, json) => {
    expect(cborToJson(message)).toBe(json);
  });

  test("strings are string8, whatever they hold", () => {
    expect(hexOf(createErrorMessage(undefined, error("é", "ü")))).toBe(
      hexOf(
        bytesOf(
          envelope(
            `bf 65'error' ${envelope("bf 64'code' 39 7cff 67'message' 62 c3a9 64'data' 62 c3bc ff")} ff`,
          ),
        ),
      ),
    );
    expect(hexOf(createNotification("é.b"))).toBe(
      hexOf(bytesOf(envelope(`bf 66'method' 64 c3a9 2e62 66'params' ${envelope("bfff")} ff`))),
    );
  });
});

/** A backend, and what it did. */
function backend(): {
  readonly ran: string[];
  readonly sent: string[];
  readonly connection: ServerConnection;
} {
  const ran: string[] = [];
  const sent: string[] = [];
  const run = (name: string) => (): object => {
    ran.push(name);
    return { by: name };
  };
  const dispatcher = new Dispatcher(
    {
      "Page.enable": run("Page.enable"),
      "Page.a.b": run("Page.a.b"),
      "Emulation.set": run("Emulation.set"),
      "Chain.two": run("Chain.two"),
      "Page.fail": () => {
        throw serverError("cannot", "why");
      },
      "Page.params": () => {
        throw invalidParams(
          undefined,
          "Failed to deserialize params.url - BINDINGS: string value expected at position 12",
        );
      },
      "Page.away": () => FALL_THROUGH,
    },
    {
      redirects: {
        "Page.set": "Emulation.set",
        "Page.gone": "Emulation.gone",
        "Page.first": "Chain.one",
        "Chain.one": "Chain.two",
        nodot: "Page.enable",
      },
    },
  );
  const connection = new ServerConnection(dispatcher, { send: (message) => sent.push(String(message)) });
  return { ran, sent, connection };
}

describe("dispatch", () => {
  const notFound = (name: string): string =>
    `{"id":1,"error":{"code":-32601,"message":"'${name}' wasn't found"}}`;

  test.each<readonly [clause: string, method: string, ran: string, sent: string]>([
    ["a command", "Page.enable", "Page.enable", '{"id":1,"result":{"by":"Page.enable"}}'],
    ["a redirected one", "Page.set", "Emulation.set", '{"id":1,"result":{"by":"Emulation.set"}}'],
    [
      "the target of a redirect by its own name",
      "Emulation.set",
      "Emulation.set",
      '{"id":1,"result":{"by":"Emulation.set"}}',
    ],
    ["redirects are followed once", "Page.first", "", notFound("Page.first")],
    ["the second of two redirects", "Chain.one", "Chain.two", '{"id":1,"result":{"by":"Chain.two"}}'],
    ["a redirect to nothing is told by the name that was sent", "Page.gone", "", notFound("Page.gone")],
    [
      "redirects go by the whole name, a dot or not",
      "nodot",
      "Page.enable",
      '{"id":1,"result":{"by":"Page.enable"}}',
    ],
    ["a domain ends at the first dot", "Page.a.b", "Page.a.b", '{"id":1,"result":{"by":"Page.a.b"}}'],
    ["no such command", "Page.nothing", "", notFound("Page.nothing")],
    ["no such domain", "Nothing.enable", "", notFound("Nothing.enable")],
    ["no dot", "Page", "", notFound("Page")],
    ["no command behind the dot", "Page.", "", notFound("Page.")],
    ["no domain before the dot", ".enable", "", notFound(".enable")],
    ["another case", "page.enable", "", notFound("page.enable")],
    ["a longer name", "Page.enabled", "", notFound("Page.enabled")],
    ["a shorter name", "Page.enabl", "", notFound("Page.enabl")],
    ["names of every object are no commands", "constructor", "", notFound("constructor")],
    ["an error", "Page.fail", "", '{"id":1,"error":{"code":-32000,"message":"cannot","data":"why"}}'],
    [
      "invalid parameters",
      "Page.params",
      "",
      '{"id":1,"error":{"code":-32602,"message":"Invalid parameters","data":"Failed to deserialize params.url - BINDINGS: string value expected at position 12"}}',
    ],
  ])("%s: %s", (_clause, method, ran, sent) => {
    const server = backend();
    server.connection.receive(JSON.stringify({ id: 1, method }));
    expect([server.ran.join(" "), server.sent.join(" ")]).toEqual([ran, sent]);
  });

  test("the name of what is not found comes back as it was sent, text or not", () => {
    const sent: Uint8Array[] = [];
    const connection = new ServerConnection(new Dispatcher(), {
      send: (message) => sent.push(message as Uint8Array),
    });
    connection.receive(bytesOf(envelope("bf 62'id' 01 66'method' 64 'A.' ff fe ff")));
    expect(hexOf(sent[0]!)).toContain(hexOf(bytesOf("27 'A.' ff fe 27 ' wasn'")));
  });

  test("nothing is executed until run is called, and run twice executes once", () => {
    const { connection, ran, sent } = backend();
    const command = new Dispatchable(jsonToCbor('{"id":1,"method":"Page.enable"}'));
    const result = connection.root.backend.dispatch(command, connection.root);
    expect([result.methodFound, ran, sent]).toEqual([true, [], []]);
    result.run();
    result.run();
    expect([ran.length, sent.length]).toEqual([1, 1]);
  });

  test("what is not found is told by run, once", () => {
    const { connection, sent } = backend();
    const command = new Dispatchable(jsonToCbor('{"id":1,"method":"Page.nothing"}'));
    const result = connection.root.backend.dispatch(command, connection.root);
    expect([result.methodFound, sent]).toEqual([false, []]);
    result.run();
    result.run();
    expect(sent).toHaveLength(1);
  });

  test("commands are listed in order", () => {
    const { methods } = new Dispatcher({
      "B.a": () => {},
      "A.bb": () => {},
      "A.b": () => {},
      "a.b": () => {},
    });
    expect(methods).toEqual(["A.b", "A.bb", "B.a", "a.b"]);
  });
});

describe("what is no command", () => {
  test.each<readonly [clause: string, message: string | Uint8Array, sent: string]>([
    [
      "JSON that cannot be read: a notification with the text of the status",
      '{"id":1,"method"',
      '{"error":{"code":-32700,"message":"JSON: colon expected at position 16"}}',
    ],
    ["no JSON at all", "", '{"error":{"code":-32700,"message":"JSON: no input at position 0"}}'],
    ["JSON that is no object", "[]", '{"error":{"code":-32600,"message":"Message must be an object"}}'],
    [
      "no id: a notification",
      '{"method":"Page.enable"}',
      `{"error":{"code":-32600,"message":"Message must have integer 'id' property"}}`,
    ],
    [
      "an id over int32: a notification",
      '{"id":2147483648,"method":"Page.enable"}',
      `{"error":{"code":-32600,"message":"Message must have integer 'id' property"}}`,
    ],
    [
      "an id was seen before the fault: a response",
      '{"id":7,"x":1}',
      `{"id":7,"error":{"code":-32600,"message":"Message has property other than 'id', 'method', 'sessionId', 'params'"}}`,
    ],
    [
      "bytes that are neither are read as JSON",
      bytesOf("d842bfff"),
      '{"error":{"code":-32700,"message":"JSON: invalid token at position 0"}}',
    ],
  ])("%s", (_clause, message, sent) => {
    const server = backend();
    server.connection.receive(message);
    expect(server.sent).toEqual([sent]);
  });

  test.each<readonly [clause: string, message: string, sent: string]>([
    ["an array in CBOR", "d8185a00000002 9fff", "CBOR: map start expected at position 7"],
    [
      "a message that is cut off",
      "d8185a00000003 bfff",
      "CBOR: envelope contents length mismatch at position 9",
    ],
    ["an empty envelope", "d85a00000000", "CBOR: map or array expected in envelope at position 6"],
  ])("%s: a notification with the text of the status, as browsers send it", (_clause, message, text) => {
    const sent: unknown[] = [];
    const connection = new ServerConnection(
      new Dispatcher(),
      { send: (answer) => sent.push(answer) },
      { form: "json" },
    );
    connection.receive(bytesOf(message));
    expect(sent).toEqual([`{"error":{"code":-32700,"message":"${text}"}}`]);
  });

  test("an id that JSON writes as a whole double is an int32", () => {
    const server = backend();
    server.connection.receive('{"id":7.0,"method":"Page.enable"}');
    expect(server.sent).toEqual(['{"id":7,"result":{"by":"Page.enable"}}']);
  });
});

describe("falling through", () => {
  test("sends nothing, and hands the whole message on, with the name of the handler", () => {
    const sent: unknown[] = [];
    const handedOn: string[] = [];
    const dispatcher = new Dispatcher(
      { "Page.away": () => FALL_THROUGH },
      { redirects: { "Old.away": "Page.away" } },
    );
    const connection = new ServerConnection(
      dispatcher,
      { send: (message) => sent.push(message) },
      { onFallThrough: (message, method) => handedOn.push(`${method} ${cborToJson(message)}`) },
    );
    connection.receive('{"id":1,"method":"Old.away","params":{"a":1}}');
    expect([sent, handedOn]).toEqual([[], ['Page.away {"id":1,"method":"Old.away","params":{"a":1}}']]);
  });

  test("without anybody to take it, is as if there were no handler", () => {
    const { connection, sent } = backend();
    connection.receive('{"id":1,"method":"Page.away"}');
    expect(sent).toEqual([`{"id":1,"error":{"code":-32601,"message":"'Page.away' wasn't found"}}`]);
  });
});
