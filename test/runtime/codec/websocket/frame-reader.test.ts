import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, cut, readAll, serverFrame } from "./frames.js";

const long = "61".repeat(126);
const longer = "61".repeat(65_536);

describe("frames of a server", () => {
  const rows: readonly [title: string, hex: string, want: readonly string[]][] = [
    ["text", "81 02 6869", ["text 6869"]],
    ["nothing", "81 00", ["text "]],
    ["binary", "82 02 00ff", ["binary 00ff"]],
    ["several in one chunk", "81 01 61 81 01 62 82 00", ["text 61", "text 62", "binary "]],
    ["125 bytes", `81 7d ${long.slice(2)}`, [`text ${long.slice(2)}`]],
    ["a length in two bytes", `81 7e 007e ${long}`, [`text ${long}`]],
    ["a length in eight bytes", `81 7f 0000000000010000 ${longer}`, [`text ${longer}`]],
    ["fragments", "01 01 61 00 01 62 80 01 63", ["text 616263"]],
    ["fragments of bytes", "02 01 61 80 01 62", ["binary 6162"]],
    ["empty fragments", "01 00 00 00 80 00 81 01 61", ["text ", "text 61"]],
    ["control frames between fragments", "01 01 61 89 01 70 8a 00 80 01 62", ["ping 70", "text 6162"]],
    ["a pong that nobody asked for", "8a 02 6869 81 00", ["text "]],
    ["text that is no UTF-8, for the codec to judge", "81 02 22ff", ["text 22ff"]],
    ["a goodbye", "88 02 03e8", ['close 1000 ""']],
    ["a goodbye with a reason", "88 05 03e9 627965", ['close 1001 "bye"']],
    ["a goodbye without a code", "88 00", ['close undefined ""']],
    ["a goodbye, and what no longer counts", "88 00 81 01 61", ['close undefined ""']],
    ["a goodbye between fragments", "01 01 61 88 00", ['close undefined ""']],
    ["half a header", "81", ["more"]],
    ["half a length", "81 7e 00", ["more"]],
    ["half a payload", "81 02 61", ["more"]],
    ["half a message", "01 01 61", ["more"]],
  ];
  test.each(rows)("%s", (_title, hex, want) => {
    const bytes = bytesOf(hex);
    expect(readAll([bytes])).toEqual(want);
    if (bytes.length < 1000) expect(readAll(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(want);
  });
});

describe("what breaks the protocol", () => {
  const rows: readonly [title: string, hex: string, want: string][] = [
    ["reserved bit 1", "c1 00", "1002 a reserved bit is set (RFC 6455, section 5.2)"],
    ["reserved bit 2", "a1 00", "1002 a reserved bit is set (RFC 6455, section 5.2)"],
    ["reserved bit 3 of a control frame", "99 00", "1002 a reserved bit is set (RFC 6455, section 5.2)"],
    ["a data opcode that is none", "83 00", "1002 there is no opcode 3 (RFC 6455, section 5.2)"],
    ["a control opcode that is none", "8f 00", "1002 there is no opcode 15 (RFC 6455, section 5.2)"],
    ["a mask", "81 81 00000000 61", "1002 the server has masked a frame (RFC 6455, section 5.1)"],
    [
      "a start in the middle",
      "01 00 81 00",
      "1002 a message begins before the last one has ended (RFC 6455, section 5.4)",
    ],
    [
      "a middle without a start",
      "80 00",
      "1002 a message goes on that has not begun (RFC 6455, section 5.4)",
    ],
    [
      "a middle after an end",
      "01 00 80 00 00 00",
      "1002 a message goes on that has not begun (RFC 6455, section 5.4)",
    ],
    ["a fragmented ping", "09 00", "1002 a control frame is fragmented (RFC 6455, section 5.5)"],
    ["a long ping", "89 7e 007e", "1002 a control frame holds more than 125 bytes (RFC 6455, section 5.5)"],
    ["a long close", "88 7f", "1002 a control frame holds more than 125 bytes (RFC 6455, section 5.5)"],
    [
      "125 in two bytes",
      "81 7e 007d",
      "1002 a length takes more bytes than it needs (RFC 6455, section 5.2)",
    ],
    [
      "65535 in eight bytes",
      "81 7f 000000000000ffff",
      "1002 a length takes more bytes than it needs (RFC 6455, section 5.2)",
    ],
    [
      "a length with its first bit",
      "81 7f 8000000000000000",
      "1002 a length begins with a set bit (RFC 6455, section 5.2)",
    ],
    ["half a close code", "88 01 03", "1002 a close frame holds half a code (RFC 6455, section 5.5.1)"],
    ...[0, 999, 1004, 1005, 1006, 1015, 2999, 5000].map((code): [string, string, string] => [
      `close code ${code}`,
      `88 02 ${code.toString(16).padStart(4, "0")}`,
      `1002 a close frame holds the code ${code} (RFC 6455, section 7.4)`,
    ]),
    [
      "a reason that is no UTF-8",
      "88 03 03e8 ff",
      "1007 the reason in a close frame is no UTF-8 (RFC 6455, section 8.1)",
    ],
  ];
  test.each(rows)("%s", (_title, hex, want) => {
    const lines = readAll([bytesOf(hex)]);
    expect(lines.filter((line) => /^\d/.test(line))).toEqual([want]);
    const bytewise = readAll(Array.from(bytesOf(hex), (byte) => Uint8Array.of(byte)));
    expect(bytewise.filter((line) => /^\d/.test(line))).toEqual([want]);
  });

  test.each([1000, 1003, 1007, 1014, 3000, 4999])("but close code %d is one", (code) => {
    expect(readAll([serverFrame(8, Uint8Array.of(code >> 8, code))])).toEqual([`close ${code} ""`]);
  });
});

describe("a message over the limit", () => {
  const tooBig = "1009 a message is larger than 4 bytes (RFC 6455, section 7.4.1)";

  test.each([
    ["81 04 61626364", ["text 61626364"]],
    ["81 05", [tooBig]],
    ["81 7f 7fffffffffffffff", [tooBig]],
    ["01 02 6162 80 02 6364", ["text 61626364"]],
    ["01 02 6162 89 05 6162636465 80 03", ["ping 6162636465", tooBig]],
    ["01 02 6162 80 02 6364 81 04 61626364", ["text 61626364", "text 61626364"]],
  ])("%s is refused by its header", (hex, want) => {
    expect(readAll([bytesOf(hex)], 4)).toEqual(want);
  });
});

const payload = fc.oneof(
  { weight: 5, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 124, max: 128 }).map((length) => new Uint8Array(length).fill(7)),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 65_534, max: 65_538 }).map((length) => new Uint8Array(length).fill(8)),
  },
);
const control = fc.uint8Array({ maxLength: 125 }).map((bytes) => ({ opcode: 9, bytes }));
const message = fc.record({
  opcode: fc.constantFrom(1, 2),
  fragments: fc.array(payload, { minLength: 1, maxLength: 4 }),
  between: fc.array(control, { maxLength: 2 }),
});

