import { describe, expect, test } from "vitest";
import { decode } from "../../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../../templates/runtime/codec/cbor/value-encoder.js";
import { CommandError, UsageError } from "../../../templates/runtime/core/errors.js";
import { defineDomain } from "../../../templates/runtime/client/domain.js";
import type { Backend, MessageTypes } from "../../../templates/runtime/server/index.js";
import {
  DispatchError,
  Dispatcher,
  invalidParams,
  serverError,
} from "../../../templates/runtime/server/index.js";
import { CodecError, StatusCode } from "../../../templates/runtime/codec/status.js";
import { envelope } from "../../conformance/cbor/row.js";
import { bytesOf, hexOf } from "../../conformance/notation.js";
import { settled } from "../../support/fake-browser.js";
import { RecordedConnection } from "./recorded-connection.js";

/** What a backend answers to one command. */
async function answerOf(
  dispatcher: Backend<never>,
  message: object | Uint8Array,
): Promise<{ answers: unknown[]; faults: string[] }> {
  const { connection, sent, faults } = new RecordedConnection(dispatcher);
  connection.receive(message instanceof Uint8Array ? message : JSON.stringify(message));
  await settled();
  return {
    answers: sent.map((answer): unknown =>
      typeof answer === "string" ? JSON.parse(answer) : decode(answer),
    ),
    faults,
  };
}

const ask = { id: 1, method: "A.b" };

describe("what a handler gives back", () => {
  test.each<readonly [title: string, handler: () => unknown, result: unknown]>([
    ["an object", () => ({ a: 1 }), { a: 1 }],
    ["nothing", () => undefined, {}],
    ["a promise of an object", () => Promise.resolve({ a: 1 }), { a: 1 }],
    ["a promise of nothing", async () => {}, {}],
    ["bytes, which are base64 in JSON", () => ({ data: Uint8Array.of(1, 2, 3) }), { data: "AQID" }],
    ["what is undefined is left out", () => ({ a: undefined, b: null }), { b: null }],
  ])("%s", async (_title, handler, result) => {
    const dispatcher = new Dispatcher({ "A.b": handler as () => object });
    expect(await answerOf(dispatcher, ask)).toEqual({ answers: [{ id: 1, result }], faults: [] });
  });

  test("is sent before `receive` returns, unless it is a promise", () => {
    const dispatcher = new Dispatcher({ "A.b": () => ({}), "A.later": async () => ({}) });
    const { connection, sent } = new RecordedConnection(dispatcher);
    connection.receive('{"id":1,"method":"A.b"}');
    connection.receive('{"id":2,"method":"A.later"}');
    expect(sent).toEqual(['{"id":1,"result":{}}']);
  });

  test("answers come as they are ready, each to its own command", async () => {
    const waiting: (() => void)[] = [];
    const dispatcher = new Dispatcher({
      "A.b": (params) =>
        new Promise<object>((resolve) => {
          waiting.push(() => {
            resolve({ echo: params["n"] });
          });
        }),
    });
    const { connection, sent } = new RecordedConnection(dispatcher);
    for (const id of [1, 2, 3])
      connection.receive(JSON.stringify({ id, method: "A.b", params: { n: id * 10 } }));
    for (const release of waiting.reverse()) release();
    await settled();
    expect(sent).toEqual([
      '{"id":3,"result":{"echo":30}}',
      '{"id":2,"result":{"echo":20}}',
      '{"id":1,"result":{"echo":10}}',
    ]);
  });
});

