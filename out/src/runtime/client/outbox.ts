// Copied by cdplex-codegen from templates/runtime/client/outbox.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What is on its way to the transport. All that is sent in one turn leaves together; where the transport has more than it can write, the
 * rest waits here, in the order of the calls, and can still be given up.
 */
import type { Message } from "../codec/codec.js";
import type { Failure } from "../core/failures.js";
import { DEFAULT_MAX_QUEUED, TRANSPORT_HIGH_WATER_MARK } from "../core/limits.js";
import type { SessionNode } from "../core/sessions.js";
import type { Transport } from "../transports/transport.js";
import type { Command } from "./command.js";

/** Makes the outbox of a connection; `failed` is called with what a transport throws. */
export type OutboxFactory = (transport: Transport, failed: (cause: unknown) => void) => Outbox;

export class Outbox {
  /** What leaves at the end of the turn. */
  protected turn: Command[] = [];
  #transport: Transport;
  readonly #failed: (cause: unknown) => void;
  #isScheduled = false;
  #isTransportFull = false;
  /** What waits for the transport; undefined while that keeps up. */
  #held: Set<Command> | undefined;

  constructor(transport: Transport, failed: (cause: unknown) => void) {
    this.#transport = transport;
    this.#failed = failed;
  }

  /** Writes to another transport from now on. */
  set transport(transport: Transport) {
    this.#transport = transport;
    this.#isTransportFull = false;
    this.resume();
  }

  /** Why one more command may not wait; undefined where it may, or need not. */
  get refusal(): Failure | undefined {
    return this.#held !== undefined && this.#held.size >= DEFAULT_MAX_QUEUED
      ? queueFull(DEFAULT_MAX_QUEUED)
      : undefined;
  }

  /** Takes a command that has begun. With `skips` it does not wait for anything. */
  add(command: Command, message: Message, skips: boolean): void {
    command.message = message;
    const held = this.#held;
    if (held !== undefined && !skips) {
      held.add(command);
      command.left = () => held.delete(command);
    } else if (this.turn.push(command) === 1) this.schedule();
  }

  /** Writes what may leave now. */
  flush(): void {
    if (this.turn.length === 0) return;
    const commands = this.turn;
    this.turn = [];
    this.write(commands);
  }

  /** Lets out what a session has waiting, whatever keeps it. */
  hurry(session: SessionNode): void {
    for (const command of this.#held ?? []) {
      if (command.session !== session) continue;
      this.#held?.delete(command);
      this.turn.push(command);
    }
    this.schedule();
  }

  /** Everything is over: whatever waited has been told. */
  stop(): void {
    this.turn = [];
    this.#held = undefined;
  }

  /** The transport has more than it can write. */
  protected pause(): void {
    this.#held ??= new Set();
  }

  /** The transport can write again. What waits leaves in pieces, between which it is asked. */
  protected resume(): void {
    const held = this.#held;
    if (held === undefined) return;
    while (held.size > 0 && !this.#isTransportFull) {
      const piece: Command[] = [];
      let size = 0;
      for (const command of held) {
        held.delete(command);
        piece.push(command);
        size += command.message?.length ?? 0;
        if (size >= TRANSPORT_HIGH_WATER_MARK) break;
      }
      this.write(piece);
    }
    if (!this.#isTransportFull && held === this.#held) this.#held = undefined;
  }

  /** Sees to it that `flush` is called at the end of the turn. */
  protected schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }

  /** Hands these to the transport, and heeds what that says. */
  protected write(commands: readonly Command[]): void {
    const messages: Message[] = [];
    for (const command of commands) {
      const message = command.depart();
      // Whoever gave up in the same turn has sent nothing.
      if (message !== undefined) messages.push(message);
    }
    const transport = this.#transport;
    if (messages.length > 0) {
      try {
        if (transport.sendAll !== undefined) transport.sendAll(messages);
        else for (const message of messages) transport.send(message);
      } catch (cause) {
        this.#failed(cause);
      }
    }
    const { bufferedBytes } = transport;
    if (bufferedBytes === undefined || bufferedBytes <= TRANSPORT_HIGH_WATER_MARK) return;
    if (transport.drained === undefined || this.#isTransportFull) return;
    this.#isTransportFull = true;
    this.pause();
    transport.drained(() => {
      if (transport !== this.#transport) return;
      this.#isTransportFull = false;
      this.resume();
    });
  }
}

/** Why a command is refused that would have to wait. */
export function queueFull(maxQueued: number): Failure {
  const message =
    maxQueued === 0
      ? 'it would have to wait, but "maxQueued" is 0'
      : `${maxQueued} commands are already waiting to be sent, the most that "maxQueued" allows; send more slowly, or raise it`;
  return { kind: "misused", message, code: "QUEUE_FULL" };
}
