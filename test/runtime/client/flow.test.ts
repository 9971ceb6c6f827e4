/** The queue and its limits by themselves: no clock, no promise. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Flow, TokenBucket } from "../../../templates/runtime/client/flow.js";
import type { CommandLimits, CommandRate, Place } from "../../../templates/runtime/client/flow.js";
import { limiting } from "../../../templates/runtime/client/limiting.js";
import { queueFull } from "../../../templates/runtime/client/outbox.js";
import { UsageError } from "../../../templates/runtime/core/errors.js";

describe("a bucket", () => {
  const rows: readonly {
    readonly title: string;
    readonly rate: CommandRate;
    /** At which time one asks for how many, and how many there are. */
    readonly asked: readonly (readonly [now: number, wanted: number, got: number])[];
    /** How long it takes from the last time until there is one. */
    readonly delay: number;
  }[] = [
    {
      title: "is full at first",
      rate: { perSecond: 10, burst: 3 },
      asked: [[1000, 5, 3]],
      delay: 100,
    },
    {
      title: "fills with time, and not over its brim",
      rate: { perSecond: 10, burst: 3 },
      asked: [
        [0, 3, 3],
        [99, 1, 0],
        [200, 5, 2],
        [60_000, 5, 3],
      ],
      delay: 100,
    },
    {
      title: "keeps what is left of a token",
      rate: { perSecond: 10, burst: 1 },
      asked: [
        [0, 1, 1],
        [50, 1, 0],
        [120, 1, 1],
      ],
      delay: 100,
    },
    {
      title: "may be slower than one a second",
      rate: { perSecond: 0.5, burst: 1 },
      asked: [
        [0, 2, 1],
        [1999, 1, 0],
      ],
      delay: 1,
    },
    {
      title: "holds a tenth of a second's unless told",
      rate: { perSecond: 500 },
      asked: [[0, 100, 50]],
      delay: 2,
    },
    { title: "holds one at least", rate: { perSecond: 2 }, asked: [[0, 5, 1]], delay: 500 },
    { title: "may be endless", rate: { perSecond: Infinity }, asked: [[0, 1000, 1000]], delay: 0 },
    {
      title: "takes no notice of a clock that goes back",
      rate: { perSecond: 10, burst: 1 },
      asked: [
        [1000, 1, 1],
        [500, 1, 0],
        [600, 1, 1],
      ],
      delay: 100,
    },
  ];

  test.each(rows)("$title", ({ rate, asked, delay }) => {
    const bucket = new TokenBucket(rate);
    let last = 0;
    for (const [now, wanted, got] of asked) {
      last = now;
      let taken = 0;
      while (taken < wanted && bucket.available(now) > 0) {
        bucket.spend(now);
        taken++;
      }
      expect(taken).toBe(got);
    }
    expect(bucket.delay(last)).toBeCloseTo(delay, 6);
  });

  test("can be overdrawn, and makes up for it", () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 1 });
    for (let i = 0; i < 3; i++) bucket.spend(0);
    expect(bucket.available(200)).toBe(0);
    expect(bucket.delay(200)).toBeCloseTo(100);
    expect(bucket.available(300.001)).toBe(1);
  });
});

/** Everything that may leave at that time. */
function takeAll<Key, Item>(flow: Flow<Key, Item>, now = 0): Item[] {
  const items: Item[] = [];
  for (let item = flow.take(now); item !== undefined; item = flow.take(now)) items.push(item);
  return items;
}

function filled(
  limits: CommandLimits,
  items: readonly string[],
): [Flow<string, string>, Place<string, string>[]] {
  const flow = new Flow<string, string>(limits);
  // An item is its key and a number.
  return [flow, items.map((item) => flow.add(item.slice(0, 1), item))];
}

describe("turns", () => {
  const rows: readonly (readonly [title: string, items: string, want: string])[] = [
    ["one session keeps its order", "a1 a2 a3", "a1 a2 a3"],
    ["two take turns", "a1 a2 a3 b1 b2 b3", "a1 b1 a2 b2 a3 b3"],
    ["who has one is not behind who has many", "a1 a2 a3 a4 b1", "a1 b1 a2 a3 a4"],
    ["three of different lengths", "a1 b1 c1 a2 c2 a3 c3 b2", "a1 b1 c1 a2 b2 c2 a3 c3"],
  ];

  test.each(rows)("%s", (_title, items, want) => {
    const [flow] = filled({}, items.split(" "));
    expect(takeAll(flow).join(" ")).toBe(want);
    expect(flow.queued).toBe(0);
  });

  test("who comes later has its turn at the end of the round", () => {
    const [flow] = filled({ maxInFlight: 2 }, ["a1", "a2", "a3", "b1", "b2"]);
    expect([flow.take(0), flow.take(0), flow.take(0)]).toEqual(["a1", "b1", undefined]);
    flow.add("c", "c1");
    expect(flow.queued).toBe(4);
  });
});

