/**
 * A client's engine and a small peer of it, joined by nothing but bytes in memory: JSON in websocket frames, and CBOR as on a pipe, both
 * ways, cut at any byte, down to one at a time. Whatever the cuts, each call gets its own answer once, and each event arrives once and in
 * order.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CborCodec } from "../../../templates/runtime/codec/cbor/cbor-codec.js";
import { CborMessageReader } from "../../../templates/runtime/codec/cbor/framing.js";
import { decodePlainly } from "../../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../../templates/runtime/codec/cbor/value-encoder.js";
import type { Codec, Message } from "../../../templates/runtime/codec/codec.js";
import { JsonCodec } from "../../../templates/runtime/codec/json/json.js";
import { CodecError } from "../../../templates/runtime/codec/status.js";
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

/** The other core, apart from how its messages travel. */
class Peer {
  readonly held: (() => void)[] = [];
  readonly #say: (message: object, isSplit: boolean) => void;
  #events = 0;

  constructor(say: (message: object, isSplit: boolean) => void) {
    this.#say = say;
  }

  handle({ id, params: { text, manner }, sessionId }: Received): void {
    // What is undefined is left out.
    const answer = (isSplit = false): void => this.#say({ id, result: { text }, sessionId }, isSplit);
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
        this.#say({ id, error: { code: -32000, message: text }, sessionId }, false);
        break;
      case "sends an event first":
        this.#say({ method: "Test.said", params: { number: ++this.#events, text }, sessionId }, false);
        answer();
        break;
      case "splits":
        answer(true);
    }
  }
}

/** What lies between the two: it carries bytes in pieces of given lengths. */
interface Line {
  readonly codec: Codec;
  readonly peer: Peer;
  /** To the peer. What is sent in one turn leaves in one write. */
  send(messages: readonly Message[]): void;
  /** Carries what the peer has said, until it has no more to say. */
  pump(): void;
  /** Ends it, and checks that nothing was left over. `splits` is how many messages the peer has split. */
  finish(splits: number): void;
}

type LineMaker = (
  receive: (message: Message) => void,
  up: readonly number[],
  down: readonly number[],
) => Line;

/** JSON in websocket frames. The peer's end reads a client's frames, and writes a server's. */
class WebsocketLine implements Line {
  readonly codec = new JsonCodec();
  readonly peer = new Peer((message, isSplit) => this.#say(Buffer.from(JSON.stringify(message)), isSplit));
  readonly #framing: ClientFraming;
  readonly #up: readonly number[];
  readonly #down: readonly number[];
  readonly #out: Buffer[] = [];
  #pongs = 0;
  #closedWith: number | undefined;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(receive: (message: Message) => void, up: readonly number[], down: readonly number[]) {
    this.#framing = new ClientFraming(receive, MAX_MESSAGE, memory);
    this.#up = up;
    this.#down = down;
  }

  send(messages: readonly Message[]): void {
    this.#write(this.#framing.send(messages));
  }

  pump(): void {
    while (this.#out.length > 0) {
      carry(Buffer.concat(this.#out.splice(0)), this.#down, (piece) => {
        this.#framing.receive(piece);
        this.#write(this.#framing.reply());
      });
    }
  }

  finish(splits: number): void {
    // The newest ping of a piece is answered, so that there may be fewer.
    expect(this.#pongs).toBeLessThanOrEqual(splits);
    expect(this.#pongs > 0).toBe(splits > 0);
    this.#frame(0x88, Buffer.from([0x03, 0xe9]));
    this.pump();
    expect(this.#framing.end).toEqual({ kind: "closed", code: 1001, reason: "" });
    expect(this.#closedWith).toBe(1001);
  }

  #write(bytes: Uint8Array | undefined): void {
    if (bytes !== undefined) carry(bytes, this.#up, (piece) => this.#take(piece));
  }

  /** At the peer's end. */
  #take(chunk: Uint8Array): void {
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
      if (opcode === 0xa) this.#pongs += 1;
      else if (opcode === 8) this.#closedWith = payload.readUInt16BE(0);
      else this.peer.handle(JSON.parse(payload.toString()) as Received);
    }
  }

  #say(whole: Buffer, isSplit: boolean): void {
    if (!isSplit) return this.#frame(0x81, whole);
    const middle = whole.length >> 1;
    this.#frame(0x01, whole.subarray(0, middle));
    this.#frame(0x89, Buffer.from("ping"));
    this.#frame(0x80, whole.subarray(middle));
  }

  #frame(first: number, payload: Buffer): void {
    this.#out.push(serverFrame(first, payload));
  }
}

function serverFrame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header =
    length < 126
      ? Buffer.from([first, length])
      : length < 0x10000
        ? Buffer.from([first, 126, length >> 8, length & 0xff])
        : Buffer.from([first, 127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 0xff, length & 0xff]);
  return Buffer.concat([header, payload]);
}

