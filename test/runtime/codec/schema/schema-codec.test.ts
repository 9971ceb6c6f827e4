/** What `connect(url, { schemas })` changes, over JSON as text and as bytes, and over CBOR. */
import { describe, expect, test } from "vitest";
import { connect } from "../../../../templates/runtime/client/connect.js";
import { defineDomain } from "../../../../templates/runtime/codegen.js";
import { CborCodec } from "../../../../templates/runtime/codec/cbor/cbor-codec.js";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import { decode } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { JsonCodec } from "../../../../templates/runtime/codec/json/json.js";
import { UsageError } from "../../../../templates/runtime/core/errors.js";
import type { Codec, DriftMetrics } from "../../../../templates/runtime/codec/codec.js";
import type { Session } from "../../../../templates/runtime/client/session.js";
import { defineSchema } from "../../../../templates/runtime/schemas.js";
import { memoryPair } from "../../../../templates/runtime/transports/memory.js";
import type { Message, Transport } from "../../../../templates/runtime/transports/transport.js";

const PageSchema = defineSchema(
  "Page",
  `
type Frame id:string parentId?:string kind:=main|child data?:binary depth:int
command navigate url:string referrer?:string -> frameId:string errorText?:string
command capture format?:=png|jpeg body?:binary -> data:binary size:number
command close
event navigated frame:@Frame time:number
`,
);

type Form = "cbor" | "json bytes" | "json text";
const forms: readonly Form[] = ["json text", "json bytes", "cbor"];

/** A browser that answers as it is told. */
class Peer {
  readonly transport: Transport;
  readonly sent: Record<string, unknown>[] = [];
  readonly messages: Message[] = [];
  answer: (sent: Record<string, unknown>) => object | undefined = () => ({ result: {} });
  readonly #form: Form;
  readonly #line: Transport;

