/** Every command is answered, also where what a handler gives cannot be: by an internal error, and a report of the cause. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { decode } from "../../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../../templates/runtime/codec/cbor/value-encoder.js";
import { CommandError } from "../../../templates/runtime/core/errors.js";
import type { Backend, MessageTypes } from "../../../templates/runtime/server/index.js";
import {
  Dispatchable,
  Dispatcher,
  FALL_THROUGH,
  Reply,
  ServerConnection,
  serverError,
} from "../../../templates/runtime/server/index.js";
import { settled } from "../../support/fake-browser.js";
import { RecordedConnection } from "./recorded-connection.js";

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});

afterEach(async () => {
  await settled();
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

const internal = { id: 1, error: { code: -32603, message: "Internal error" } };
const command = { id: 1, method: "A.b" };

/** So many objects in each other. */
function nested(depth: number): object {
  let value: object = {};
  for (let level = 1; level < depth; level++) value = { a: value };
  return value;
}

/** What a client gets that speaks one form, and what is reported. */
async function answersTo(
  backend: Backend<never>,
  form: "cbor" | "json",
): Promise<{ answers: unknown[]; faults: string[] }> {
  const { connection, sent, faults } = new RecordedConnection(backend, { form });
  connection.receive(JSON.stringify(command));
  await settled();
  const answers = sent.map((message): unknown =>
    typeof message === "string" ? JSON.parse(message) : decode(message),
  );
  return { answers, faults };
}

/** A handler that throws or rejects, and one that returns or resolves. */
const ways = ["at once", "later"] as const;

function throwing(way: (typeof ways)[number], error: unknown): Dispatcher {
  return new Dispatcher({
    "A.b": () => {
      if (way === "later") return Promise.reject(error);
      throw error;
    },
  });
}

const circle: Record<string, unknown> = {};
circle["itself"] = circle;

describe.each(["json", "cbor"] as const)("over %s", (form) => {
  describe.each(ways)("%s", (way) => {
    test.each<readonly [title: string, data: unknown, fault: string]>([
      ["a bigint", 10n, "A.b root: the value is a bigint, for which the protocol has no form"],
      ["a function", () => 1, "A.b root: the value is a function"],
      ["a circle", circle, "A.b root: itself is the value again: a circle has no end"],
      ["nothing, by its own account", { toJSON: () => undefined }, "A.b root: there is nothing to encode"],
      ["objects too deep in each other", nested(300), "lies deeper than Chromium reads"],
    ])("a refusal whose data is %s", async (_title, data, fault) => {
      const { answers, faults } = await answersTo(throwing(way, serverError("no", data)), form);
      expect(answers).toEqual([internal]);
      expect(faults).toEqual([expect.stringContaining(fault)]);
    });

    test("a result that lies too deep", async () => {
      const result = nested(301);
      const dispatcher = new Dispatcher({
        "A.b": () => (way === "later" ? Promise.resolve(result) : result),
      });
      const { answers, faults } = await answersTo(dispatcher, form);
      expect(answers).toEqual([internal]);
      expect(faults).toEqual([expect.stringContaining("lies deeper than Chromium reads")]);
    });
  });

  test("as much as can be read in a message is sent", async () => {
    for (const depth of [299, 300, 301]) {
      const { answers } = await answersTo(new Dispatcher({ "A.b": () => nested(depth) }), form);
      expect(answers).toEqual([depth <= 300 ? { id: 1, result: nested(depth) } : internal]);
    }
    for (const depth of [298, 299, 300]) {
      const data = nested(depth);
      const { answers } = await answersTo(throwing("at once", serverError("no", data)), form);
      expect(answers).toEqual([
        depth <= 299 ? { id: 1, error: { code: -32000, message: "no", data } } : internal,
      ]);
    }
  });
});

describe("what types write that is no CBOR", () => {
  const garbage: MessageTypes = {
    has: () => true,
    decodeParams: () => ({}),
    encodeResult: () => Uint8Array.of(0xff),
    encodeEvent: () => Uint8Array.of(0xff),
  };

  test("is an internal error where it was a result", async () => {
    const dispatcher = new Dispatcher({ "A.b": () => ({}) }, { types: garbage });
    expect(await answersTo(dispatcher, "json")).toEqual({
      answers: [internal],
      faults: [expect.stringContaining("A.b root: CBOR: ")],
    });
  });

  test("is a TypeError where it was an event, as what lies too deep is", () => {
    const { connection, sent } = new RecordedConnection(new Dispatcher({}, { types: garbage }));
    expect(() => connection.root.notify("A.event", {})).toThrow(
      /^the parameters of A\.event are no CBOR: CBOR: /,
    );
    const plain = new RecordedConnection(new Dispatcher());
    expect(() => plain.connection.root.notify("A.event", nested(301))).toThrow(TypeError);
    expect([...sent, ...plain.sent]).toEqual([]);
  });
});