describe("what a handler throws", () => {
  const internal = { code: -32603, message: "Internal error" };

  test.each<readonly [title: string, error: unknown, answer: object, faults: readonly string[]]>([
    [
      "an error of the protocol",
      serverError("cannot", "why"),
      { code: -32000, message: "cannot", data: "why" },
      [],
    ],
    ["invalid parameters", invalidParams("bad"), { code: -32602, message: "bad" }, []],
    ["a code of its own", new DispatchError(-32050, "mine"), { code: -32050, message: "mine" }, []],
    [
      "the refusal of another browser, as it came",
      new CommandError("Not allowed", -32000, { a: 1 }, { method: "Page.x" }),
      { code: -32000, message: "Not allowed", data: { a: 1 } },
      [],
    ],
    ["a fault of the backend", new TypeError("oops"), internal, ["A.b root: oops"]],
    ["what is no error", new DispatchError(1, "success"), internal, ["A.b root: success"]],
  ])("%s", async (_title, error, answer, faults) => {
    const thrown = new Dispatcher({
      "A.b": () => {
        throw error as Error;
      },
    });
    expect(await answerOf(thrown, ask)).toEqual({ answers: [{ id: 1, error: answer }], faults });
    const rejected = new Dispatcher({ "A.b": () => Promise.reject(error) });
    expect(await answerOf(rejected, ask)).toEqual({ answers: [{ id: 1, error: answer }], faults });
  });

  test.each<readonly [title: string, result: unknown, fault: string]>([
    ["an array for an object", [], "A.b root: the result must be an object"],
    ["a number for an object", 1, "A.b root: the result must be an object"],
    ["null for an object", null, "A.b root: the result must be an object"],
    ["bytes for an object", Uint8Array.of(1), "A.b root: the result must be an object"],
  ])("a result that cannot be written: %s", async (_title, result, fault) => {
    const dispatcher = new Dispatcher({
      "A.b": () => result as object,
      "A.later": async () => result as object,
    });
    expect(await answerOf(dispatcher, ask)).toEqual({
      answers: [{ id: 1, error: internal }],
      faults: [fault],
    });
    expect(await answerOf(dispatcher, { id: 1, method: "A.later" })).toEqual({
      answers: [{ id: 1, error: internal }],
      faults: [fault.replace("A.b", "A.later")],
    });
  });
});

describe("parameters", () => {
  const echo = new Dispatcher({ "A.b": (params) => ({ echo: params }) }, { domains: [] });

  test.each<readonly [title: string, params: unknown, echoed: unknown]>([
    ["an object", { a: [1, "é", null, 1.5] }, { a: [1, "é", null, 1.5] }],
    ["none are an empty object", undefined, {}],
    ["null is none", null, {}],
  ])("%s", async (_title, params, echoed) => {
    const { answers } = await answerOf(echo, { ...ask, params });
    expect(answers).toEqual([{ id: 1, result: { echo: echoed } }]);
  });

  test.each<readonly [title: string, message: object | Uint8Array, data: string]>([
    [
      "an array",
      { ...ask, params: [] },
      "Failed to deserialize params - CBOR: map start expected at position 7",
    ],
    [
      "broken contents, whose position counts from the parameters' own envelope",
      bytesOf(envelope(`bf 62'id' 01 66'method' 63'A.b' 66'params' ${envelope("bf 61'a' f7 ff")} ff`)),
      "Failed to deserialize params - CBOR: unsupported value at position 10",
    ],
  ])("%s", async (_title, message, data) => {
    const { answers, faults } = await answerOf(echo, message);
    expect(answers).toEqual([{ id: 1, error: { code: -32602, message: "Invalid parameters", data } }]);
    expect(faults).toEqual([]);
  });

  describe("that are bytes", () => {
    const domain = defineDomain("A", { commands: "b", sends: { b: "data list[].data" } });
    const seen: unknown[] = [];
    const handlers = {
      "A.b": (params: object) => {
        seen.push(params);
      },
    };
    const known = new Dispatcher(handlers, { domains: [domain] });
    const params = { data: Uint8Array.of(1, 2, 3), list: [{ data: Uint8Array.of(4) }] };

    test("are bytes over CBOR", async () => {
      seen.length = 0;
      await answerOf(new Dispatcher(handlers), encode({ ...ask, params }));
      expect(seen).toEqual([params]);
    });

    test("are bytes over JSON too, where their domain is known", async () => {
      seen.length = 0;
      await answerOf(known, { ...ask, params: { data: "AQID", list: [{ data: "BA==" }] } });
      await answerOf(known, encode({ ...ask, params }));
      expect(seen).toEqual([params, params]);
    });

    test("are refused where they are no base64", async () => {
      const { answers } = await answerOf(known, { ...ask, params: { list: [{ data: "?" }] } });
      expect(answers).toEqual([
        {
          id: 1,
          error: {
            code: -32602,
            message: "Invalid parameters",
            data: "Failed to deserialize params.list[0].data",
          },
        },
      ]);
    });
  });
});