describe("a limit of commands in flight", () => {
  test("lets out as many as there is room for, and one for each that is over", () => {
    const [flow, places] = filled({ maxInFlight: 2 }, ["a1", "a2", "a3", "a4"]);
    expect(takeAll(flow)).toEqual(["a1", "a2"]);
    flow.leave(places[0]!);
    flow.leave(places[0]!);
    expect(takeAll(flow)).toEqual(["a3"]);
    expect([flow.inFlight, flow.queued]).toEqual([2, 1]);
  });

  test("is not used up by what was given up while it waited", () => {
    const [flow, places] = filled({ maxInFlight: 1 }, ["a1", "a2", "a3"]);
    expect(takeAll(flow)).toEqual(["a1"]);
    flow.leave(places[1]!);
    flow.leave(places[0]!);
    expect(takeAll(flow)).toEqual(["a3"]);
    flow.leave(places[2]!);
    expect([flow.inFlight, flow.queued]).toEqual([0, 0]);
  });

  test("counts what skips it", () => {
    const [flow, places] = filled({ maxInFlight: 1 }, ["a1", "a2"]);
    const skipping = flow.skip("b1", 0);
    expect(takeAll(flow)).toEqual([]);
    flow.leave(skipping);
    expect(takeAll(flow)).toEqual(["a1"]);
    flow.leave(places[0]!);
    expect(takeAll(flow)).toEqual(["a2"]);
  });

  test("gives way where all of a session has to leave", () => {
    const [flow] = filled({ maxInFlight: 1 }, ["a1", "b1", "b2", "a2"]);
    expect(flow.takeAll("b", 0)).toEqual(["b1", "b2"]);
    expect(flow.takeAll("b", 0)).toEqual([]);
    expect([flow.inFlight, flow.queued]).toEqual([2, 2]);
  });
});

describe("what may wait", () => {
  const rows: readonly {
    readonly title: string;
    readonly limits: CommandLimits;
    readonly paused?: boolean;
    /** How many are taken before one is refused. */
    readonly want: number;
  }[] = [
    { title: "nothing", limits: { maxInFlight: 3, maxQueued: 0 }, want: 3 },
    { title: "a few", limits: { maxInFlight: 3, maxQueued: 2 }, want: 5 },
    { title: "a few behind a rate", limits: { rate: { perSecond: 1, burst: 4 }, maxQueued: 2 }, want: 6 },
    { title: "a few behind a transport", limits: { maxQueued: 2 }, paused: true, want: 2 },
    { title: "a hundred thousand", limits: { maxInFlight: 1 }, want: 100_001 },
  ];

  test.each(rows)("$title", ({ limits, paused = false, want }) => {
    const flow = new Flow<string, number>(limits);
    flow.isPaused = paused;
    let count = 0;
    while (!flow.isFull(0) && count < 200_000) flow.add("a", count++);
    expect(count).toBe(want);
    // It is the same when those that can have left.
    takeAll(flow);
    expect(flow.isFull(0)).toBe(true);
  });

  test("the refusal names the limit", () => {
    expect(queueFull(5)).toMatchObject({ kind: "misused", code: "QUEUE_FULL" });
    expect(queueFull(5)).toHaveProperty("message", expect.stringMatching(/^5 commands .*"maxQueued"/));
    expect(queueFull(0)).toHaveProperty("message", expect.stringContaining('"maxQueued"'));
  });
});

test("taking from a long queue does not get slower with its length", () => {
  const flow = new Flow<number, number>({ maxQueued: Infinity });
  const places: Place<number, number>[] = [];
  for (let i = 0; i < 200_000; i++) places.push(flow.add(i % 500, i));
  const before = performance.now();
  for (let i = 1; i < places.length; i += 2) flow.leave(places[i]!);
  expect(takeAll(flow)).toHaveLength(100_000);
  // It takes about 30 ms; a queue that is searched takes minutes.
  expect(performance.now() - before).toBeLessThan(5_000);
});

describe("options", () => {
  const wrong: readonly (readonly [name: string, options: object])[] = [
    ["maxInFlight", { maxInFlight: 0 }],
    ["maxInFlight", { maxInFlight: Number.NaN }],
    ["maxQueued", { maxQueued: -1 }],
    ["rate.burst", { rate: { perSecond: 1, burst: 0.5 } }],
    ["rate.perSecond", { rate: { perSecond: 0 } }],
    ["rate.perSecond", { rate: {} }],
  ];

  test.each(wrong)("%s: %j", (name, options) => {
    expect(() => limiting(options)).toThrow(UsageError);
    expect(() => limiting(options)).toThrow(`"${name}"`);
  });

  test.each([{}, { maxInFlight: Infinity, maxQueued: Infinity, rate: { perSecond: 0.1 } }])(
    "%j is fine",
    (options) => {
      expect(() => limiting(options)).not.toThrow();
    },
  );
});

