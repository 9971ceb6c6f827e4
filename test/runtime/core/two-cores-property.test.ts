/**
 * A client's engine and a small peer of it, joined by nothing but bytes in memory: websocket frames both ways, cut at any byte, down to
 * one at a time. Whatever the cuts, each call gets its own answer once, and each event arrives once and in order.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonCodec } from "../../../templates/runtime/codec/json/json.js";
import { ClientFraming } from "../../../templates/runtime/codec/websocket/client-framing.js";
import { Engine } from "../../../templates/runtime/core/engine.js";
import type { Call, EngineHost } from "../../../templates/runtime/core/engine.js";
import type { Failure } from "../../../templates/runtime/core/failures.js";
import { SessionNode } from "../../../templates/runtime/core/sessions.js";

const MAX_MESSAGE = 1 << 20;

const memory = {
  allocate: (length: number): Buffer<ArrayBuffer> => Buffer.alloc(length),
  byteLength: (text: string): number => Buffer.byteLength(text),
  randomize: (bytes: Uint8Array): void => void bytes.fill(0x5a),
};

class Recorded implements Call {
  readonly method = "Test.echo";
  readonly session: SessionNode;
  readonly marks = undefined;
  readonly outcomes: string[] = [];
  id = 0;

  constructor(session: SessionNode) {
    this.session = session;
  }

  succeed(result: unknown): void {
    this.outcomes.push(`result ${(result as { readonly text: string }).text}`);
  }

  fail(failure: Failure): void {
    this.outcomes.push(failure.kind === "refused" ? `refused ${failure.message}` : failure.kind);
  }
}

/** What the peer does about one command. */
type Manner =
  "answers" | "answers twice" | "answers when all have come" | "refuses" | "sends an event first" | "splits";

const manners: readonly Manner[] = [
  "answers",
  "answers twice",
  "answers when all have come",
  "refuses",
  "sends an event first",
  "splits",
];

interface Received {
  readonly id: number;
  readonly params: { readonly text: string; readonly manner: Manner };
  readonly sessionId?: string;
}

/** The other core: reads a client's frames, and writes a server's. */
class Peer {
  readonly out: Buffer[] = [];
  readonly held: (() => void)[] = [];
  pongs = 0;
  closedWith: number | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #events = 0;

  receive(chunk: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const bytes = this.#bytes;
      if (bytes.length < 2) return;
      const short = bytes.readUInt8(1) & 0x7f;
      const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
      const start = 2 + extra + 4;
      if (bytes.length < start) return;
      const length =
        extra === 8 ? Number(bytes.readBigUInt64BE(2)) : extra === 2 ? bytes.readUInt16BE(2) : short;
      if (bytes.length < start + length) return;
      // A client masks all that it sends.
      expect(bytes.readUInt8(1) & 0x80).toBe(0x80);
      const key = bytes.subarray(start - 4, start);
      const payload = Buffer.from(
        bytes.subarray(start, start + length).map((byte, at) => byte ^ (key[at % 4] ?? 0)),
      );
      this.#bytes = bytes.subarray(start + length);
      const opcode = bytes.readUInt8(0) & 0x0f;
      if (opcode === 0xa) this.pongs += 1;
      else if (opcode === 8) this.closedWith = payload.readUInt16BE(0);
      else this.#handle(JSON.parse(payload.toString()) as Received);
    }
  }

  frame(first: number, payload: Buffer): void {
    const { length } = payload;
    const header =
      length < 126
        ? Buffer.from([first, length])
        : length < 0x10000
          ? Buffer.from([first, 126, length >> 8, length & 0xff])
          : Buffer.from([first, 127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 0xff, length & 0xff]);
    this.out.push(header, payload);
  }

  #handle({ id, params: { text, manner }, sessionId }: Received): void {
    const answer = (): void => this.#say({ id, result: { text }, sessionId });
    switch (manner) {
      case "answers":
        answer();
        break;
      case "answers twice":
        answer();
        answer();
        break;
      case "answers when all have come":
        this.held.push(answer);
        break;
      case "refuses":
        this.#say({ id, error: { code: -32000, message: text }, sessionId });
        break;
      case "sends an event first":
        this.#say({ method: "Test.said", params: { number: ++this.#events, text }, sessionId });
        answer();
        break;
      case "splits": {
        const whole = Buffer.from(JSON.stringify({ id, result: { text }, sessionId }));
        const middle = whole.length >> 1;
        this.frame(0x01, whole.subarray(0, middle));
        this.frame(0x89, Buffer.from("ping"));
        this.frame(0x80, whole.subarray(middle));
      }
    }
  }

  #say(message: object): void {
    this.frame(0x81, Buffer.from(JSON.stringify(message)));
  }
}

