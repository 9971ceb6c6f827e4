import { afterEach, describe, expect, test, vi } from "vitest";
import { decode } from "../../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../../templates/runtime/codec/cbor/value-encoder.js";
import { UsageError } from "../../../templates/runtime/core/errors.js";
import { Dispatcher, serve } from "../../../templates/runtime/server/index.js";
import { memoryPair } from "../../../templates/runtime/transports/memory.js";
import { settled } from "../../support/fake-browser.js";
import { RecordedConnection } from "./recorded-connection.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const echo = new Dispatcher({ "A.b": (params) => ({ echo: params }) });

describe("the form", () => {
  test("is JSON as text, until a message in CBOR has come", () => {
    const { connection, sent } = new RecordedConnection(echo);
    connection.receive('{"id":1,"method":"A.b"}');
    connection.receive(new TextEncoder().encode('{"id":2,"method":"A.b"}'));
    connection.receive(encode({ id: 3, method: "A.b" }));
    connection.receive('{"id":4,"method":"A.b"}');
    connection.root.notify("A.c");
    expect(sent.map((message) => typeof message)).toEqual(["string", "string", "object", "object", "object"]);
    expect(sent.slice(2).map((message) => decode(message as Uint8Array))).toEqual([
      { id: 3, result: { echo: {} } },
      { id: 4, result: { echo: {} } },
      { method: "A.c", params: {} },
    ]);
  });

  test("is the one that was asked for", () => {
    const cbor = new RecordedConnection(echo, { form: "cbor" });
    cbor.connection.root.notify("A.c");
    cbor.receive('{"id":1,"method":"A.b"}');
    expect(cbor.sent.map((message) => decode(message as Uint8Array))).toEqual([
      { method: "A.c", params: {} },
      { id: 1, result: { echo: {} } },
    ]);
    const json = new RecordedConnection(echo, { form: "json" });
    json.receive(encode({ id: 1, method: "A.b", params: { a: Uint8Array.of(1) } }));
    expect(json.sent).toEqual(['{"id":1,"result":{"echo":{"a":"AQ=="}}}']);
  });

  test("text keeps what it is: beyond ASCII, lone surrogates, numbers", () => {
    const value = { text: "é€😀", lone: "\ud800x", big: 2 ** 53, tiny: 5e-324, zero: 0 };
    const { connection, sent } = new RecordedConnection(echo);
    connection.receive(JSON.stringify({ id: 1, method: "A.b", params: value }));
    expect(JSON.parse(sent[0] as string)).toEqual({ id: 1, result: { echo: value } });
  });
});

describe("sessions", () => {
  const refused = (id: number): string =>
    `{"id":${id},"error":{"code":-32001,"message":"Session with given id not found."}}`;

  test("answers and events carry the id of theirs, last", () => {
    const { connection, sent } = new RecordedConnection(echo);
    const session = connection.root.open("S1", new Dispatcher({ "A.b": () => ({ by: "S1" }) }));
    connection.receive('{"id":1,"method":"A.b","sessionId":"S1"}');
    connection.receive('{"id":2,"method":"A.x","sessionId":"S1"}');
    connection.receive('{"id":3,"method":"A.b"}');
    session.notify("A.c", { a: 1 });
    expect(sent).toEqual([
      '{"id":1,"result":{"by":"S1"},"sessionId":"S1"}',
      `{"id":2,"error":{"code":-32601,"message":"'A.x' wasn't found"},"sessionId":"S1"}`,
      '{"id":3,"result":{"echo":{}}}',
      '{"method":"A.c","params":{"a":1},"sessionId":"S1"}',
    ]);
  });

  test("one that there is not is refused, without an id of a session", () => {
    const { connection, sent } = new RecordedConnection(echo);
    connection.receive('{"id":1,"method":"A.b","sessionId":"nobody"}');
    expect(sent).toEqual([refused(1)]);
  });

  test("one that has ended is refused, and sends nothing more", async () => {
    const signals: AbortSignal[] = [];
    let release = (): void => {};
    const { connection, sent, faults } = new RecordedConnection(echo);
    const session = connection.root.open(
      "S1",
      new Dispatcher({
        "A.b": (_params, { signal }) => {
          signals.push(signal);
          return new Promise<object>((resolve) => {
            release = () => {
              resolve({});
            };
          });
        },
      }),
    );
    connection.receive('{"id":1,"method":"A.b","sessionId":"S1"}');
    session.close();
    session.close();
    release();
    session.notify("A.c");
    connection.receive('{"id":2,"method":"A.b","sessionId":"S1"}');
    await settled();
    expect(sent).toEqual([refused(2)]);
    expect(faults).toEqual([]);
    expect([signals[0]?.aborted, session.isClosed]).toEqual([true, true]);
    // The id is free again.
    connection.root.open("S1", echo);
    connection.receive('{"id":3,"method":"A.b","sessionId":"S1"}');
    expect(sent.at(-1)).toBe('{"id":3,"result":{"echo":{}},"sessionId":"S1"}');
  });

  test("end with the one above them", () => {
    const { connection } = new RecordedConnection(echo);
    const parent = connection.root.open("P", echo);
    const child = parent.open("C", echo);
    const other = connection.root.open("O", echo);
    expect(Array.from(connection.sessions, ({ id }) => id)).toEqual(["P", "C", "O"]);
    parent.close();
    expect([child.isClosed, other.isClosed, connection.session("C")]).toEqual([true, false, undefined]);
    expect(Array.from(connection.sessions, ({ id }) => id)).toEqual(["O"]);
  });

  test("what may not be", () => {
    const { connection } = new RecordedConnection(echo);
    const session = connection.root.open("S1", echo);
    expect(() => connection.root.open("S1", echo)).toThrow(new UsageError("session S1 already exists"));
    expect(() => connection.root.open("", echo)).toThrow(UsageError);
    session.close();
    expect(() => session.open("S2", echo)).toThrow(UsageError);
    expect(() => {
      connection.root.notify("A.c", []);
    }).toThrow(new TypeError("the parameters must be an object"));
  });

  test("a handler can begin one, and tell of it before its answer", () => {
    const page = new Dispatcher({ "Page.enable": () => {} });
    const { connection, sent } = new RecordedConnection(
      new Dispatcher({
        "Target.attachToTarget": (_params, { session }) => {
          session.open("S1", page);
          session.notify("Target.attachedToTarget", { sessionId: "S1" });
          return { sessionId: "S1" };
        },
      }),
    );
    connection.receive('{"id":1,"method":"Target.attachToTarget"}');
    connection.receive('{"id":2,"method":"Page.enable","sessionId":"S1"}');
    expect(sent).toEqual([
      '{"method":"Target.attachedToTarget","params":{"sessionId":"S1"}}',
      '{"id":1,"result":{"sessionId":"S1"}}',
      '{"id":2,"result":{},"sessionId":"S1"}',
    ]);
  });
});

