// Copied by cdplex-codegen from templates/runtime/client/flow.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Who may send next, and when: the limits of a connection, and a queue that is fair between its sessions.
 *
 * Nothing here has a clock, a timer or a promise: `now` is handed in, in milliseconds from any point that stays where it is.
 */
import { DEFAULT_MAX_QUEUED, RATE_BURSTS_PER_SECOND } from "../core/limits.js";

/** How fast commands may be sent. */
export interface CommandRate {
  /** Commands per second on average. May be a fraction: 0.5 is one every two seconds. */
  readonly perSecond: number;
  /**
   * How many commands may be sent at once after a pause. Default: a tenth of `perSecond`, and at least 1. Timers fire at most once a
   * millisecond, so a burst below a thousandth of `perSecond` keeps the rate below `perSecond`.
   */
  readonly burst?: number | undefined;
}

/** Limits on what a connection sends. Commands over a limit wait; sessions with waiting commands take turns, each in its own order. */
export interface CommandLimits {
  /**
   * How many commands may be waiting for an answer at once. Default: unlimited. For browsers that slow down under load. A command counts
   * until it settles here: one that was given up makes room, even if the browser is still working on it.
   *
   * A command that the browser answers only after another one (`Page.navigate` held by `Fetch`, `Runtime.evaluate` behind a dialog) keeps
   * counting meanwhile: send the other one with `skipQueue`.
   */
  readonly maxInFlight?: number | undefined;
  /** How fast commands may be sent. Default: unlimited. For proxies and hosted browsers with a rate limit. */
  readonly rate?: CommandRate | undefined;
  /**
   * How many commands may wait to be sent, for a limit or for the transport. Default: 100,000. Any more reject at once with a `UsageError`
   * with the code `QUEUE_FULL`, so that memory stays bounded. 0 rejects whatever would have to wait, `Infinity` rejects nothing.
   */
  readonly maxQueued?: number | undefined;
}

/** A bucket that fills at a steady rate up to its brim, and gives one token for each command. */
export class TokenBucket {
  readonly #perMillisecond: number;
  readonly #burst: number;
  #tokens: number;
  /** When the tokens were last counted; undefined for a full bucket that nobody has asked. */
  #countedAt: number | undefined;

  constructor({ perSecond, burst }: CommandRate) {
    this.#perMillisecond = perSecond / 1000;
    this.#burst = burst ?? Math.max(1, perSecond / RATE_BURSTS_PER_SECOND);
    this.#tokens = this.#burst;
  }

