// Copied by cdplex-codegen from templates/runtime/core/listeners.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Who listens to what on one session.
 *
 * A subscriber that is added while an event is being delivered does not get that event; one that is removed does not
 * either. Adding and removing cost the same however many there are.
 */
import type { Failure } from "./failures.js";
import type { Tally } from "./metrics.js";

/** Where errors go that belong to nobody's call. */
export type Report = (error: unknown) => void;

/** One who wants events. */
export interface Subscriber {
  /**
   * Takes the parameters of an event, or for `"*"` the whole event. What it throws is reported; `report` is for what goes wrong
   * later.
   */
  deliver(payload: unknown, report: Report): void;
  /** The session is over: nothing more will come. */
  ended?(failure: Failure): void;
  /** What would have come may have been missed, and the session lives on: its target crashed, or the connection was lost for a time. */
  interrupted?(failure: Failure): void;
  /** Where to count what it has no room for. */
  countIn?(tally: Tally): void;
}

/** An event as it arrived. */
export interface SessionEvent {
  /** `Page.loadEventFired`. */
  readonly method: string;
  readonly params: unknown;
  /** The session that it arrived on; undefined for the root. */
  readonly sessionId: string | undefined;
}

/** The name under which all events of a session are subscribed to. */
export const ANY = "*";

/** One subscriber's place in the table. */
export class Subscription {
  readonly subscriber: Subscriber;
  readonly order: number;
  readonly #leave: (subscription: Subscription) => void;

  constructor(subscriber: Subscriber, order: number, leave: (subscription: Subscription) => void) {
    this.subscriber = subscriber;
    this.order = order;
    this.#leave = leave;
  }

  /** Removes the subscriber. Twice is fine. */
  cancel(): void {
    this.#leave(this);
  }
}

/** The table of one session. */
export class Listeners {
  readonly #byMethod = new Map<string, Set<Subscription>>();
  #order = 0;

  /** Whether anybody wants the event. */
  wants(method: string): boolean {
    return this.#byMethod.size !== 0 && (this.#byMethod.has(method) || this.#byMethod.has(ANY));
  }

  add(method: string, subscriber: Subscriber): Subscription {
    let subscriptions = this.#byMethod.get(method);
    if (subscriptions === undefined) {
      subscriptions = new Set();
      this.#byMethod.set(method, subscriptions);
    }
    const place = subscriptions;
    const subscription = new Subscription(subscriber, ++this.#order, (left) => {
      place.delete(left);
      if (place.size === 0 && this.#byMethod.get(method) === place) this.#byMethod.delete(method);
    });
    place.add(subscription);
    return subscription;
  }

  /** The place in the order of whoever came last: all that are there now have this or one before it. */
  get newest(): number {
    return this.#order;
  }

  /** Hands an event to all who want it and have not come after `newest`; what they throw goes to `report`. */
  deliver(event: SessionEvent, report: Report, newest: number = this.#order): void {
    this.#hand(this.#byMethod.get(event.method), event.params, report, newest);
    this.#hand(this.#byMethod.get(ANY), event, report, newest);
  }

  /** Tells everybody about the end, and forgets them. */
  end(failure: Failure, report: Report): void {
    const all = this.#all();
    this.#byMethod.clear();
    for (const { subscriber } of all) attempt(() => subscriber.ended?.(failure), report);
  }

  /** Tells all who have not come after `newest` of an interruption. */
  interrupt(failure: Failure, report: Report, newest: number = this.#order): void {
    for (const { subscriber, order } of this.#all())
      if (order <= newest) attempt(() => subscriber.interrupted?.(failure), report);
  }

  #all(): Subscription[] {
    return [...this.#byMethod.values()].flatMap((subscriptions) => [...subscriptions]);
  }

  #hand(
    subscriptions: Set<Subscription> | undefined,
    payload: unknown,
    report: Report,
    newest: number,
  ): void {
    if (subscriptions === undefined) return;
    // A set yields what is added while it is walked.
    for (const subscription of subscriptions) {
      if (subscription.order > newest) break;
      try {
        subscription.subscriber.deliver(payload, report);
      } catch (error) {
        report(error);
      }
    }
  }
}

function attempt(action: () => void, report: Report): void {
  try {
    action();
  } catch (error) {
    report(error);
  }
}
