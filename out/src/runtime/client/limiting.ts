// Copied by cdplex-codegen from templates/runtime/client/limiting.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The limits of a connection, as they are handed to `connect`. */
import type { Message } from "../codec/codec.js";
import { errorOf } from "../core/failures.js";
import type { Failure } from "../core/failures.js";
import { TRANSPORT_HIGH_WATER_MARK } from "../core/limits.js";
import type { SessionNode } from "../core/sessions.js";
import type { Transport } from "../transports/transport.js";
import type { Command } from "./command.js";
import { featureOf } from "./feature.js";
import type { Feature } from "./feature.js";
import { Flow } from "./flow.js";
import type { CommandLimits } from "./flow.js";
import { Outbox, queueFull } from "./outbox.js";
import type { OutboxFactory } from "./outbox.js";
import type { Timer } from "./settle.js";

/**
 * Limits what a connection sends: `connect(address, { limits: limiting({ maxInFlight: 100 }) })`. Throws a `UsageError` if a limit is out
 * of range.
 */
export function limiting(limits: CommandLimits): Feature<"limits"> {
  const problem = limitsProblem(limits);
  if (problem !== undefined) throw errorOf(problem);
  const factory: OutboxFactory = (transport, failed) => new LimitedOutbox(transport, limits, failed);
  return featureOf(factory);
}

function limitsProblem(limits: CommandLimits): Failure | undefined {
  const { maxInFlight, rate, maxQueued } = limits;
  const rows: readonly (readonly [name: string, value: number | undefined, smallest: number])[] = [
    ["maxInFlight", maxInFlight, 1],
    ["maxQueued", maxQueued, 0],
    ["rate.burst", rate?.burst, 1],
  ];
  for (const [name, value, smallest] of rows) {
    if (value === undefined || (typeof value === "number" && value >= smallest)) continue;
    return { kind: "misused", message: `"${name}" must be a number from ${smallest}, not ${String(value)}` };
  }
  if (rate === undefined || (typeof rate.perSecond === "number" && rate.perSecond > 0)) return undefined;
  return {
    kind: "misused",
    message: `"rate.perSecond" must be a number above 0, not ${String(rate.perSecond)}`,
  };
}

/** Lets commands wait for the limits, and for the transport, in a queue that is fair between sessions. */
class LimitedOutbox extends Outbox {
  readonly #flow: Flow<SessionNode, Command>;
  #timer: Timer | undefined;
  #isOver = false;

  constructor(transport: Transport, limits: CommandLimits, failed: (cause: unknown) => void) {
    super(transport, failed);
    this.#flow = new Flow(limits);
  }

  override get refusal(): Failure | undefined {
    return this.#flow.isFull(performance.now()) ? queueFull(this.#flow.maxQueued) : undefined;
  }

  override add(command: Command, message: Message, skips: boolean): void {
    const flow = this.#flow;
    command.message = message;
    const place = skips ? flow.skip(command, performance.now()) : flow.add(command.session, command);
    command.left = () => {
      flow.leave(place);
      if (this.#isOver) return;
      if (flow.queued > 0) this.schedule();
      else this.#clearTimer();
    };
    if (skips) this.turn.push(command);
    this.schedule();
  }

  /** Writes what has not to wait and what the limits let out, in pieces between which the transport is asked. */
  override flush(): void {
    const flow = this.#flow;
    const now = performance.now();
    let batch = this.turn;
    this.turn = [];
    while (!this.#isOver) {
      let size = 0;
      while (size < TRANSPORT_HIGH_WATER_MARK) {
        const command = flow.take(now);
        if (command === undefined) break;
        batch.push(command);
        size += command.message?.length ?? 0;
      }
      if (batch.length === 0) break;
      this.write(batch);
      batch = [];
    }
    this.#clearTimer();
    const delay = this.#isOver ? undefined : flow.delay(now);
    // This one keeps the program alive: it is the program's own work that waits.
    if (delay !== undefined) this.#timer = setTimeout(() => this.flush(), Math.ceil(Math.max(1, delay)));
  }

  override hurry(session: SessionNode): void {
    // One by one: as arguments of one call, a long queue would overflow the stack.
    for (const command of this.#flow.takeAll(session, performance.now())) this.turn.push(command);
    this.schedule();
  }

  override stop(): void {
    super.stop();
    this.#isOver = true;
    this.#clearTimer();
  }

  protected override pause(): void {
    this.#flow.isPaused = true;
  }

  protected override resume(): void {
    this.#flow.isPaused = false;
    this.flush();
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
