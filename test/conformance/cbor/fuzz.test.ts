/** Any bytes in: no exception but `CodecError`, no hang, nothing read that is not the input's, no memory that the input does not pay for. */
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { appendString8EntryToCborMap } from "../../../templates/runtime/codec/cbor/append.js";
import { CborMessageReader } from "../../../templates/runtime/codec/cbor/framing.js";
import { readHeader } from "../../../templates/runtime/codec/cbor/header.js";
import { checkCborMessage, isCborMessage } from "../../../templates/runtime/codec/cbor/message.js";
import { parseCbor } from "../../../templates/runtime/codec/cbor/parser.js";
import { CborToken } from "../../../templates/runtime/codec/cbor/token.js";
import { CborTokenizer } from "../../../templates/runtime/codec/cbor/tokenizer.js";
import { decode } from "../../../templates/runtime/codec/cbor/value-decoder.js";
import { CborWriter } from "../../../templates/runtime/codec/cbor/writer.js";
import { CodecError, StatusCode } from "../../../templates/runtime/codec/status.js";
import { cborToJson } from "../../../templates/runtime/codec/transcode.js";
import { Dispatchable, Dispatcher, ServerConnection } from "../../../templates/runtime/server/index.js";
import { amidPoison, bytesOf, errorText, EventRecorder, hexOf, tokensOf } from "../notation.js";
import { anyBytes, message, mutated, value, written } from "./arbitrary.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

const numRuns = 1000;

function eventsOf(bytes: Uint8Array): string[] {
  const recorder = new EventRecorder();
  parseCbor(bytes, recorder);
  return recorder.events;
}

/** What a reader gives, or the error that it throws. */
function outcome(read: () => unknown): string {
  try {
    return JSON.stringify(read(), (_key, item: unknown) =>
      item instanceof Uint8Array
        ? hexOf(item)
        : typeof item === "number" && !Number.isFinite(item)
          ? String(item)
          : item,
    );
  } catch (error) {
    // Anything else is the test's failure.
    if (!(error instanceof CodecError)) throw error;
    return errorText(error.name, error.position);
  }
}

const dispatcher = new Dispatcher({ "A.b": (params) => ({ echo: params }) });

/** Everything that takes bytes of which nothing is known. */
const readers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  tokenizer: tokensOf,
  parser: eventsOf,
  decode,
  cborToJson,
  header: readHeader,
  isMessage: isCborMessage,
  checkMessage: (bytes) => checkCborMessage(bytes)?.message ?? "OK",
  append: (bytes) => appendString8EntryToCborMap(bytes, "sessionId", "S1"),
  dispatchable: (bytes) => {
    const { status, position, callId, method, sessionId, params } = new Dispatchable(bytes);
    return { status, position, callId, method, sessionId, params };
  },
  server: (bytes) => {
    const sent: unknown[] = [];
    const connection = new ServerConnection(
      dispatcher,
      { send: (given) => sent.push(given) },
      { form: "json" },
    );
    connection.receive(bytes);
    // Every message is answered, and once.
    expect(sent).toHaveLength(1);
    return sent;
  },
};

describe("any bytes", () => {
  test.each(Object.entries(readers))(
    "%s: no exception but its own, and nothing read beyond",
    (_name, read) => {
      fc.assert(
        fc.property(anyBytes, (bytes) => {
          const before = hexOf(bytes);
          const found = outcome(() => read(bytes));
          for (const view of amidPoison(bytes)) expect(outcome(() => read(view))).toBe(found);
          expect(hexOf(bytes)).toBe(before);
        }),
        { numRuns },
      );
    },
  );

  test("a tokenizer moves on with every token, and ends at the end or at an error", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const tokenizer = new CborTokenizer(bytes);
        let { tag, position } = tokenizer;
        for (let steps = 0; tag !== CborToken.DONE && tag !== CborToken.ERROR; steps++) {
          expect(steps).toBeLessThan(bytes.length + 1);
          expect(tokenizer.end).toBeGreaterThan(position);
          expect(tokenizer.end).toBeLessThanOrEqual(bytes.length);
          tag = tag === CborToken.ENVELOPE ? tokenizer.enterEnvelope() : tokenizer.next();
          expect(tokenizer.position).toBeGreaterThan(position);
          ({ position } = tokenizer);
        }
        expect(position).toBeLessThanOrEqual(bytes.length);
        expect(tokenizer.status === StatusCode.OK).toBe(tag === CborToken.DONE);
        if (tag === CborToken.DONE) expect(position).toBe(bytes.length);
      }),
      { numRuns },
    );
  });

  test("a parser tells of one error at most, last, within the input; beginnings and ends match otherwise", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const events = eventsOf(bytes);
        const errors = events.filter((event) => event.startsWith("error("));
        const isFine = errors.length === 0;
        expect(errors.length).toBeLessThanOrEqual(1);
        if (!isFine) {
          expect(events.at(-1)).toBe(errors[0]);
          expect(Number(/@(\d+)$/.exec(errors[0]!)?.[1])).toBeLessThanOrEqual(bytes.length);
        } else {
          const count = (word: string): number => events.filter((event) => event === word).length;
          expect(count("map") + count("array")).toBe(count("end"));
        }
        // All that reads whole values agrees with it on what is a value.
        expect(outcome(() => decode(bytes)).startsWith("error(")).toBe(!isFine);
        expect(outcome(() => cborToJson(bytes)).startsWith("error(")).toBe(!isFine);
      }),
      { numRuns },
    );
  });

  test("a message that is changed is read as another one, or refused", () => {
    let refused = 0;
    let read = 0;
    fc.assert(
      fc.property(mutated, (bytes) => {
        if (outcome(() => decode(bytes)).startsWith("error(")) refused++;
        else read++;
      }),
      { numRuns },
    );
    // The property above would say nothing if all were of one kind.
    expect(Math.min(refused, read)).toBeGreaterThan(numRuns / 50);
  });
});

