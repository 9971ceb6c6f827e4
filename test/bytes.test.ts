/**
 * Every field that the definitions mark as `binary` is bytes in the program, wherever it stands: in parameters, results and events, below
 * objects and arrays, over JSON and CBOR alike. Nothing is sampled; what is no binary field stays the string that it was.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { connect } from "../out/src/index.js";
import { CborCodec } from "../out/src/runtime/codec/cbor/cbor-codec.js";
import { decode, encode } from "../out/src/runtime/codec/cbor/index.js";
import { memoryPair } from "../out/src/runtime/transports/memory.js";
import type { Message, Transport } from "../out/src/runtime/transports/transport.js";
import { unsafe } from "../out/src/unsafe.js";
import { readBinaryMarks, readDomains } from "./support/definitions.js";
import type { JsonProperty, JsonShape } from "./support/definitions.js";

const domains = readDomains();
const marks = readBinaryMarks();
/** The marks that a sample was made for. */
const met = new Set<string>();

/** As strings that are no bytes, too: whoever guesses by looks would take it for base64. */
const TEXT = "dGV4dA==";

let count = 0;
/** Bytes unlike all others: some take padding as base64, and none is text. */
function someBytes(): Uint8Array {
  count += 1;
  return Uint8Array.of(0xff, count >> 8, count & 0xff, ...new Uint8Array(count % 3));
}

/** A value of that shape with all that can be in it, types that contain themselves twice; undefined where it would go on for ever. */
function sample(domain: string, shape: JsonShape, open: readonly string[]): unknown {
  if (shape.$ref !== undefined) {
    const [name = "", owner = domain] = shape.$ref.split(".").reverse();
    const id = `${owner}.${name}`;
    if (marks.has(id)) {
      met.add(id);
      return someBytes();
    }
    if (open.filter((each) => each === id).length === 2) return undefined;
    const type = domains.find((each) => each.domain === owner)?.types?.find((each) => each.id === name);
    if (type === undefined) throw new Error(`There is no type ${id}.`);
    const inside = [...open, id];
    return type.properties === undefined
      ? sample(owner, type, inside)
      : fields(owner, `${id} properties`, type.properties, inside);
  }
  switch (shape.type) {
    case "array": {
      const items = shape.items ?? {};
      const one = sample(domain, items, open);
      return one === undefined ? [] : [one, sample(domain, items, open)];
    }
    case "string":
      return shape.enum?.[0] ?? TEXT;
    case "integer":
      return 7;
    case "number":
      return 0.5;
    case "boolean":
      return true;
    default:
      return { any: TEXT };
  }
}

function fields(
  domain: string,
  place: string,
  properties: readonly JsonProperty[],
  open: readonly string[],
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const property of properties) {
    const mark = `${place} ${property.name}`;
    if (marks.has(mark)) {
      met.add(mark);
      value[property.name] = property.type === "array" ? [someBytes(), someBytes()] : someBytes();
    } else {
      const field = sample(domain, property, open);
      if (field !== undefined) value[property.name] = field;
    }
  }
  return value;
}

/** With base64 in the place of bytes, as JSON has it. */
function asJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, asJson(field)]));
}

function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(bytesIn) : [];
}

interface Command {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly result: Record<string, unknown>;
}

const commands: Command[] = [];
const events: { readonly method: string; readonly params: Record<string, unknown> }[] = [];
for (const { domain, commands: all = [], events: told = [] } of domains) {
  for (const { name, parameters = [], returns = [] } of all) {
    const params = fields(domain, `${domain}.${name} parameters`, parameters, []);
    const result = fields(domain, `${domain}.${name} returns`, returns, []);
    if (bytesIn([params, result]).length > 0) commands.push({ method: `${domain}.${name}`, params, result });
  }
  for (const { name, parameters = [] } of told) {
    const params = fields(domain, `${domain}.${name} parameters`, parameters, []);
    if (bytesIn(params).length > 0) events.push({ method: `${domain}.${name}`, params });
  }
}

/** A browser at the other end of a line. */
interface Peer {
  readonly transport: Transport;
  send(message: object): void;
  /** Messages as they arrive, with what the wire has for bytes. */
  onMessage: (message: Record<string, unknown>) => void;
}

const wires = {
  json: {
    read: (message: Message) => JSON.parse(String(message)) as unknown,
    write: (value: unknown) => JSON.stringify(asJson(value)),
    expected: asJson,
  },
  cbor: {
    read: (message: Message) => decode(message as Uint8Array),
    write: (value: unknown): Message => encode(value),
    expected: (value: unknown) => value,
  },
};

function peerOver(wire: keyof typeof wires): Peer {
  const [near, far] = memoryPair();
  const { read, write } = wires[wire];
  const peer: Peer = {
    transport: wire === "cbor" ? Object.assign(near, { codec: new CborCodec() }) : near,
    send: (message) => far.send(write(message)),
    onMessage: () => undefined,
  };
  far.start({
    message: (message) => peer.onMessage(read(message) as Record<string, unknown>),
    closed: () => undefined,
  });
  return peer;
}

type Called = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** That each lies in memory of its own, or is most of the one message whose memory it shares. */
function expectOwned(received: unknown): void {
  const all = bytesIn(received);
  expect(all.length).toBeGreaterThan(0);
  expect(new Set(all.map(({ buffer }) => buffer)).size).toBe(all.length);
  for (const bytes of all) expect(2 * bytes.byteLength).toBeGreaterThan(bytes.buffer.byteLength);
}

describe.each(["json", "cbor"] as const)("over %s", (wire) => {
  let peer: Peer;
  let all: Called;
  let root: Awaited<ReturnType<typeof connect>>;

  beforeAll(async () => {
    peer = peerOver(wire);
    root = await connect(peer.transport);
    all = unsafe(root) as unknown as Called;
    // Every domain has been opened, as by a program that uses it.
    for (const { domain } of domains) expect(all[domain]).toBeDefined();
  });

  test.each(commands)("$method", async ({ method, params, result }) => {
    const arrived: unknown[] = [];
    peer.onMessage = (message) => {
      arrived.push(message["params"]);
      peer.send({ id: message["id"], result });
    };
    const [domain = "", name = ""] = method.split(".");
    const call = all[domain]?.[name] as (params: object) => Promise<unknown>;
    const answers = [
      await call.call(all[domain], params),
      await root.send(method as "Page.enable", params as never),
    ];
    const hasFields = Object.keys(result).length > 0;
    for (const answer of answers) {
      if (hasFields) expect(answer).toEqual(result);
      if (bytesIn(result).length > 0) expectOwned(answer);
    }
    for (const seen of arrived) expect(seen ?? {}).toEqual(wires[wire].expected(params));
  });

  test.each(events)("$method", async ({ method, params }) => {
    const [domain = "", name = ""] = method.split(".");
    const source = all[domain]?.[name] as { once(): Promise<unknown> };
    const heard = [source.once(), root.once(method as "Page.loadEventFired")];
    peer.send({ method, params });
    for (const event of await Promise.all(heard)) {
      expect(event).toEqual(params);
      expectOwned(event);
    }
  });
});

test("every mark has been met", () => {
  // A type that nothing uses cannot travel.
  const unmet = [...marks].filter((mark) => !met.has(mark));
  expect(unmet).toEqual([]);
  expect(met.size).toBeGreaterThan(40);
  expect(commands.length).toBeGreaterThan(20);
  expect(events.length).toBeGreaterThan(3);
});
