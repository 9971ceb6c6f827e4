// Copied by cdplex-codegen from templates/runtime/launch/launched-transport.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Codec, Envelope } from "../codec/codec.js";
import { JsonCodec } from "../codec/json/json.js";
import { BROWSER_CLOSE_TIMEOUT, BROWSER_EXIT_DELAY, MAX_COMMAND_ID, STDERR_DELAY } from "../core/limits.js";
import { ProtocolError } from "../core/errors.js";
import { Inbox } from "../transports/inbox.js";
import type { Message, Transport, TransportHandlers, TransportKind } from "../transports/transport.js";
import type { OwnedProcess } from "./browser-process.js";
import type { BrowserExit } from "./launch-module.js";
import { exitWords, lastWords } from "./start-failure.js";
import { within } from "./within.js";

/** What every browser answers, and at once; see `content/browser/devtools/protocol/browser_handler.cc`. */
const GREETING = "Browser.getVersion";
const CLOSE = "Browser.close";

/** The id of the first command. Whoever takes over begins with it anew, when it has been answered. */
const GREETING_ID = 1;

/** Who waits for the first answer. */
interface Greeting {
  answered(): void;
  failed(error: unknown): void;
}

/** The transport to a browser that was launched: with its end the browser ends, and its profile goes. */
export class LaunchedTransport implements Transport {
  declare readonly codec?: Codec;
  readonly #inner: Transport;
  readonly #codec: Codec;
  readonly #process: OwnedProcess;
  readonly #inbox = new Inbox();
  #greeting: Greeting | undefined;
  #isClosing = false;
  /** When a browser that was asked to close has had its time; by `performance.now()`. */
  #deadline = 0;
  readonly #innerClosed: Promise<void>;
  #isInnerClosed = false;
  #isEnding = false;

  constructor(inner: Transport, process: OwnedProcess) {
    if (inner.codec !== undefined) this.codec = inner.codec;
    this.#inner = inner;
    this.#codec = inner.codec ?? new JsonCodec();
    this.#process = process;
    this.#innerClosed = new Promise((resolve) => {
      inner.start({
        message: (message) => this.#receive(message),
        closed: (why, cause) => {
          this.#isInnerClosed = true;
          resolve();
          if (this.#greeting === undefined) void this.#end(why, cause);
          else if (cause instanceof ProtocolError) this.#greeting.failed(cause);
        },
      });
    });
    void process.exited.then(async () => {
      await within(this.#innerClosed, BROWSER_EXIT_DELAY);
      if (this.#isInnerClosed) return;
      // Something that it has started holds its pipe.
      void process.clean();
      inner.close();
    });
  }

  /**
   * Resolves when the browser has answered its first command, which may have been sent. Rejects where what it says cannot be read; where
   * it ends, its process tells.
   */
  greet(isSent: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#greeting = { answered: resolve, failed: reject };
      if (!isSent) this.#inner.send(greeting(this.#codec));
    });
  }

  start(handlers: TransportHandlers): void {
    this.#inbox.start(handlers);
  }

  send(message: Message): void {
    if (!this.#isClosing) this.#inner.send(message);
  }

  sendAll(messages: readonly Message[]): void {
    if (this.#isClosing) return;
    if (this.#inner.sendAll !== undefined) this.#inner.sendAll(messages);
    else for (const message of messages) this.#inner.send(message);
  }

  get kind(): TransportKind | undefined {
    return this.#inner.kind;
  }

  get url(): URL | undefined {
    return this.#inner.url;
  }

  get bufferedBytes(): number {
    return this.#inner.bufferedBytes ?? 0;
  }

  drained(callback: () => void): void {
    if (this.#inner.drained !== undefined) this.#inner.drained(callback);
    else callback();
  }

  /** Asks the browser to close, and ends it where it does not in time. */
  close(): void {
    if (this.#isClosing || this.#inbox.hasEnded) return;
    this.#isClosing = true;
    this.#deadline = performance.now() + BROWSER_CLOSE_TIMEOUT;
    if (this.#isInnerClosed) return;
    this.#inner.send(command(this.#codec, MAX_COMMAND_ID, CLOSE));
    void this.#closeInTime();
  }

  async #closeInTime(): Promise<void> {
    await within(this.#process.exited, BROWSER_CLOSE_TIMEOUT);
    await this.#end("this side closed the browser", undefined);
  }

  /** What comes between the connection's end and that of the process: the rest of the browser is ended and cleared away. */
  async #end(why: string, cause: unknown): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    // One that was told to close by a command ends its pipe first, and writes its profile then.
    const patience = this.#isClosing ? this.#deadline - performance.now() : BROWSER_CLOSE_TIMEOUT;
    const exit = await within(this.#process.exited, Math.max(0, patience));
    await within(this.#process.stderrEnded, exit === undefined ? 0 : STDERR_DELAY);
    await this.#process.clean();
    if (!this.#isInnerClosed) this.#inner.close();
    this.#inbox.ended(exit === undefined || this.#isClosing ? why : this.#exitReason(exit), cause);
  }

  #exitReason(exit: BrowserExit): string {
    const isOrderly = exit.code === 0;
    return `the browser ended (${exitWords(exit)})${isOrderly ? "" : lastWords(this.#process.stderr)}`;
  }

  #receive(message: Message): void {
    if (this.#greeting !== undefined) this.#greet(message, this.#greeting);
    else this.#inbox.received(message);
  }

  #greet(message: Message, greeting: Greeting): void {
    let envelope: Envelope | undefined;
    try {
      envelope = this.#codec.decode(message);
    } catch (error) {
      greeting.failed(error);
      return;
    }
    if (envelope?.id !== GREETING_ID) return;
    this.#greeting = undefined;
    greeting.answered();
  }
}

/** The first command, as a message. */
export function greeting(codec: Codec): Message {
  return command(codec, GREETING_ID, GREETING);
}

function command(codec: Codec, id: number, method: string): Message {
  return codec.encode(id, method, undefined, codec.tail(undefined), undefined, false);
}