describe("CBOR to events to CBOR", () => {
  const rewritten = (bytes: Uint8Array): string => {
    const writer = new CborWriter({ capacity: 0 });
    parseCbor(bytes, writer);
    return hexOf(writer.finish());
  };

  test("gives the same bytes for what the writer wrote", () => {
    fc.assert(
      fc.property(value, (given) => {
        const bytes = written(given);
        expect(rewritten(bytes)).toBe(hexOf(bytes));
      }),
      { numRuns },
    );
  });

  test("gives for any value a form that stays as it is", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        fc.pre(!eventsOf(bytes).at(-1)!.startsWith("error("));
        const once = rewritten(bytes);
        expect(rewritten(bytesOf(once))).toBe(once);
        // Text that is ASCII may have come as UTF-16; nothing else is told differently.
        const plain = (events: readonly string[]): string =>
          events
            .map((event) => (/^s16\([^\u0080-\uffff]*\)$/.test(event) ? `s8${event.slice(3)}` : event))
            .join(" ");
        expect(plain(eventsOf(bytesOf(once)))).toBe(plain(eventsOf(bytes)));
      }),
      { numRuns },
    );
  });
});

describe("a stream", () => {
  function readAll(chunks: readonly Uint8Array[]): string[] {
    const found: string[] = [];
    const reader = new CborMessageReader((given) => found.push(hexOf(given)), { maxMessageLength: 4096 });
    try {
      for (const chunk of chunks) reader.read(chunk);
      reader.end();
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      found.push(errorText(error.name, error.position));
    }
    return found;
  }

  /** A stream of messages, with something else at its end more often than not, and where it is cut. */
  const stream = fc
    .tuple(fc.array(message, { maxLength: 5 }), fc.oneof(fc.constant(new Uint8Array()), anyBytes))
    .map(([messages, rest]) => Uint8Array.from(Buffer.concat([...messages, rest])))
    .chain((bytes) =>
      fc.tuple(
        fc.constant(bytes),
        fc.array(fc.nat(bytes.length), { maxLength: 20 }).map((cuts) => cuts.sort((a, b) => a - b)),
      ),
    );

  test("is read the same wherever it is cut", () => {
    fc.assert(
      fc.property(stream, ([bytes, cuts]) => {
        const whole = readAll([bytes]);
        const chunks = [0, ...cuts].map((start, index) => bytes.slice(start, cuts[index] ?? bytes.length));
        expect(readAll(chunks)).toEqual(whole);
        expect(readAll(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  test("of messages gives the messages", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), (messages) => {
        expect(readAll([Uint8Array.from(Buffer.concat(messages))])).toEqual(messages.map(hexOf));
      }),
      { numRuns: 200 },
    );
  });
});

describe("memory", () => {
  /** The biggest buffer that is made while something is read. */
  function biggest(read: () => unknown): number {
    let most = 0;
    for (const name of ["ArrayBuffer", "Uint8Array", "Uint16Array"] as const) {
      vi.stubGlobal(
        name,
        new Proxy(globalThis[name], {
          construct(target, args: [unknown]) {
            if (typeof args[0] === "number") most = Math.max(most, args[0]);
            return Reflect.construct(target, args) as object;
          },
        }),
      );
    }
    try {
      read();
    } finally {
      vi.unstubAllGlobals();
    }
    return most;
  }

  test("the measure measures", () => {
    expect(biggest(() => new Uint8Array(12_345))).toBe(12_345);
  });

  const lengths = [
    "0000000000010000",
    "00000000ffffffff",
    "0000000100000000",
    "0020000000000000",
    "4000000000000000",
    "ffffffffffffffff",
  ];
  const heads = ["7b", "5b", "d65b", "d8185b", "d85b", "bf7b", "9f5b", "bf6161d65b", "9fd8185b", "1b"];
  const declared = heads.flatMap((head) =>
    lengths.flatMap((length) => [
      `${head}${length}`,
      `d8185a00000020 bf 66'params' ${head}${length} ${"00".repeat(16)}`,
    ]),
  );

  test.each(Object.entries(readers))("%s takes none for a length that is only declared", (_name, read) => {
    for (const hex of declared) {
      const bytes = bytesOf(hex);
      expect(biggest(() => outcome(() => read(bytes)))).toBeLessThanOrEqual(2048);
    }
  });

  test.each(Object.entries(readers))("%s survives what is nested without end", (_name, read) => {
    for (const hex of ["9f", "bf6161", "d81859ffff9f", "d859fffebf6161"]) {
      const bytes = bytesOf(hex.repeat(20_000));
      outcome(() => read(bytes));
    }
  });
});
