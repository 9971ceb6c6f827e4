// Copied by cdplex-codegen from templates/runtime/transports/ws-module.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What is used of the package `ws`, which `#ws` stands for, and which is wanted for compression alone. Written down here so that
 * neither this package nor its users need `@types/ws`. See `imports` in package.json.
 */

/** A stream that joins writes between `cork` and `uncork`. */
export interface Corkable {
  cork(): void;
  uncork(): void;
}

/** An HTTP answer, as far as a handshake shows it. */
export interface HandshakeAnswer {
  readonly statusCode?: number;
  readonly socket?: Corkable;
  on(event: "data", listener: (chunk: { toString(): string }) => void): void;
  on(event: "end" | "error", listener: () => void): void;
}

export interface WsSocket {
  readonly bufferedAmount: number;
  on(event: "open", listener: () => void): void;
  on(event: "message", listener: (data: Uint8Array) => void): void;
  on(event: "close", listener: (code: number, reason: { toString(): string }) => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  on(event: "upgrade", listener: (answer: HandshakeAnswer) => void): void;
  on(event: "unexpected-response", listener: (request: unknown, answer: HandshakeAnswer) => void): void;
  send(message: string, taken: () => void): void;
  close(code?: number): void;
  terminate(): void;
}

export interface WsOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxPayload: number;
  readonly perMessageDeflate: boolean;
  readonly skipUTF8Validation?: boolean;
}

export type WsConstructor = new (url: string, protocols: readonly string[], options: WsOptions) => WsSocket;

export declare const WebSocket: WsConstructor;
