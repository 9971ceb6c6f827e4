// Copied by cdplex-codegen from templates/runtime/client/outbox.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What is on its way to the transport. All that is sent in one turn leaves together; where there are limits, or the transport has
 * more than it can write, the rest waits here.
 */
import type { Message } from "../codec/codec.js";
import { TRANSPORT_HIGH_WATER_MARK } from "../core/limits.js";
import type { SessionNode } from "../core/sessions.js";
import type { Transport } from "../transports/transport.js";
import type { Command } from "./command.js";
import { Flow } from "./flow.js";
import type { CommandLimits } from "./flow.js";
import type { Timer } from "./settle.js";

export class Outbox {
  #transport: Transport;
  readonly #limits: CommandLimits | undefined;
  readonly #failed: (cause: unknown) => void;
  #turn: Command[] = [];
  #isTransportFull = false;
  #isScheduled = false;
  /** Undefined where there is no limit, and the transport keeps up. */
  #flow: Flow<SessionNode, Command> | undefined;
  #timer: Timer | undefined;

  /** `failed` is called with what the transport throws. */
  constructor(transport: Transport, limits: CommandLimits | undefined, failed: (cause: unknown) => void) {
    this.#transport = transport;
    this.#limits = limits;
    this.#failed = failed;
    const { maxInFlight, rate } = limits ?? {};
    if (limits !== undefined && (maxInFlight !== undefined || rate !== undefined)) {
      this.#flow = new Flow(limits);
    }
  }

  /** Writes to another transport from now on. */
  set transport(transport: Transport) {
    this.#transport = transport;
    this.#isTransportFull = false;
    this.#goOn();
  }

  /** The limit that keeps one more command from waiting; undefined where none does. */
  get full(): number | undefined {
    const flow = this.#flow;
    return flow !== undefined && flow.isFull(performance.now()) ? flow.maxQueued : undefined;
  }

  /** Takes a command that has begun. With `skips` it does not wait for any limit. */
  add(command: Command, message: Message, skips: boolean): void {
    command.message = message;
    if (this.#flow !== undefined) {
      this.#enter(this.#flow, command, skips);
      return;
    }
    if (this.#turn.push(command) === 1) this.#schedule();
  }

  /** Writes what may leave now. */
  flush(): void {
    const commands = this.#turn;
    if (this.#flow === undefined && commands.length === 0) return;
    this.#turn = [];
    if (this.#flow !== undefined) {
      this.#release(this.#flow, commands);
      return;
    }
    this.#write(commands);
    this.#heedTransport();
  }

  /** Lets out what a session has waiting, whatever the limits say. */
  hurry(session: SessionNode): void {
    if (this.#flow === undefined) return;
    for (const command of this.#flow.takeAll(session, performance.now())) this.#turn.push(command);
    this.#schedule();
  }

  /** Everything is over: whatever waited has been told. */
  stop(): void {
    this.#turn = [];
    this.#flow = undefined;
    this.#clearTimer();
  }

  #enter(flow: Flow<SessionNode, Command>, command: Command, skips: boolean): void {
    const place = skips ? flow.skip(command, performance.now()) : flow.add(command.session, command);
    command.left = () => {
      flow.leave(place);
      if (flow !== this.#flow) return;
      if (flow.queued > 0) this.#schedule();
      else this.#clearTimer();
    };
    if (skips) this.#turn.push(command);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }

  /** Writes these and what the limits let out, in pieces between which the transport is asked. */
  #release(flow: Flow<SessionNode, Command>, commands: Command[]): void {
    const now = performance.now();
    let batch = commands;
    do {
      let size = 0;
      while (size < TRANSPORT_HIGH_WATER_MARK) {
        const command = flow.take(now);
        if (command === undefined) break;
        batch.push(command);
        size += command.message?.length ?? 0;
      }
      if (batch.length === 0) break;
      this.#write(batch);
      batch = [];
      this.#heedTransport();
    } while (flow === this.#flow);
    if (flow === this.#flow) this.#wait(flow, now);
  }

  /** Sees to it that what waits for the rate goes on. */
  #wait(flow: Flow<SessionNode, Command>, now: number): void {
    this.#clearTimer();
    const isLimited = this.#limits?.maxInFlight !== undefined || this.#limits?.rate !== undefined;
    if (!isLimited && !flow.isPaused && flow.queued === 0) {
      // It was the transport alone that had too much.
      this.#flow = undefined;
      return;
    }
    const delay = flow.delay(now);
    // This one keeps the program alive: it is the program's own work that waits.
    if (delay !== undefined) this.#timer = setTimeout(() => this.flush(), Math.ceil(Math.max(1, delay)));
  }

  #clearTimer(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #write(commands: readonly Command[]): void {
    const messages: Message[] = [];
    for (const command of commands) {
      const message = command.depart();
      // Whoever gave up in the same turn has sent nothing.
      if (message !== undefined) messages.push(message);
    }
    if (messages.length === 0) return;
    const transport = this.#transport;
    try {
      if (transport.sendAll !== undefined) transport.sendAll(messages);
      else for (const message of messages) transport.send(message);
    } catch (cause) {
      this.#failed(cause);
    }
  }

  /** Waits where the transport has more than it can write. */
  #heedTransport(): void {
    const transport = this.#transport;
    const { bufferedBytes } = transport;
    if (bufferedBytes === undefined || bufferedBytes <= TRANSPORT_HIGH_WATER_MARK) return;
    if (transport.drained === undefined || this.#isTransportFull) return;
    this.#isTransportFull = true;
    this.#flow ??= new Flow(this.#limits ?? {});
    this.#flow.isPaused = true;
    transport.drained(() => {
      if (transport !== this.#transport) return;
      this.#isTransportFull = false;
      this.#goOn();
    });
  }

  #goOn(): void {
    if (this.#flow === undefined) return;
    this.#flow.isPaused = false;
    this.flush();
  }
}