/** CBOR, one message behind the other. The peer reads and writes values the plain way. */
class PipeLine implements Line {
  readonly codec = new CborCodec();
  /** There are no frames that a message could be split into. */
  readonly peer = new Peer((message) => void this.#out.push(encode(message)));
  readonly #near: CborMessageReader;
  readonly #far: CborMessageReader;
  readonly #up: readonly number[];
  readonly #down: readonly number[];
  readonly #out: Uint8Array[] = [];

  constructor(receive: (message: Message) => void, up: readonly number[], down: readonly number[]) {
    this.#near = new CborMessageReader(receive, { maxMessageLength: MAX_MESSAGE });
    this.#far = new CborMessageReader((message) => this.peer.handle(decodePlainly(message) as Received));
    this.#up = up;
    this.#down = down;
  }

  send(messages: readonly Message[]): void {
    carry(Buffer.concat(messages as Uint8Array[]), this.#up, (piece) => this.#far.read(piece));
  }

  pump(): void {
    while (this.#out.length > 0) {
      carry(Buffer.concat(this.#out.splice(0)), this.#down, (piece) => this.#near.read(piece));
    }
  }

  finish(): void {
    expect([this.#near.pending, this.#far.pending]).toEqual([0, 0]);
    this.#near.end();
    this.#far.end();
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

function run(
  makeLine: LineMaker,
  wishes: readonly Wish[],
  up: readonly number[],
  down: readonly number[],
): void {
  const reports: unknown[] = [];
  const host: EngineHost = {
    report: (error) => void reports.push(error),
    sessionEnded: () => undefined,
    broken: (failure) => engine.end(failure),
    ended: () => undefined,
  };
  const line = makeLine((message) => engine.receive(message), up, down);
  const rootNode = new SessionNode(undefined, undefined);
  const engine = new Engine(line.codec, host, rootNode);
  const child = new SessionNode("S1", rootNode);
  engine.openSession(child);
  const seen: unknown[] = [];
  for (const node of [rootNode, child]) {
    node.listeners.add("Test.said", { deliver: (event) => void seen.push(event) });
  }

  const calls: Recorded[] = [];
  const messages: Message[] = [];
  for (const { text, manner, onChild } of wishes) {
    const call = new Recorded(onChild ? child : rootNode);
    calls.push(call);
    messages.push(engine.begin(call, { text, manner })!);
  }
  line.send(messages);
  line.pump();
  for (const answer of line.peer.held.splice(0).reverse()) answer();
  line.pump();

  expect(calls.map(({ outcomes }) => outcomes)).toEqual(
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
  line.finish(of("splits"));
}

const lines: readonly (readonly [name: string, make: LineMaker])[] = [
  ["JSON over a websocket", (receive, up, down) => new WebsocketLine(receive, up, down)],
  ["CBOR over a pipe", (receive, up, down) => new PipeLine(receive, up, down)],
];

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

describe.each(lines)("%s", (_name, makeLine) => {
  test("two cores agree, wherever the bytes between them are cut", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), lengths, lengths, (wishes, up, down) =>
        run(makeLine, wishes, up, down),
      ),
      { numRuns: 100 },
    );
  });

  test("two cores agree, one byte at a time", () => {
    const short = wish.map((each) => ({ ...each, text: each.text.slice(0, 200) }));
    fc.assert(
      fc.property(fc.array(short, { maxLength: 8 }), (wishes) => run(makeLine, wishes, [1], [1])),
      { numRuns: 100 },
    );
  });
});

describe("a message that is cut off for good is one that never came", () => {
  const message = { id: 1, result: { text: "half" } };

  test("over a websocket", () => {
    const engineSaw: unknown[] = [];
    const whole = serverFrame(0x81, Buffer.from(JSON.stringify(message)));
    for (let cut = 0; cut < whole.length; cut++) {
      const framing = new ClientFraming((each) => void engineSaw.push(each), MAX_MESSAGE, memory);
      framing.receive(whole.subarray(0, cut));
      framing.cut();
      expect(framing.end).toEqual({ kind: "cut", inMessage: cut > 0 });
    }
    expect(engineSaw).toEqual([]);
  });

  test("over a pipe", () => {
    const engineSaw: unknown[] = [];
    const whole = encode(message);
    for (let cut = 0; cut < whole.length; cut++) {
      const reader = new CborMessageReader((each) => void engineSaw.push(each));
      reader.read(whole.subarray(0, cut));
      expect(reader.pending).toBe(cut);
      if (cut === 0) reader.end();
      else expect(() => reader.end()).toThrow(CodecError);
    }
    expect(engineSaw).toEqual([]);
  });
});