describe("whatever happens", () => {
  const sessions = fc.nat(3);
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("add" as const), session: sessions }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("skip" as const), session: sessions }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("leave" as const), item: fc.nat(60) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("take" as const), passed: fc.nat(300) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("pause" as const), on: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("hurry" as const), session: sessions }) },
  );
  const limits: fc.Arbitrary<CommandLimits> = fc.record({
    maxInFlight: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    rate: fc.option(
      fc.record({ perSecond: fc.integer({ min: 1, max: 100 }), burst: fc.integer({ min: 1, max: 8 }) }),
      { nil: undefined },
    ),
  });

  test("limits hold, each session keeps its order, and everything leaves once", () => {
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 120 }), (given, steps) => {
        const flow = new Flow<number, number>(given);
        const places: Place<number, number>[] = [];
        const sessionOf: number[] = [];
        const left: number[] = [];
        const waiting = new Set<number>();
        const inFlight = new Set<number>();
        const departures: number[] = [];
        let exempt = false;
        let now = 1000;
        const depart = (item: number): void => {
          expect(waiting.delete(item)).toBe(true);
          // Nobody of the same session has waited for longer.
          for (const other of waiting)
            if (sessionOf[other] === sessionOf[item]) expect(other).toBeGreaterThan(item);
          inFlight.add(item);
          left.push(item);
          departures.push(now);
        };
        const take = (): void => {
          for (let item = flow.take(now); item !== undefined; item = flow.take(now)) {
            depart(item);
            expect(inFlight.size).toBeLessThanOrEqual(given.maxInFlight ?? Infinity);
            expect(flow.isPaused).toBe(false);
          }
        };
        for (const each of steps) {
          const item = places.length;
          if (each.kind === "add") {
            sessionOf.push(each.session);
            waiting.add(item);
            places.push(flow.add(each.session, item));
          } else if (each.kind === "skip") {
            exempt = true;
            sessionOf.push(each.session);
            inFlight.add(item);
            places.push(flow.skip(item, now));
          } else if (each.kind === "leave") {
            const place = places[each.item];
            if (place === undefined) continue;
            flow.leave(place);
            waiting.delete(each.item);
            inFlight.delete(each.item);
          } else if (each.kind === "take") {
            now += each.passed;
            take();
          } else if (each.kind === "pause") {
            flow.isPaused = each.on;
          } else {
            exempt = true;
            for (const taken of flow.takeAll(each.session, now)) depart(taken);
          }
          expect([flow.queued, flow.inFlight]).toEqual([waiting.size, inFlight.size]);
        }
        if (given.rate !== undefined && !exempt) expectRate(departures, given.rate);
        // What is left leaves in the end, as soon as `delay` says.
        flow.isPaused = false;
        for (let round = 0; flow.queued > 0 && round < 2000; round++) {
          for (const item of inFlight) flow.leave(places[item]!);
          inFlight.clear();
          take();
          now += Math.ceil(Math.max(1, flow.delay(now) ?? 1));
        }
        expect([...waiting]).toEqual([]);
        expect(new Set(left).size).toBe(left.length);
      }),
      { numRuns: 500 },
    );
  });

  test("nobody waits for more than one turn of each other session", () => {
    fc.assert(
      fc.property(fc.array(sessions, { minLength: 1, maxLength: 80 }), (added) => {
        const flow = new Flow<number, number>({});
        for (const session of added) flow.add(session, session);
        const counts = new Map<number, number>();
        for (const session of added) counts.set(session, (counts.get(session) ?? 0) + 1);
        const remaining = new Map(counts);
        const turns = new Map<number, number>();
        for (const session of takeAll(flow)) {
          turns.set(session, (turns.get(session) ?? 0) + 1);
          remaining.set(session, (remaining.get(session) ?? 0) - 1);
          for (const [other, rest] of remaining) {
            if (rest > 0) expect((turns.get(session) ?? 0) - (turns.get(other) ?? 0)).toBeLessThanOrEqual(1);
          }
        }
        expect(turns).toEqual(counts);
      }),
    );
  });

  /** In no span of time do more leave than the bucket holds and fills with meanwhile. */
  function expectRate(departures: readonly number[], { perSecond, burst = 1 }: CommandRate): void {
    for (let first = 0; first < departures.length; first++) {
      for (let last = first; last < departures.length; last++) {
        const span = departures[last]! - departures[first]!;
        expect(last - first + 1).toBeLessThanOrEqual(burst + (span * perSecond) / 1000 + 1e-6);
      }
    }
  }
});
