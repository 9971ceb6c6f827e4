/** The fault matrix: what the command of each cell settles with, or why there is no such cell; and how a cell is played. */
import { limiting } from "../../templates/runtime/client/limiting.js";
import type { CallOptions } from "../../templates/runtime/codegen.js";
import { faults, stages } from "./faults.js";
import type { Fault, Stage, Waits } from "./faults.js";
import { HANGING, MESSAGE_LIMIT, NEVER, Scene } from "./scene.js";
import type { World } from "./scene.js";
import {
  ABORTED,
  CLOSED,
  CRASHED,
  DETACHED,
  Enough,
  FULFILLED,
  MALFORMED,
  PENDING,
  TIMED_OUT,
  Watched,
  until,
  wordForError,
} from "./settlements.js";

/** Why a cell cannot occur. */
export class Impossible {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

const not = (why: string): Impossible => new Impossible(why);

type Row = readonly [
  before: Impossible | string,
  queued: Impossible | string,
  inFlight: Impossible | string,
  half: Impossible | string,
  delivery: Impossible | string,
];

const HELD_UP = "CommandError -32000";
const ordered = FULFILLED;

/** By fault, in the order of `stages`. */
const table: Readonly<Record<string, Row>> = {
  "browser killed with SIGKILL": [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  "socket reset": [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  "socket closed cleanly": [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  // Nothing can be known of such a peer: only what this side asked for settles. The test shows that a timeout, an abort and close do.
  "half-open peer (SIGSTOP)": [PENDING, PENDING, PENDING, PENDING, PENDING],
  // What is sent to a crashed page is answered when `Page.navigate` revives it. Of an answer that is half there, the rest comes first.
  "target crashed": [HELD_UP, CRASHED, CRASHED, ordered, CRASHED],
  "target closed": [DETACHED, DETACHED, DETACHED, ordered, DETACHED],
  "session detached by the browser": [DETACHED, DETACHED, DETACHED, ordered, DETACHED],
  "session detached by this side": [DETACHED, DETACHED, DETACHED, ordered, DETACHED],
  abort: [ABORTED, ABORTED, ABORTED, ABORTED, ABORTED],
  timeout: [
    not("the time of a command runs from when it is sent"),
    TIMED_OUT,
    TIMED_OUT,
    TIMED_OUT,
    TIMED_OUT,
  ],
  "connection closed": [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
  "listener throws": [
    FULFILLED,
    FULFILLED,
    FULFILLED,
    not("a listener runs for a whole message, and none comes before the rest of this one"),
    FULFILLED,
  ],
  "message malformed": [
    CLOSED,
    CLOSED,
    CLOSED,
    not("bytes that come before the rest of an answer are its rest: that is the row of the malformed answer"),
    CLOSED,
  ],
  "answer malformed": [FULFILLED, FULFILLED, MALFORMED, MALFORMED, MALFORMED],
  "message over the limit": [CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
};

/** The faults that the table knows. */
export const rows: readonly string[] = Object.keys(table);

export interface Cell {
  readonly stage: Stage;
  readonly fault: Fault;
  readonly want: Impossible | string;
}

export const cells: readonly Cell[] = faults.flatMap((fault) =>
  stages.map((stage, index) => {
    const want = table[fault.name]?.[index];
    if (want === undefined) throw new Error(`the table has no cell for ${stage} x ${fault.name}`);
    return { stage, fault, want };
  }),
);

/** What a cell came to. */
export interface Played extends Waits {
  readonly command: string;
  readonly message: string | undefined;
  /** A command that was sent in the listener, after the fault; undefined in other stages. */
  readonly late: string | undefined;
  readonly reports: readonly string[];
  /** Of a silent peer: what those settle with who asked for an end. */
  readonly asked: readonly string[] | undefined;
  /** Promises that did not settle exactly once when all was over. */
  readonly notOnce: readonly string[];
  /** Commands that waited, or were counted as waiting, when all was over. */
  readonly left: number;
}

/** What nobody has to wait for. */
const quiet: ReadonlySet<Impossible | string> = new Set([ABORTED, CLOSED, CRASHED, DETACHED]);

/** What the command that follows in the listener comes to: only one answer is spoilt. */
function lateOf(want: Impossible | string): string {
  return want === MALFORMED ? FULFILLED : (want as string);
}

/** What a cell has to come to. */
export function wanted({ stage, fault, want }: Cell, message: string | undefined): Played {
  const command = want as string;
  return {
    command,
    // Given back where it says what it has to, so that a difference shows both.
    message:
      fault.says === undefined || command === FULFILLED || fault.says.test(message ?? "")
        ? message
        : String(fault.says),
    late: stage === "during event delivery" ? lateOf(want) : undefined,
    reports: fault.reports ?? [],
    asked: fault.silences === true ? [TIMED_OUT, ABORTED, CLOSED] : undefined,
    notOnce: [],
    left: 0,
    ...fault.waits,
  };
}

/** Plays a cell to its end. */
export async function play(world: World, { stage, fault, want }: Cell): Promise<Played> {
  const limits = stage === "queued" ? limiting({ maxInFlight: 2 }) : undefined;
  const scene = await Scene.open(world, { ownPage: fault.endsPage, connect: { limits } });
  const { page, other, root, proxy } = scene;
  const abort = new AbortController();
  const options = fault.options?.(abort);
  const watched = new Map<string, Watched>();
  const watch = (name: string, promise: Promise<unknown>): Watched => {
    const made = new Watched(promise);
    watched.set(name, made);
    return made;
  };
  const evaluate = (params: object, given: CallOptions | undefined = options): Promise<unknown> =>
    page.send("Runtime.evaluate", params, given);
  // The fault is what has to settle it, and nobody waits for it.
  const cause = (): Promise<unknown> =>
    Promise.resolve(fault.cause(scene, abort, stage)).catch(() => undefined);

  const once = watch("once", page.once("Page.loadEventFired", options));
  if (quiet.has(fault.waits.once)) void page.once("Page.loadEventFired", options);
  const stream = watch("stream", page.stream("Page.loadEventFired", { signal: options?.signal }).next());
  const sessionClosed = watch("session.closed", page.closed);
  const connectionClosed = watch("connection.closed", root.connection.closed);
  const others = watch("other", other.send("Runtime.evaluate", NEVER));
  let late: Watched | undefined;
  const command = await reach();

  async function reach(): Promise<Watched> {
    const send = (params: object = HANGING): Watched => {
      const sent = watch("command", evaluate(params));
      // The end of something is no unhandled rejection of those who do not wait.
      if (params === HANGING && quiet.has(want)) void evaluate(params);
      return sent;
    };
    switch (stage) {
      case "before send":
        await cause();
        await heardOf(fault, { once, connectionClosed, scene });
        return send();
      case "queued": {
        watch("blocker", evaluate(HANGING, {}));
        const sent = send();
        await until(() => root.connection.metrics().queued >= 1);
        void cause();
        return sent;
      }
      case "in flight": {
        const sent = send();
        await scene.roundTrip();
        void cause();
        return sent;
      }
      case "answer half received": {
        const half = proxy.holdHalf("thisthisthis");
        const count = fault.name === "message over the limit" ? MESSAGE_LIMIT : 4096;
        const sent = send({ expression: `"this".repeat(${count})` });
        await half;
        void cause();
        if (want === FULFILLED) {
          // The sign of what has happened has come to the proxy, behind the rest of the answer.
          await until(() => proxy.held > 1);
          proxy.release();
        }
        return sent;
      }
      case "during event delivery": {
        const sent = send();
        await scene.roundTrip();
        const heard = new Promise<void>((resolve) => {
          const listening = page.on("Runtime.bindingCalled", () => {
            listening[Symbol.dispose]();
            resolve();
            try {
              void cause();
            } finally {
              late = watch("late", evaluate(HANGING));
            }
          });
        });
        scene.ring();
        await heard;
        return sent;
      }
    }
  }

  const named = { command, once, stream, other: others, sessionClosed, connectionClosed };
  if (want === HELD_UP) await page.send("Page.navigate", { url: "about:blank" });
  // A command that shall be fulfilled may have to be let go of first.
  const expected = { ...fault.waits, command: want === FULFILLED ? undefined : want };
  await until(() =>
    Object.entries(named).every(([name, { outcome }]) => {
      const wish = expected[name as keyof typeof expected];
      return wish === undefined || wish === outcome;
    }),
  );
  if (fault.endsConnection !== true && fault.silences !== true) {
    // What comes of the answer after its command has been given up changes nothing.
    proxy.release();
    if (want === FULFILLED) await finish(scene, command);
    if (late !== undefined && lateOf(want) === FULFILLED) await finish(scene, late);
    // What is expected to wait has to be waiting when all that the browser said has been heard.
    if (stage !== "queued") await scene.roundTrip();
  }
  if (late !== undefined && fault.silences !== true) await until(() => late?.outcome !== PENDING);

  const now = {
    command: command.outcome,
    message: command.error instanceof Error ? command.error.message : undefined,
    late: late?.outcome,
    once: once.outcome,
    stream: stream.outcome,
    other: others.outcome,
    sessionClosed: sessionClosed.outcome,
    connectionClosed: connectionClosed.outcome,
  };
  const asked = fault.silences === true ? await askForAnEnd() : undefined;
  fault.undo?.(world);
  await scene.close();
  await until(() => [...watched.values()].every(({ count }) => count > 0));
  const { inFlight, queued } = root.connection.metrics();
  return {
    ...now,
    asked,
    reports: scene.errors.map(wordForError),
    notOnce: [...watched].filter(([, { count }]) => count !== 1).map(([name]) => name),
    left: root.connection.pending().length + inFlight + queued,
  };

  /** A peer that stands still: a timeout, an abort and close settle nevertheless. */
  async function askForAnEnd(): Promise<string[]> {
    const enough = new AbortController();
    const timed = watch("timed", evaluate(NEVER, { timeout: 100 }));
    const aborted = watch("aborted", evaluate(NEVER, { signal: enough.signal }));
    await until(() => timed.outcome !== PENDING);
    enough.abort(new Enough());
    await until(() => aborted.outcome !== PENDING);
    const closing = root.connection.close();
    await until(() => command.outcome !== PENDING);
    // In one cell to the end, while it still stands.
    if (stage === "in flight") await closing;
    return [timed.outcome, aborted.outcome, command.outcome];
  }
}

/** Has the command answered. It may have to get to the browser first. */
async function finish(scene: Scene, command: Watched): Promise<void> {
  const end = performance.now() + 20_000;
  while (command.outcome === PENDING && performance.now() < end) await scene.finish();
}

/** Resolves when the client knows of the fault, where there is something to know. */
async function heardOf(
  fault: Fault,
  { once, connectionClosed, scene }: { once: Watched; connectionClosed: Watched; scene: Scene },
): Promise<void> {
  if (fault.endsConnection === true) await until(() => connectionClosed.outcome !== PENDING);
  else if (fault.silences !== true) {
    if (fault.waits.once !== PENDING) await until(() => once.outcome !== PENDING);
    await scene.roundTrip();
  }
}