/** Carries bytes in pieces of these lengths, over and over. */
function carry(bytes: Uint8Array, lengths: readonly number[], to: (piece: Uint8Array) => void): void {
  let position = 0;
  for (let turn = 0; position < bytes.length; turn++) {
    const end = position + (lengths[turn % lengths.length] ?? 1);
    // A socket's pieces do not share memory that is written to again.
    to(Uint8Array.from(bytes.subarray(position, end)));
    position = end;
  }
}

interface Wish {
  readonly text: string;
  readonly manner: Manner;
  readonly onChild: boolean;
}

function run(wishes: readonly Wish[], up: readonly number[], down: readonly number[]): void {
  const reports: unknown[] = [];
  const host: EngineHost = {
    report: (error) => void reports.push(error),
    sessionEnded: () => undefined,
    broken: (failure) => engine.end(failure),
    ended: () => undefined,
  };
  const rootNode = new SessionNode(undefined, undefined);
  const engine = new Engine(new JsonCodec(), host, rootNode);
  const child = new SessionNode("S1", rootNode);
  engine.openSession(child);
  const peer = new Peer();
  const framing = new ClientFraming((message) => engine.receive(message), MAX_MESSAGE, memory);
  const seen: unknown[] = [];
  for (const node of [rootNode, child]) {
    node.listeners.add("Test.said", { deliver: (event) => void seen.push(event) });
  }
  const send = (bytes: Uint8Array | undefined): void => {
    if (bytes !== undefined) carry(bytes, up, (piece) => peer.receive(piece));
  };
  const pump = (): void => {
    while (peer.out.length > 0) {
      carry(Buffer.concat(peer.out.splice(0)), down, (piece) => {
        framing.receive(piece);
        send(framing.reply());
      });
    }
  };

  const calls = wishes.map(({ text, manner, onChild }) => {
    const call = new Recorded(onChild ? child : rootNode);
    const message = engine.begin(call, { text, manner });
    return { call, message: message ?? "" };
  });
  // What is sent in one turn leaves in one write.
  send(framing.send(calls.map(({ message }) => message)));
  pump();
  for (const answer of peer.held.splice(0).reverse()) answer();
  pump();

  expect(calls.map(({ call }) => call.outcomes)).toEqual(
    wishes.map(({ text, manner }) => [manner === "refuses" ? `refused ${text}` : `result ${text}`]),
  );
  expect(seen).toEqual(
    wishes
      .filter(({ manner }) => manner === "sends an event first")
      .map(({ text }, index) => ({ number: index + 1, text })),
  );
  const of = (manner: Manner): number => wishes.filter((wish) => wish.manner === manner).length;
  const { doubledAnswers, malformed, inFlight } = engine.metrics();
  expect({ doubledAnswers, malformed, inFlight, reports }).toEqual({
    doubledAnswers: of("answers twice"),
    malformed: 0,
    inFlight: 0,
    reports: [],
  });
  // The newest ping of a piece is answered, so that there may be fewer.
  expect(peer.pongs).toBeLessThanOrEqual(of("splits"));
  expect(peer.pongs > 0).toBe(of("splits") > 0);

  peer.frame(0x88, Buffer.from([0x03, 0xe9]));
  pump();
  expect(framing.end).toEqual({ kind: "closed", code: 1001, reason: "" });
  expect(peer.closedWith).toBe(1001);
}

const wish: fc.Arbitrary<Wish> = fc.record({
  text: fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
    // Around the lengths at which a frame's header changes, and over what one read of a socket gives.
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 140 }).map((length) => "é".repeat(length >> 1)) },
    { weight: 1, arbitrary: fc.integer({ min: 65_400, max: 65_600 }).map((length) => "x".repeat(length)) },
  ),
  manner: fc.constantFrom(...manners),
  onChild: fc.boolean(),
});

test("two cores agree, wherever the bytes between them are cut", () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(fc.array(wish, { maxLength: 12 }), lengths, lengths, run), { numRuns: 100 });
});

test("two cores agree, one byte at a time", () => {
  const short = wish.map((each) => ({ ...each, text: each.text.slice(0, 200) }));
  fc.assert(
    fc.property(fc.array(short, { maxLength: 8 }), (wishes) => run(wishes, [1], [1])),
    { numRuns: 100 },
  );
});

test("a message that is cut off for good is one that never came", () => {
  const engineSaw: unknown[] = [];
  const text = JSON.stringify({ id: 1, result: { text: "half" } });
  const peer = new Peer();
  peer.frame(0x81, Buffer.from(text));
  const whole = Buffer.concat(peer.out);
  for (let cut = 0; cut < whole.length; cut++) {
    const framing = new ClientFraming((message) => void engineSaw.push(message), MAX_MESSAGE, memory);
    framing.receive(whole.subarray(0, cut));
    framing.cut();
    expect(framing.end).toEqual({ kind: "cut", inMessage: cut > 0 });
  }
  expect(engineSaw).toEqual([]);
});
