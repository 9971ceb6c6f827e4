// Copied by cdplex-codegen from templates/runtime/codec/websocket/frame.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What frames are made of: RFC 6455, section 5. */

export const CONTINUATION = 0x0;
export const TEXT = 0x1;
export const BINARY = 0x2;
export const CLOSE = 0x8;
export const PING = 0x9;
export const PONG = 0xa;

/** In the first byte: no other frame of this message follows. */
export const FIN = 0x80;
/** In the first byte: bits that no extension has given a meaning, for none was agreed upon. */
export const RESERVED = 0x70;
/** In the second byte: the payload is masked, as all are that a client sends, and none that a server does. */
export const MASKED = 0x80;

/** The lengths from which two and eight more bytes tell how long a payload is, and what stands in their place. */
export const TWO_BYTES = 126;
export const EIGHT_BYTES = 127;
export const MIN_EIGHT_BYTES = 0x1_0000;

export const MAX_CONTROL_PAYLOAD = 125;

/** A header of a server is this long at most; that of a client has the masking key besides. */
export const MAX_HEADER_LENGTH = 10;
export const MASK_LENGTH = 4;

/** Status codes of the close frame: section 7.4.1. */
export const NORMAL_CLOSURE = 1000;
export const PROTOCOL_ERROR = 1002;
export const INVALID_DATA = 1007;
export const TOO_BIG = 1009;

/** What ends a websocket: the peer broke a rule, or passed a limit of this side. */
export class FramingError extends Error {
  override readonly name: string = "FramingError";
  /** What the close frame says of it. */
  readonly closeCode: number;
  /** Where RFC 6455 has the rule. */
  readonly section: string;

  constructor(message: string, section: string, closeCode: number = PROTOCOL_ERROR) {
    super(`${message} (RFC 6455, section ${section})`);
    this.section = section;
    this.closeCode = closeCode;
  }
}