  /** Whole tokens there are. */
  available(now: number): number {
    this.#fill(now);
    return Math.max(0, Math.floor(this.#tokens));
  }

  /** Takes a token, if need be one that has yet to come. */
  spend(now: number): void {
    this.#fill(now);
    this.#tokens--;
  }

  /** In how many milliseconds there is a token; 0 for now. */
  delay(now: number): number {
    this.#fill(now);
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMillisecond;
  }

  #fill(now: number): void {
    // A clock that goes back makes nobody wait for longer.
    const passed = this.#countedAt === undefined ? 0 : Math.max(0, now - this.#countedAt);
    this.#countedAt = now;
    if (this.#perMillisecond === Infinity) this.#tokens = this.#burst;
    else this.#tokens = Math.min(this.#burst, this.#tokens + passed * this.#perMillisecond);
  }
}

/** A list that lets go of any of its members at no cost but its own. */
class Chain<T extends Linked<T>> {
  first: T | undefined;
  #last: T | undefined;

  append(member: T): void {
    member.previous = this.#last;
    member.next = undefined;
    if (this.#last === undefined) this.first = member;
    else this.#last.next = member;
    this.#last = member;
  }

  remove(member: T): void {
    if (member.previous === undefined) this.first = member.next;
    else member.previous.next = member.next;
    if (member.next === undefined) this.#last = member.previous;
    else member.next.previous = member.previous;
    member.previous = undefined;
    member.next = undefined;
  }
}

interface Linked<T> {
  previous: T | undefined;
  next: T | undefined;
}

/** What one session has waiting. */
class Line<Key, Item> implements Linked<Line<Key, Item>> {
  readonly key: Key;
  readonly places: Chain<Place<Key, Item>> = new Chain();
  previous: Line<Key, Item> | undefined;
  next: Line<Key, Item> | undefined;

  constructor(key: Key) {
    this.key = key;
  }
}

/** Where one item stands: in a line while it waits, in none once it has been taken. */
export class Place<Key, Item> implements Linked<Place<Key, Item>> {
  readonly item: Item;
  line: Line<Key, Item> | undefined;
  /** Counts among what is in flight. */
  isInFlight = false;
  previous: Place<Key, Item> | undefined;
  next: Place<Key, Item> | undefined;

  constructor(item: Item) {
    this.item = item;
  }
}

/** The limits of one connection and what waits for them. `Key` is whom it is fair to. */
export class Flow<Key, Item> {
  /** While it is set, nothing is let out: the transport has enough to do. */
  isPaused = false;
  readonly #maxInFlight: number;
  readonly #maxQueued: number;
  readonly #bucket: TokenBucket | undefined;
  readonly #byKey = new Map<Key, Line<Key, Item>>();
  /** The lines that have something waiting; the first is next. */
  readonly #lines: Chain<Line<Key, Item>> = new Chain();
  #queued = 0;
  #inFlight = 0;

  constructor({ maxInFlight = Infinity, rate, maxQueued = DEFAULT_MAX_QUEUED }: CommandLimits) {
    this.#maxInFlight = maxInFlight;
    this.#maxQueued = maxQueued;
    this.#bucket = rate === undefined ? undefined : new TokenBucket(rate);
  }

  get queued(): number {
    return this.#queued;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get maxQueued(): number {
    return this.#maxQueued;
  }

  /** Whether as many wait as may, not counting those that could leave at once. */
  isFull(now: number): boolean {
    return this.#queued < this.#maxQueued ? false : this.#queued - this.#room(now) >= this.#maxQueued;
  }

  /** Lets an item wait. */
  add(key: Key, item: Item): Place<Key, Item> {
    const place = new Place<Key, Item>(item);
    let line = this.#byKey.get(key);
    if (line === undefined) {
      line = new Line(key);
      this.#byKey.set(key, line);
      this.#lines.append(line);
    }
    line.places.append(place);
    place.line = line;
    this.#queued++;
    return place;
  }

  /** Counts an item that does not wait, whatever the limits say. */
  skip(item: Item, now: number): Place<Key, Item> {
    const place = new Place<Key, Item>(item);
    this.#launch(place, now);
    return place;
  }

  /** The next that may leave, which is in flight from now on. */
  take(now: number): Item | undefined {
    const line = this.#lines.first;
    const place = line?.places.first;
    if (line === undefined || place === undefined || this.#room(now) < 1) return undefined;
    this.#unqueue(place, line);
    // Whoever has had a turn goes to the end.
    if (line.places.first !== undefined) {
      this.#lines.remove(line);
      this.#lines.append(line);
    }
    this.#launch(place, now);
    return place.item;
  }

  /** Takes all that one key has waiting, whatever the limits say. */
  takeAll(key: Key, now: number): Item[] {
    const line = this.#byKey.get(key);
    const items: Item[] = [];
    for (let place = line?.places.first; place !== undefined; place = line?.places.first) {
      this.leave(place);
      this.#launch(place, now);
      items.push(place.item);
    }
    return items;
  }

  /** An item is over, or wanted no longer, wherever it stands. Twice is fine. */
  leave(place: Place<Key, Item>): void {
    if (place.line !== undefined) this.#unqueue(place, place.line);
    else if (place.isInFlight) {
      place.isInFlight = false;
      this.#inFlight--;
    }
  }

  /** In how many milliseconds the rate lets the next one out; undefined where it is not the rate that it waits for. */
  delay(now: number): number | undefined {
    if (this.#bucket === undefined || this.#queued === 0) return undefined;
    return this.isPaused || this.#inFlight >= this.#maxInFlight ? undefined : this.#bucket.delay(now);
  }

  /** How many more may leave now. */
  #room(now: number): number {
    if (this.isPaused) return 0;
    const slots = Math.max(0, this.#maxInFlight - this.#inFlight);
    return this.#bucket === undefined ? slots : Math.min(slots, this.#bucket.available(now));
  }

  #launch(place: Place<Key, Item>, now: number): void {
    place.isInFlight = true;
    this.#inFlight++;
    this.#bucket?.spend(now);
  }

  #unqueue(place: Place<Key, Item>, line: Line<Key, Item>): void {
    line.places.remove(place);
    place.line = undefined;
    this.#queued--;
    if (line.places.first !== undefined) return;
    this.#lines.remove(line);
    this.#byKey.delete(line.key);
  }
}