test("chunks of any size give the same messages", () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (messages, cuts) => {
        const want: string[] = [];
        const frames = messages.flatMap(({ opcode, fragments, between }) => {
          const controls = between.map(({ bytes }) => serverFrame(9, bytes));
          const isWhole = fragments.length === 1;
          if (!isWhole)
            want.push(...between.map(({ bytes }) => `ping ${Buffer.from(bytes).toString("hex")}`));
          want.push(`${opcode === 1 ? "text" : "binary"} ${Buffer.concat(fragments).toString("hex")}`);
          const parts = fragments.map((bytes, index) =>
            serverFrame(index === 0 ? opcode : 0, bytes, index === fragments.length - 1),
          );
          return isWhole ? parts : [parts[0]!, ...controls, ...parts.slice(1)];
        });
        const bytes = Buffer.concat(frames);
        expect(readAll(cut(bytes, cuts))).toEqual(want);
      },
    ),
    { numRuns: 300 },
  );
});

test("any bytes at all are read or refused, the same however they are cut", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(fc.nat(), { maxLength: 8 }), (bytes, cuts) => {
      const whole = readAll([bytes], 1000);
      expect(readAll(cut(bytes, cuts), 1000)).toEqual(whole);
    }),
    { numRuns: 2000 },
  );
});

test("small chunks of a large message cost no more than its size", () => {
  const bytes = serverFrame(1, new Uint8Array(4_000_000).fill(0x61));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 1000) chunks.push(bytes.subarray(at, at + 1000));
  const start = process.cpuUsage();
  expect(readAll(chunks)[0]?.length).toBe(8_000_005);
  const { user, system } = process.cpuUsage(start);
  // Put together by concatenation it would be 8 GB to copy.
  expect(user + system).toBeLessThan(1_000_000);
});