describe.each(ways)("after its answer, %s", (way) => {
  test.each([
    ["a refusal", serverError("late")],
    ["another browser's refusal", new CommandError("late", -32000, undefined, { method: "Page.x" })],
    ["a mistake", new Error("late")],
  ])("%s is reported", async (_title, error) => {
    const dispatcher = new Dispatcher({
      "A.b": (_params, { answer }) => {
        answer({ a: 1 });
        if (way === "later") return Promise.reject(error);
        throw error;
      },
    });
    const { answers, faults } = await answersTo(dispatcher, "json");
    expect(answers).toEqual([{ id: 1, result: { a: 1 } }]);
    expect(faults).toEqual([`A.b root: ${error.message}`]);
  });

  test("a refusal is not reported where the session has ended", async () => {
    const dispatcher = new Dispatcher({
      "A.b": (_params, { session }) => {
        session.close();
        if (way === "later") return Promise.reject(serverError("late"));
        throw serverError("late");
      },
    });
    expect(await answersTo(dispatcher, "json")).toEqual({ answers: [], faults: [] });
  });
});

test("an answer that its handler gives and that cannot be sent is thrown at it, and it may give another", async () => {
  const dispatcher = new Dispatcher({
    "A.b": (_params, { answer }) => {
      expect(() => answer({ big: 1n })).toThrow(TypeError);
      answer({ small: 1 });
    },
  });
  expect(await answersTo(dispatcher, "json")).toEqual({
    answers: [{ id: 1, result: { small: 1 } }],
    faults: [],
  });
});

test("what answers while it is encoded has answered", async () => {
  const dispatcher = new Dispatcher({
    "A.b": (_params, { answer }) => {
      const data = {
        toJSON() {
          answer({ a: 1 });
          return 1;
        },
      };
      throw serverError("no", data);
    },
  });
  expect((await answersTo(dispatcher, "json")).answers).toEqual([{ id: 1, result: { a: 1 } }]);
});

describe("what serves", () => {
  const faults: string[] = [];
  const onError = (
    error: unknown,
    { method, sessionId }: { method: string; sessionId: string | undefined },
  ) => void faults.push(`${method}|${sessionId}: ${(error as Error).message}`);

  beforeEach(() => {
    faults.length = 0;
  });

  test("a sink that throws does not make `receive` throw", async () => {
    const sink = {
      send() {
        throw new Error("full");
      },
    };
    const dispatcher = new Dispatcher({ "A.b": () => ({}), "A.later": async () => ({}) });
    const connection = new ServerConnection(dispatcher, sink, { onError });
    for (const message of [
      "[",
      '{"id":1,"method":"A.b"}',
      '{"id":2,"method":"A.later"}',
      '{"id":3,"method":"A.x"}',
    ]) {
      connection.receive(message);
    }
    await settled();
    const about = new Set(faults);
    expect([...about]).toEqual([
      "|undefined: full",
      "A.b|undefined: full",
      "A.x|undefined: full",
      "A.later|undefined: full",
    ]);
  });

  test("a sink that throws once gets an internal error", () => {
    const sent: unknown[] = [];
    let count = 0;
    const sink = {
      send(message: unknown) {
        if (count++ === 0) throw new Error("full");
        sent.push(message);
      },
    };
    const connection = new ServerConnection(new Dispatcher({ "A.b": () => ({}) }), sink, { onError });
    connection.receive(JSON.stringify(command));
    expect(sent).toEqual([JSON.stringify(internal)]);
    expect(faults).toEqual(["A.b|undefined: full"]);
  });

  test("a backend of one's own that throws is reported", () => {
    const backend: Backend<never> = {
      dispatch() {
        throw new Error("oops");
      },
      encodeEvent: () => encode({}),
    };
    const connection = new ServerConnection(backend, { send() {} }, { onError });
    connection.root.open("S", backend);
    connection.receive(JSON.stringify({ ...command, sessionId: "S" }));
    expect(faults).toEqual(["A.b|S: oops"]);
  });

  test("who was to take a command and did not leaves it to be refused", () => {
    const { connection, sent } = new RecordedConnection(
      new Dispatcher({}, { otherwise: () => FALL_THROUGH }),
      {
        onError,
        onFallThrough() {
          throw new Error("not mine");
        },
      },
    );
    connection.receive(JSON.stringify(command));
    expect(sent).toEqual([JSON.stringify(internal)]);
    expect(faults).toEqual(["A.b|undefined: not mine"]);
  });

  test("the console is told where nobody takes it", () => {
    const console_ = vi.spyOn(console, "error").mockImplementation(() => {});
    const sink = {
      send() {
        throw new Error("full");
      },
    };
    new ServerConnection(new Dispatcher(), sink).receive("[");
    expect(console_.mock.calls).toEqual([["cdplex: what serves the client threw:", new Error("full")]]);
    console_.mockRestore();
  });
});

test("a reply whose data cannot be encoded can still be given", () => {
  const got: unknown[] = [];
  const frontend = {
    isClosed: false,
    respond: (message: Uint8Array) => got.push(decode(message)),
    fallThrough() {},
  };
  const reply = new Reply(frontend, new Dispatchable(encode(command)), "A.b");
  expect(() => reply.fail(serverError("no", 1n))).toThrow(TypeError);
  expect(reply.isDone).toBe(false);
  reply.fail(serverError("no"));
  expect([reply.isDone, got]).toEqual([true, [{ id: 1, error: { code: -32000, message: "no" } }]]);
});
