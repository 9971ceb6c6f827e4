import { describe, expect, test } from "vitest";
import { ClientFraming } from "../../../../templates/runtime/codec/websocket/client-framing.js";
import { bytesOf, hexOf, memory, unmask } from "./frames.js";

function framing(): { framing: ClientFraming; messages: string[] } {
  const messages: string[] = [];
  return {
    framing: new ClientFraming((message) => messages.push(Buffer.from(message).toString()), 1000, memory),
    messages,
  };
}

/** What is sent, as opcode and payload. */
function sent(bytes: Uint8Array | undefined): string[] {
  if (bytes === undefined) return [];
  return unmask(bytes).map(({ opcode, payload }) => `${opcode.toString(16)} ${hexOf(payload)}`);
}

describe("a client's framing", () => {
  const rows: readonly [
    title: string,
    hex: string,
    messages: readonly string[],
    reply: string[],
    end: unknown,
  ][] = [
    ["messages need no reply", "8101618100", ["a", ""], [], undefined],
    ["a ping is answered with what it holds", "8902 6869", [], ["a 6869"], undefined],
    ["of many pings the newest is answered", "8901 61 8901 62", [], ["a 62"], undefined],
    [
      "a goodbye is answered by its code",
      "8805 0bb8 627965",
      [],
      ["8 0bb8"],
      { kind: "closed", code: 3000, reason: "bye" },
    ],
    [
      "one without a code, by the usual one",
      "8800",
      [],
      ["8 03e8"],
      { kind: "closed", code: undefined, reason: "" },
    ],
    [
      "after a goodbye no ping matters",
      "8901 61 8800",
      [],
      ["8 03e8"],
      { kind: "closed", code: undefined, reason: "" },
    ],
    [
      "what came before a fault counts",
      "810161 8300",
      ["a"],
      ["8 03ea"],
      { kind: "broken", error: expect.objectContaining({ section: "5.2", closeCode: 1002 }) },
    ],
    [
      "a message over the limit",
      "817e 03e9",
      [],
      ["8 03f1"],
      { kind: "broken", error: expect.objectContaining({ closeCode: 1009 }) },
    ],
  ];
  test.each(rows)("%s", (_title, hex, messages, reply, end) => {
    const { framing: client, messages: received } = framing();
    client.receive(bytesOf(hex));
    expect(received).toEqual(messages);
    expect(sent(client.reply())).toEqual(reply);
    expect(client.reply()).toBeUndefined();
    expect(client.end).toEqual(end);
  });

  test("after a fault nothing is read, and nothing sent but the goodbye", () => {
    const { framing: client, messages } = framing();
    client.receive(bytesOf("8300"));
    client.receive(bytesOf("810161"));
    expect(sent(client.reply())).toEqual(["8 03ea"]);
    expect(client.send(["late"])).toBeUndefined();
    expect(messages).toEqual([]);
  });

  test("says goodbye once, and hears what was on its way", () => {
    const { framing: client, messages } = framing();
    expect(sent(client.close())).toEqual(["8 03e8"]);
    expect(client.close()).toBeUndefined();
    expect(client.send(["late"])).toBeUndefined();
    client.receive(bytesOf("810161 890170 8802 03e8"));
    expect(messages).toEqual(["a"]);
    expect(client.reply()).toBeUndefined();
    expect(client.end).toEqual({ kind: "closed", code: 1000, reason: "" });
  });

  test.each([
    ["", false],
    ["810161", false],
    ["81", true],
    ["8102 61", true],
    ["0101 61", true],
  ])("bytes that end after %j are in the middle of a message: %j", (hex, inMessage) => {
    const { framing: client } = framing();
    client.receive(bytesOf(hex));
    client.cut();
    expect(client.end).toEqual({ kind: "cut", inMessage });
    expect(client.reply()).toBeUndefined();
  });

  test("a cut after a goodbye changes nothing", () => {
    const { framing: client } = framing();
    client.receive(bytesOf("8800"));
    client.cut();
    expect(client.end).toMatchObject({ kind: "closed" });
  });

  test("what a handler throws is the caller's", () => {
    const failing = new ClientFraming(
      () => {
        throw new RangeError("mine");
      },
      1000,
      memory,
    );
    expect(() => failing.receive(bytesOf("8100"))).toThrow("mine");
    expect(failing.end).toBeUndefined();
  });
});
