/**
 * How rows of conformance are written down: bytes as hex, what is read of them as words.
 *
 * Tokens: `ENVELOPE(7..14)@0 MAP_START@7 STRING8(foo)@8 INT32(1)@12 STOP@13 DONE@14`, and `ERROR(CBOR_INVALID_INT32)@3`.
 * Events: `map s8(foo) i(1) end`, `array d(1.5) s16(€) bin(0102) true null end`, and `error(CBOR_INVALID_INT32)@3`.
 */
import type { ParserHandler } from "../../templates/runtime/codec/parser-handler.js";
import type { StatusName } from "../../templates/runtime/codec/status.js";
import { StatusCode, statusName } from "../../templates/runtime/codec/status.js";
import { CborToken } from "../../templates/runtime/codec/cbor/token.js";
import { CborTokenizer } from "../../templates/runtime/codec/cbor/tokenizer.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

const words = new Map<CborToken, string>(
  Object.entries(CborToken).map(([name, token]) => [token, name] as const),
);

/** The bytes of a hex text. White space is for the reader, and text in quotes is that text in ASCII. */
export function bytesOf(hex: string): Bytes {
  const digits = hex
    .replace(/'([^']*)'/g, (_all, text: string) => Buffer.from(text, "latin1").toString("hex"))
    .replace(/\s/g, "");
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) throw new Error(`not hex: ${hex}`);
  return Uint8Array.from(Buffer.from(digits, "hex"));
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/**
 * The same bytes as views of bigger buffers, between bytes that would mean something if they were read: the end of a map, lengths,
 * envelopes, zeros.
 */
export function amidPoison(bytes: Uint8Array): Uint8Array[] {
  return [0x00, 0x18, 0x5a, 0xd8, 0xff].map((poison) => {
    const buffer = new Uint8Array(bytes.length + 48).fill(poison);
    buffer.set(bytes, 16);
    return buffer.subarray(16, 16 + bytes.length);
  });
}

/** All tokens, with every envelope entered, up to `DONE` or `ERROR`. */
export function tokensOf(bytes: Uint8Array): string {
  const tokenizer = new CborTokenizer(bytes);
  const found: string[] = [];
  for (;;) {
    const { tag } = tokenizer;
    found.push(`${words.get(tag)}${detail(tokenizer)}@${tokenizer.position}`);
    if (tag === CborToken.DONE || tag === CborToken.ERROR) {
      // It stays where it is.
      if (tokenizer.next() !== tag) found.push("and went on");
      return found.join(" ");
    }
    if (tag === CborToken.ENVELOPE) tokenizer.enterEnvelope();
    else tokenizer.next();
  }
}

function detail(tokenizer: CborTokenizer): string {
  const { contentsStart, contentsEnd } = tokenizer;
  switch (tokenizer.tag) {
    case CborToken.ERROR:
      return `(${statusName(tokenizer.status)})`;
    case CborToken.INT32:
      return `(${tokenizer.int32()})`;
    case CborToken.DOUBLE:
      return `(${numberText(tokenizer.double())})`;
    case CborToken.STRING8:
      return `(${textOf(tokenizer.contents())})`;
    case CborToken.STRING16:
      return `(${tokenizer.string16()})`;
    case CborToken.BINARY:
      return `(${hexOf(tokenizer.contents())})`;
    case CborToken.ENVELOPE:
      return `(${contentsStart}..${contentsEnd})`;
    default:
      return "";
  }
}

/** A handler that writes down what it is told. */
export class EventRecorder implements ParserHandler {
  readonly events: string[] = [];

  mapBegin(): void {
    this.events.push("map");
  }

  mapEnd(): void {
    this.events.push("end");
  }

  arrayBegin(): void {
    this.events.push("array");
  }

  arrayEnd(): void {
    this.events.push("end");
  }

  string8(bytes: Uint8Array, start: number, end: number): void {
    this.events.push(`s8(${textOf(bytes.subarray(start, end))})`);
  }

  string16(text: string): void {
    this.events.push(`s16(${text})`);
  }

  binary(bytes: Uint8Array, start: number, end: number): void {
    this.events.push(`bin(${hexOf(bytes.subarray(start, end))})`);
  }

  double(value: number): void {
    this.events.push(`d(${numberText(value)})`);
  }

  int32(value: number): void {
    this.events.push(`i(${value})`);
  }

  bool(value: boolean): void {
    this.events.push(String(value));
  }

  null(): void {
    this.events.push("null");
  }

  error(code: StatusCode, position: number): void {
    this.events.push(errorText(statusName(code), position));
  }

  get text(): string {
    return this.events.join(" ");
  }
}

export function errorText(name: StatusName, position: number): string {
  return `error(${name})@${position}`;
}

function textOf(bytes: Uint8Array): string {
  // Bytes that are no UTF-8 are shown as such, so that two of them do not look alike.
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return `!${hexOf(bytes)}`;
  }
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Drives a handler with events as they are written here; text must be without spaces and brackets. */
export function drive(events: string, handler: ParserHandler): void {
  const open: ("map" | "array")[] = [];
  for (const event of events.split(" ").filter((word) => word !== "")) {
    const [, word, detail] = /^(\w+)(?:\((.*)\))?(?:@\d+)?$/s.exec(event) ?? [];
    switch (word) {
      case "map":
        open.push(word);
        handler.mapBegin();
        break;
      case "array":
        open.push(word);
        handler.arrayBegin();
        break;
      case "end":
        if (open.pop() === "map") handler.mapEnd();
        else handler.arrayEnd();
        break;
      case "s8": {
        const bytes =
          detail?.startsWith("!") === true ? bytesOf(detail.slice(1)) : new TextEncoder().encode(detail);
        handler.string8(bytes, 0, bytes.length);
        break;
      }
      case "s16":
        handler.string16(detail ?? "");
        break;
      case "bin": {
        const bytes = bytesOf(detail ?? "");
        handler.binary(bytes, 0, bytes.length);
        break;
      }
      case "d":
        handler.double(Number(detail));
        break;
      case "i":
        handler.int32(Number(detail));
        break;
      case "true":
      case "false":
        handler.bool(word === "true");
        break;
      case "null":
        handler.null();
        break;
      case "error":
        handler.error(StatusCode[detail as StatusName], Number(/@(\d+)$/.exec(event)?.[1]));
        break;
      default:
        throw new Error(`no event: ${event}`);
    }
  }
}
