import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventHeaderReader } from "../../../../templates/runtime/codec/cbor/event-header.js";
import { decodePlainly } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import { fromHex, toHex } from "./hex.js";

function read(message: Uint8Array): unknown {
  const header = new EventHeaderReader().read(message);
  return header === undefined ? undefined : { ...header };
}

const event = encode({ method: "Page.loadEventFired", params: { timestamp: 1.5 }, sessionId: "S1" });
const hex = toHex(event);

describe("events", () => {
  test.each<[title: string, message: Uint8Array, want: unknown]>([
    ["of a session", event, { method: "Page.loadEventFired", sessionId: "S1" }],
    ["of the root", encode({ method: "A.b", params: {} }), { method: "A.b", sessionId: undefined }],
    ["without parameters", encode({ method: "A.b" }), { method: "A.b", sessionId: undefined }],
    [
      "without parameters, of a session",
      encode({ method: "A.b", sessionId: "S" }),
      { method: "A.b", sessionId: "S" },
    ],
    [
      "with a long name",
      encode({ method: "A".repeat(255), params: {} }),
      { method: "A".repeat(255), sessionId: undefined },
    ],
  ])("%s", (_title, message, want) => {
    expect(read(message)).toEqual(want);
    // Not at the start of its buffer.
    expect(read(Buffer.concat([Buffer.of(0), message]).subarray(1))).toEqual(want);
  });
});

describe("left to the decoder", () => {
  test.each<[title: string, message: Uint8Array]>([
    ["an answer", encode({ id: 1, result: {} })],
    ["an answer with a method", encode({ id: 1, method: "A.b" })],
    ["keys in another order", encode({ params: {}, method: "A.b" })],
    ["another key", encode({ method: "A.b", params: {}, extra: 1 })],
    [
      "a key twice",
      fromHex(
        hex.replace(
          "69" + toHex(Buffer.from("sessionId")) + "625331",
          "66" + toHex(Buffer.from("method")) + "65" + "4141414141",
        ),
      ),
    ],
    ["parameters without an envelope", encode({ method: "A.b", params: 1 })],
    ["a name that is not ASCII", encode({ method: "é", params: {} })],
    ["a name in UTF-8", fromHex(toHex(encode({ method: "ab", params: {} })).replace("626162", "62c3a9"))],
    ["a session that is no text", encode({ method: "A.b", params: {}, sessionId: 1 })],
    ["an array", encode(["method", "A.b"])],
    ["an envelope of old", fromHex("d85a0000000c bf 66 6d6574686f64 63 412e62 ff")],
    ["parameters that end elsewhere", fromHex(hex.replace("d8185a00000015", "d8185a00000016"))],
    ["what follows", fromHex(hex + "00")],
    ["text", new TextEncoder().encode('{"method":"A.b"}')],
  ])("%s", (_title, message) => {
    expect(read(message)).toBeUndefined();
  });

  test("whatever is cut off", () => {
    for (let length = 0; length < event.length; length++)
      expect(read(event.subarray(0, length))).toBeUndefined();
  });
});

test("names are remembered apart from the message that they came in", () => {
  const reader = new EventHeaderReader();
  // A Buffer's slices are views: written over, the message would make the names that are remembered others.
  const message = Buffer.from(
    encode({ method: "Page.aaaaaaaaaaaaaaa", params: {}, sessionId: "a".repeat(32) }),
  );
  expect({ ...reader.read(message) }).toEqual({ method: "Page.aaaaaaaaaaaaaaa", sessionId: "a".repeat(32) });
  const place = message.indexOf("Page.") + 5;
  message.write("b", place);
  message.write("b", message.indexOf("sessionId") + "sessionId".length + 2 + 5);
  expect({ ...reader.read(message) }).toEqual({
    method: "Page.baaaaaaaaaaaaaa",
    sessionId: `aaaaab${"a".repeat(26)}`,
  });
});

test("what is read is what decoding gives, for any damage to an event", () => {
  fc.assert(
    fc.property(fc.nat(event.length - 1), fc.nat(255), (at, byte) => {
      const damaged = event.slice();
      damaged[at] = byte;
      const header = read(damaged) as { method: string; sessionId: string | undefined } | undefined;
      if (header === undefined) return;
      let decoded: unknown;
      try {
        decoded = decodePlainly(damaged);
      } catch {
        // What is wrong inside of the parameters is found by who wants them.
        return;
      }
      expect(decoded).toMatchObject(JSON.parse(JSON.stringify(header)) as object);
    }),
    { numRuns: 2000 },
  );
});
