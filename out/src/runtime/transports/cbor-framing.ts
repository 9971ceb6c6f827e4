// Copied by cdplex-codegen from templates/runtime/transports/cbor-framing.ts.
// Do not edit: change the file there and run `npx codegen`.

/** How CBOR messages follow one another in a pipe: each says how long it is. */
import { CborCodec } from "../codec/cbor/cbor-codec.js";
import { CborMessageReader } from "../codec/cbor/framing.js";
import { CodecError, StatusCode } from "../codec/status.js";
import { FramingFailure } from "./pipe.js";
import type { Framing } from "./pipe.js";
import { oversized } from "./socket-transport.js";
import type { Message } from "./transport.js";

export function cborFraming(): Framing {
  return {
    codec: new CborCodec(),
    reader(received, maxMessageLength) {
      const reader = new CborMessageReader(received, { maxMessageLength });
      return {
        get pending() {
          return reader.pending;
        },
        read(chunk) {
          try {
            reader.read(chunk);
          } catch (error) {
            throw error instanceof CodecError ? failureOf(error, maxMessageLength) : error;
          }
        },
      };
    },
    pieces: adjoined,
  };
}

function failureOf(error: CodecError, maxMessageLength: number): FramingFailure {
  const isTooLong = error.code === StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED;
  return new FramingFailure(
    isTooLong
      ? oversized(maxMessageLength)
      : `what arrived is not CBOR, as both sides of a pipe have to speak the same: ${error.message}`,
    { cause: error },
  );
}

/** The messages in as few pieces as can be had without copying: those that are written in one turn lie behind one another. */
export function adjoined(messages: readonly Message[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let last: Uint8Array | undefined;
  for (const message of messages) {
    if (typeof message === "string") throw new TypeError("over a pipe that speaks CBOR messages are bytes");
    if (
      last !== undefined &&
      message.buffer === last.buffer &&
      message.byteOffset === last.byteOffset + last.length
    ) {
      last = new Uint8Array(last.buffer, last.byteOffset, last.length + message.length);
      pieces[pieces.length - 1] = last;
    } else {
      last = message;
      pieces.push(message);
    }
  }
  return pieces;
}