  constructor(form: Form) {
    this.#form = form;
    const [near, far] = memoryPair();
    this.#line = far;
    this.transport = form === "cbor" ? withCodec(near) : near;
    far.start({ message: (message) => this.#receive(message), closed: () => undefined });
  }

  say(message: object): void {
    if (this.#form === "cbor") return this.#line.send(encode(message));
    const text = JSON.stringify(message, (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    );
    this.#line.send(this.#form === "json text" ? text : new TextEncoder().encode(text));
  }

  #receive(message: Message): void {
    this.messages.push(message);
    const sent = (typeof message === "string" ? JSON.parse(message) : decode(message.slice())) as Record<
      string,
      unknown
    >;
    this.sent.push(sent);
    const answer = this.answer(sent);
    if (answer !== undefined) this.say({ id: sent["id"], ...answer });
  }
}

function withCodec(transport: Transport): Transport {
  return {
    codec: new CborCodec(),
    start: (handlers) => transport.start(handlers),
    send: (message) => transport.send(message),
    close: () => transport.close(),
  };
}

async function open(form: Form): Promise<{ peer: Peer; session: Session; drift: () => DriftMetrics }> {
  const peer = new Peer(form);
  const session = await connect(peer.transport, { schemas: [PageSchema] });
  return { peer, session, drift: () => session.connection.metrics().drift! };
}

const frame = { id: "F", kind: "main", data: Uint8Array.of(1, 2, 3), depth: 0 };

describe.each(forms)("over %s", (form) => {
  test("a result is what the schema says, bytes and all", async () => {
    const { peer, session, drift } = await open(form);
    peer.answer = () => ({ result: { data: Uint8Array.of(1, 2, 3), size: 1.5 } });
    expect(await session.send("Page.capture")).toStrictEqual({ data: Uint8Array.of(1, 2, 3), size: 1.5 });
    expect(drift()).toEqual({
      unknownFields: 0,
      unknownValues: 0,
      missingFields: 0,
      wrongValues: 0,
      places: {},
    });
  });

  test("so are an event's parameters", async () => {
    const { peer, session } = await open(form);
    const heard: unknown[] = [];
    session.on("Page.navigated", (event) => heard.push(event));
    peer.say({ method: "Page.navigated", params: { frame, time: 2 } });
    expect(heard).toStrictEqual([{ frame, time: 2 }]);
  });

  test("the marks of a domain are not applied a second time", async () => {
    const { peer, session } = await open(form);
    const Page = defineDomain<{ capture(): Promise<unknown> }>("Page", {
      commands: "capture",
      events: "navigated",
      receives: { capture: "data", navigated: "frame.data" },
    });
    peer.answer = () => ({ result: { data: Uint8Array.of(1, 2, 3), size: 1 } });
    expect(await session.use(Page).capture()).toStrictEqual({ data: Uint8Array.of(1, 2, 3), size: 1 });
  });

  test("parameters have their fields in the schema's order, and bytes in the form of the wire", async () => {
    const { peer, session } = await open(form);
    await session.send("Page.capture", { body: Uint8Array.of(1, 2, 3), format: "png" });
    const { params } = peer.sent[0] as { params: Record<string, unknown> };
    expect(Object.keys(params)).toEqual(["format", "body"]);
    expect(params["body"]).toEqual(form === "cbor" ? Uint8Array.of(1, 2, 3) : "AQID");
  });

  test("a command without parameters is sent without", async () => {
    const { peer, session } = await open(form);
    await session.send("Page.close");
    expect(peer.sent).toEqual([{ id: 1, method: "Page.close" }]);
  });

  test("wrong parameters reject that command alone, and are not sent", async () => {
    const { peer, session } = await open(form);
    const wrong = session.send("Page.navigate", { url: 7, referrer: null });
    const right = session.send("Page.navigate", { url: "about:blank" });
    await expect(wrong).rejects.toThrow(UsageError);
    await expect(wrong).rejects.toThrow(
      "Page.navigate: the command cannot be encoded: params.url: string value expected; params.referrer: string value expected",
    );
    await expect(session.send("Page.navigate")).rejects.toThrow("params.url: mandatory field missing");
    expect(await right).toEqual({});
    expect(peer.sent.map(({ params }) => params)).toEqual([{ url: "about:blank" }]);
  });

  test("what the schema does not know is sent, too", async () => {
    const { peer, session } = await open(form);
    await session.send("Page.navigate", { novelty: [1], url: "x" });
    expect(peer.sent[0]).toEqual({ id: 1, method: "Page.navigate", params: { url: "x", novelty: [1] } });
  });

  test("what arrives and is unlike the schema is delivered as it came, and counted once", async () => {
    const { peer, session, drift } = await open(form);
    const heard: unknown[] = [];
    session.on("Page.navigated", (event) => heard.push(event));
    const odd = {
      frame: { ...frame, kind: "prerender", novelty: { a: [1, null] }, depth: "deep" },
      extra: null,
    };
    peer.say({ method: "Page.navigated", params: odd });
    const { data, ...rest } = frame;
    expect(heard).toStrictEqual([
      { frame: { ...rest, data, kind: "prerender", novelty: { a: [1, null] }, depth: "deep" }, extra: null },
    ]);
    expect(drift()).toEqual({
      unknownFields: 2,
      unknownValues: 1,
      missingFields: 1,
      wrongValues: 1,
      places: {
        'unknown value Page.Frame.kind "prerender"': 1,
        "unknown field Page.Frame.novelty": 1,
        "wrong value Page.Frame.depth": 1,
        "unknown field Page.navigated.extra": 1,
        "missing field Page.navigated.time": 1,
      },
    });
  });

  test("bytes that are none stay as they came", async () => {
    const { peer, session, drift } = await open(form);
    peer.answer = () => ({ result: { data: "no base64", size: 1 } });
    expect(await session.send("Page.capture")).toStrictEqual({ data: "no base64", size: 1 });
    expect(drift()).toMatchObject({ wrongValues: 1, places: { "wrong value Page.capture.data": 1 } });
  });

  test("a refusal is a refusal", async () => {
    const { peer, session, drift } = await open(form);
    peer.answer = () => ({ error: { code: -32000, message: "no" } });
    await expect(session.send("Page.capture")).rejects.toThrow("Page.capture: no (-32000)");
    expect(drift().places).toEqual({});
  });

  test("methods that no schema has are as without", async () => {
    const { peer, session, drift } = await open(form);
    peer.answer = () => ({ result: { anything: [1] } });
    expect(await session.send("DOM.enable", { x: "y" })).toEqual({ anything: [1] });
    const heard: unknown[] = [];
    session.on("DOM.updated", (event) => heard.push(event));
    session.on("Page.unheardOf", (event) => heard.push(event));
    peer.say({ method: "DOM.updated", params: { a: 1 } });
    peer.say({ method: "Page.unheardOf", params: { b: 1 } });
    expect(heard).toEqual([{ a: 1 }, { b: 1 }]);
    expect(drift().places).toEqual({});
  });

  test("messages with their keys in another order are read all the same", async () => {
    const { peer, session } = await open(form);
    const heard: unknown[] = [];
    session.on("Page.navigated", (event) => heard.push(event));
    peer.say({ params: { frame, time: 2 }, method: "Page.navigated" });
    expect(heard).toStrictEqual([{ frame, time: 2 }]);
    peer.answer = ({ id }) => ({ result: { data: Uint8Array.of(1), size: 1 }, id });
    expect(await session.send("Page.capture")).toStrictEqual({ data: Uint8Array.of(1), size: 1 });
  });

  test("an event finds its session", async () => {
    const { peer, session } = await open(form);
    peer.say({
      method: "Target.attachedToTarget",
      params: { sessionId: "S1", targetInfo: { targetId: "T", type: "page" }, waitingForDebugger: false },
    });
    const child = session.connection.session("S1");
    const heard: unknown[] = [];
    child?.on("Page.navigated", (event) => heard.push(event));
    session.on("Page.navigated", () => heard.push("the root's"));
    peer.say({ method: "Page.navigated", params: { frame, time: 2 }, sessionId: "S1" });
    expect(heard).toStrictEqual([{ frame, time: 2 }]);
  });
});

describe("a codec of somebody else", () => {
  /** One that writes what it is given, and knows of no parameters that write themselves. */
  function foreign(codec: Codec, stringify: (message: object) => Message): Codec {
    return {
      tail: (sessionId) => codec.tail(sessionId),
      peek: (message) => codec.peek(message),
      decode: (message) => codec.decode(message),
      salvage: (message) => codec.salvage(message),
      receive: (value, marks) => codec.receive(value, marks),
      encode: (id, method, params) => stringify({ id, method, params }),
    };
  }

  test.each([
    ["JSON", foreign(new JsonCodec(), (message) => JSON.stringify(message)), "AQID"],
    ["CBOR", foreign(new CborCodec(), (message) => encode(message)), Uint8Array.of(1, 2, 3)],
  ])("that writes %s gets parameters that are held to the schema", async (_form, codec, bytes) => {
    const [near, far] = memoryPair();
    const sent: unknown[] = [];
    far.start({
      message: (message) => sent.push(typeof message === "string" ? JSON.parse(message) : decode(message)),
      closed: () => undefined,
    });
    const transport: Transport = {
      codec,
      start: (handlers) => near.start(handlers),
      send: (message) => near.send(message),
      close: () => near.close(),
    };
    const session = await connect(transport, { schemas: [PageSchema] });
    const call = session.send("Page.capture", { body: Uint8Array.of(1, 2, 3) });
    await expect(session.send("Page.navigate", { url: 7 })).rejects.toThrow(
      "params.url: string value expected",
    );
    expect(sent).toEqual([{ id: 1, method: "Page.capture", params: { body: bytes } }]);
    await session.connection.close();
    await expect(call).rejects.toThrow("closed");
  });
});

describe("without schemas", () => {
  test("there is no drift, and parameters are sent as they are given", async () => {
    const peer = new Peer("json text");
    const session = await connect(peer.transport);
    await session.send("Page.navigate", { url: 7 });
    expect(peer.sent[0]?.["params"]).toEqual({ url: 7 });
    expect(session.connection.metrics()).not.toHaveProperty("drift");
  });
});
