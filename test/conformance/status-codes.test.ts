/**
 * Section 12 of the wire format: every status code has its number, its name and its words, and is produced by some row, but those that the
 * library never produces.
 */
import { describe, expect, test } from "vitest";
import { appendString8EntryToCborMap } from "../../templates/runtime/codec/cbor/append.js";
import { checkCborMessage } from "../../templates/runtime/codec/cbor/message.js";
import { parseCbor } from "../../templates/runtime/codec/cbor/parser.js";
import { CborTokenizer } from "../../templates/runtime/codec/cbor/tokenizer.js";
import { CborToken } from "../../templates/runtime/codec/cbor/token.js";
import { CborWriter } from "../../templates/runtime/codec/cbor/writer.js";
import { parseJson } from "../../templates/runtime/codec/json/parser.js";
import { DeserializeError } from "../../templates/runtime/codec/schema/deserialize-error.js";
import { readStrictly } from "../../templates/runtime/codec/schema/strict-reader.js";
import {
  CodecError,
  describeStatus,
  StatusCode,
  statusName,
  statusText,
} from "../../templates/runtime/codec/status.js";
import type { StatusName } from "../../templates/runtime/codec/status.js";
import { Dispatchable } from "../../templates/runtime/server/dispatchable.js";
import { shapeOf } from "./bindings/wire.js";
import { appendRows } from "./cbor/append-rows.js";
import { dispatchableRows } from "./cbor/dispatchable-rows.js";
import { checkRows, envelopeRows } from "./cbor/envelope-rows.js";
import { parserRows } from "./cbor/parser-rows.js";
import { envelope, nested } from "./cbor/row.js";
import { tokenizerRows } from "./cbor/tokenizer-rows.js";
import { faults } from "./json/fault-rows.js";
import { bytesOf, EventRecorder } from "./notation.js";
import { statusRows } from "./status-rows.js";

/** Reads something and gives the code that it ends with. */
type Reader = (given: string) => StatusCode;

const lastCode = (recorder: EventRecorder): StatusCode => {
  const name = /^error\((\w+)\)/.exec(recorder.events.at(-1) ?? "")?.[1] ?? "OK";
  return StatusCode[name as StatusName];
};

const tokenize: Reader = (given) => {
  const tokenizer = new CborTokenizer(bytesOf(given));
  for (let tag = tokenizer.tag; tag !== CborToken.DONE && tag !== CborToken.ERROR;) {
    tag = tag === CborToken.ENVELOPE ? tokenizer.enterEnvelope() : tokenizer.next();
  }
  return tokenizer.status;
};

const parse: Reader = (given) => {
  const recorder = new EventRecorder();
  parseCbor(bytesOf(given), recorder);
  return lastCode(recorder);
};

const parseText: Reader = (given) => {
  const recorder = new EventRecorder();
  parseJson(given, recorder);
  return lastCode(recorder);
};

const check: Reader = (given) => checkCborMessage(bytesOf(given))?.code ?? StatusCode.OK;

const dispatch: Reader = (given) => new Dispatchable(bytesOf(given)).status;

const append: Reader = (given) => {
  try {
    appendString8EntryToCborMap(bytesOf(given), "a", "b");
    return StatusCode.OK;
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return error.code;
  }
};

/** Writes an array of as many zeros as are given, into an envelope of at most 100 bytes. */
const write: Reader = (given) => {
  const writer = new CborWriter({ maxEnvelopeLength: 100 });
  writer.arrayBegin();
  for (let index = 0; index < Number(given); index++) writer.int32(0);
  writer.arrayEnd();
  return writer.status;
};

/** Reads `{ a: null }` where `a` is of the type that is given, and `{}` where it is none. */
const bind: Reader = (given) => {
  const shape = shapeOf(`a:${given === "" ? "int" : given}`);
  try {
    readStrictly(bytesOf(envelope(given === "" ? "bfff" : "bf 61'a' f6 ff")), shape, "params");
    return StatusCode.OK;
  } catch (error) {
    if (!(error instanceof DeserializeError)) throw error;
    return error.code;
  }
};

const produced = new Map<StatusCode, string>();
for (const [reader, givens] of [
  [tokenize, [...tokenizerRows, ...envelopeRows].map(([, given]) => given)],
  [parse, [...parserRows.map(([, given]) => given), nested(301, "01")]],
  [check, checkRows.map(([, given]) => given)],
  [append, appendRows.map(([, given]) => given)],
  [dispatch, dispatchableRows.map(([, given]) => given)],
  [parseText, [...faults.map(({ json }) => json), "[".repeat(302)]],
  [write, ["0", "200"]],
  [bind, ["", "bool", "int", "number", "string", "binary", "object", "int[]"]],
] as const) {
  for (const given of givens) produced.set(reader(given), given);
}

/** Codes that there are for others. */
const neverProduced: readonly StatusName[] = [
  // Embedders whose strings are not the library's.
  "BINDINGS_INVALID_BASE64_STRING",
  // No type of the bindings asks for a STRING8 and nothing else.
  "BINDINGS_STRING8_VALUE_EXPECTED",
];

const names = Object.keys(StatusCode) as StatusName[];

describe("status codes", () => {
  test.each(names.filter((name) => !neverProduced.includes(name)))("%s is produced", (name) => {
    expect(produced.has(StatusCode[name])).toBe(true);
  });

  test.each(neverProduced)("%s is not", (name) => {
    expect(produced.has(StatusCode[name])).toBe(false);
  });

  test.each(statusRows)("%i is %s", (number, name, text) => {
    expect(StatusCode[name]).toBe(number);
    expect(statusName(number as StatusCode)).toBe(name);
    expect(statusText(number as StatusCode)).toBe(text);
    const place = name === "OK" ? "" : " at position 7";
    expect(describeStatus(number as StatusCode, 7)).toBe(text + place);
  });

  test("are these and no others", () => {
    expect(Object.entries(StatusCode)).toEqual(statusRows.map(([number, name]) => [name, number]));
  });

  test("are told with their place, but for OK", () => {
    expect(describeStatus(StatusCode.OK, 5)).toBe("OK");
    expect(describeStatus(StatusCode.CBOR_INVALID_INT32, 5)).toBe("CBOR: invalid int32 at position 5");
    expect(new CodecError(StatusCode.CBOR_INVALID_INT32, 5)).toMatchObject({
      name: "CBOR_INVALID_INT32",
      code: 0x0e,
      position: 5,
      message: "CBOR: invalid int32 at position 5",
    });
  });
});