describe("the end", () => {
  test("of the connection ends all sessions, and tells the sink once", () => {
    const recorded = new RecordedConnection(echo);
    const session = recorded.connection.root.open("S1", echo);
    recorded.connection.close();
    recorded.connection.close();
    recorded.receive({ id: 1, method: "A.b" });
    recorded.connection.root.notify("A.c");
    expect([recorded.closed, session.isClosed, recorded.sent]).toEqual([1, true, []]);
  });

  test("faults of handlers that nobody waits for are not reported", async () => {
    const dispatcher = new Dispatcher({
      "A.b": (_params, { signal }) =>
        new Promise<object>((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reject(signal.reason as Error);
          });
        }),
    });
    const recorded = new RecordedConnection(dispatcher);
    recorded.receive({ id: 1, method: "A.b" });
    recorded.connection.close();
    await settled();
    expect([recorded.faults, recorded.sent]).toEqual([[], []]);
  });
});

describe("faults", () => {
  const failing = new Dispatcher({
    "A.b": () => {
      throw new TypeError("oops");
    },
  });

  test("go to the console where nobody takes them", () => {
    const console_ = vi.spyOn(console, "error").mockImplementation(() => {});
    const { connection } = new RecordedConnection(failing, { onError: undefined });
    connection.receive('{"id":1,"method":"A.b"}');
    expect(console_.mock.calls).toEqual([["cdplex: the handler of A.b threw:", new TypeError("oops")]]);
  });

  test("who takes them may fail too, and the command is answered all the same", () => {
    const console_ = vi.spyOn(console, "error").mockImplementation(() => {});
    const { connection, sent } = new RecordedConnection(failing, {
      onError: () => {
        throw new Error("again");
      },
    });
    connection.receive('{"id":1,"method":"A.b"}');
    expect(console_.mock.calls).toEqual([["cdplex: onError threw:", new Error("again")]]);
    expect(sent).toEqual(['{"id":1,"error":{"code":-32603,"message":"Internal error"}}']);
  });
});

describe("a transport", () => {
  test("is read from and written to, and closed from either side", () => {
    const [client, server] = memoryPair();
    const got: unknown[] = [];
    let why = "";
    const connection = serve(server, echo);
    client.start({ message: (message) => got.push(message), closed: (reason) => (why = reason) });
    client.send('{"id":1,"method":"A.b"}');
    expect(got).toEqual(['{"id":1,"result":{"echo":{}}}']);
    connection.close();
    expect(why).toBe("the other side closed it");
  });

  test("that closes ends the sessions", () => {
    const [client, server] = memoryPair();
    const connection = serve(server, echo);
    client.start({ message: () => {}, closed: () => {} });
    client.close();
    expect(connection.root.isClosed).toBe(true);
  });
});