describe("types", () => {
  /** Knows one command, which takes `{ n: 1 }`, and one event. */
  const types: MessageTypes = {
    has: (method) => method === "A.b" || method === "A.event",
    redirect: (method) => (method === "Old.b" ? "A.b" : undefined),
    decodeParams: (_method, params) => {
      if (params.length === 0) throw new CodecError(StatusCode.BINDINGS_MANDATORY_FIELD_MISSING, 0);
      return { read: hexOf(params) };
    },
    encodeResult: (_method, result) => encode({ written: result }),
    encodeEvent: (_method, params) => encode({ written: params }),
  };
  const handlers = { "A.b": (params: object) => params, "A.other": (params: object) => params };
  const dispatcher = new Dispatcher(handlers, { types });

  test("read the parameters, and write the result", async () => {
    const { answers } = await answerOf(dispatcher, { ...ask, params: {} });
    expect(answers).toEqual([{ id: 1, result: { written: { read: "d8185a00000002bfff" } } }]);
  });

  test("refuse what they cannot read, in their words", async () => {
    const { answers } = await answerOf(dispatcher, ask);
    expect(answers).toEqual([
      {
        id: 1,
        error: {
          code: -32602,
          message: "Invalid parameters",
          data: "Failed to deserialize params - BINDINGS: mandatory field missing at position 0",
        },
      },
    ]);
  });

  test("say where commands have moved to", async () => {
    const { answers } = await answerOf(dispatcher, { id: 1, method: "Old.b", params: {} });
    expect(answers).toEqual([{ id: 1, result: { written: { read: "d8185a00000002bfff" } } }]);
    const own = new Dispatcher({ ...handlers, "Old.b": () => ({ own: true }) }, { types });
    expect((await answerOf(own, { id: 1, method: "Old.b" })).answers).toEqual([
      { id: 1, result: { own: true } },
    ]);
  });

  test("leave what they do not know", async () => {
    const { answers } = await answerOf(dispatcher, { id: 1, method: "A.other", params: { a: 1 } });
    expect(answers).toEqual([{ id: 1, result: { a: 1 } }]);
  });

  test("write events", () => {
    const { connection, sent } = new RecordedConnection(dispatcher);
    connection.root.notify("A.event", { a: 1 });
    connection.root.notify("A.another", { a: 1 });
    expect(sent).toEqual([
      '{"method":"A.event","params":{"written":{"a":1}}}',
      '{"method":"A.another","params":{"a":1}}',
    ]);
  });
});

describe("a handler", () => {
  test("takes all commands that have none of their own", async () => {
    const dispatcher = new Dispatcher(
      { "A.b": () => ({ by: "A.b" }) },
      { otherwise: (params, { method, id }) => ({ by: "otherwise", method, id, params }) },
    );
    expect((await answerOf(dispatcher, ask)).answers).toEqual([{ id: 1, result: { by: "A.b" } }]);
    expect((await answerOf(dispatcher, { id: 2, method: "x", params: { a: 1 } })).answers).toEqual([
      { id: 2, result: { by: "otherwise", method: "x", id: 2, params: { a: 1 } } },
    ]);
  });

  test("is put in the place of another", async () => {
    const dispatcher = new Dispatcher({ "A.b": () => ({ by: 1 }) }).handle("A.b", () => ({ by: 2 }));
    expect((await answerOf(dispatcher, ask)).answers).toEqual([{ id: 1, result: { by: 2 } }]);
  });

  test("answers at most once", async () => {
    const dispatcher = new Dispatcher({
      "A.b": async (_params, { answer, session }) => {
        answer({ a: 1 });
        answer({ a: 2 });
        session.notify("A.after", {});
        return { a: 3 };
      },
    });
    const { connection, sent, faults } = new RecordedConnection(dispatcher);
    connection.receive(JSON.stringify(ask));
    await settled();
    expect(sent).toEqual(['{"id":1,"result":{"a":1}}', '{"method":"A.after","params":{}}']);
    expect(faults).toEqual([]);
  });

  test("whose fault comes after the answer, is reported and answered no more", async () => {
    const dispatcher = new Dispatcher({
      "A.b": (_params, { answer }) => {
        answer();
        throw new TypeError("late");
      },
    });
    expect(await answerOf(dispatcher, ask)).toEqual({
      answers: [{ id: 1, result: {} }],
      faults: ["A.b root: late"],
    });
  });

  test.each(["Page", ".b", "A.", ""])("cannot be for %j", (method) => {
    expect(() => new Dispatcher({ [method]: () => {} })).toThrow(UsageError);
  });

  test("must be a function", () => {
    expect(() => new Dispatcher({ "A.b": {} as () => void })).toThrow(
      new UsageError("the handler of A.b is not a function"),
    );
  });
});
