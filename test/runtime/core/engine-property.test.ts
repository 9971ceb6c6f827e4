/**
 * The engine against a model of it: a plain map that says for each call what it has to come to. Whatever is done in whatever order, the
 * engine says the same, once for each call, and counts the same.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonCodec } from "../../../templates/runtime/codec/json/json.js";
import { Engine } from "../../../templates/runtime/core/engine.js";
import type { Call, EngineHost } from "../../../templates/runtime/core/engine.js";
import type { Failure } from "../../../templates/runtime/core/failures.js";
import { SessionNode } from "../../../templates/runtime/core/sessions.js";

/** What a call has come to, in a word. */
type Outcome = Failure["kind"] | `result ${number}`;

class Recorded implements Call {
  readonly method = "A.b";
  readonly session: SessionNode;
  readonly marks = undefined;
  readonly outcomes: Outcome[] = [];
  /** Sends again when it is settled, as a caller may. */
  readonly next: (() => void) | undefined;
  id = 0;

  constructor(session: SessionNode, next: (() => void) | undefined) {
    this.session = session;
    this.next = next;
  }

  succeed(result: unknown): void {
    this.outcomes.push(`result ${(result as { readonly value: number }).value}`);
    this.next?.();
  }

  fail(failure: Failure): void {
    this.outcomes.push(failure.kind);
    this.next?.();
  }
}

/** What the model knows of a session. */
interface ModelSession {
  readonly node: SessionNode;
  readonly parent: ModelSession | undefined;
  isOpen: boolean;
  /** It ended before the connection did, which stays the reason. */
  isDetached: boolean;
  /** The transport was lost since it was last given an id. */
  isDown: boolean;
  /** Events that its listener has been given. */
  heard: number;
}

class Model {
  readonly engine: Engine;
  readonly sessions: ModelSession[];
  readonly calls: Recorded[] = [];
  /** By call: what it has come to; missing while it waits. */
  readonly settled = new Map<Recorded, Outcome>();
  /** Ids that may still be answered. */
  readonly givenUp = new Set<number>();
  readonly counts = { late: 0, doubled: 0, unknown: 0, malformed: 0, withoutId: 0, strays: 0, afterEnd: 0 };
  isOver = false;
  /** There is no transport, but there may be another. */
  isSuspended = false;
  #reports = 0;
  reported = 0;
  #serial = 0;

  constructor() {
    const host: EngineHost = {
      report: () => void this.#reports++,
      sessionEnded: () => undefined,
      broken: (failure) => this.engine.end(failure),
      ended: () => undefined,
    };
    const node = new SessionNode(undefined, undefined);
    this.engine = new Engine(new JsonCodec(), host, node);
    this.sessions = [{ node, parent: undefined, isOpen: true, isDetached: false, isDown: false, heard: 0 }];
    this.#listen(this.sessions[0] as ModelSession);
  }

  get isDeaf(): boolean {
    return this.isOver || this.isSuspended;
  }

  get reports(): number {
    return this.#reports;
  }

  session(index: number): ModelSession {
    return this.sessions[index % this.sessions.length] as ModelSession;
  }

  send(index: number, how: "again" | "plain" | "unencodable"): void {
    const session = this.session(index);
    const next =
      how === "again"
        ? (): void => {
            this.send(index, "plain");
          }
        : undefined;
    const call = new Recorded(session.node, next);
    this.calls.push(call);
    // Said before it is done: what it comes to may send again.
    if (session.isDetached) this.settled.set(call, "detached");
    else if (this.isDeaf || session.isDown) this.settled.set(call, "closed");
    else if (how === "unencodable") this.settled.set(call, "misused");
    this.engine.begin(call, how === "unencodable" ? { value: 1n } : {});
  }

  /** Gives an answer to a call, whatever has become of it. */
  answer(index: number, kind: "garbled" | "refused" | "result"): void {
    const call = this.calls[index];
    if (call === undefined || call.id === 0) return;
    const value = ++this.#serial;
    if (this.isDeaf) this.counts.afterEnd++;
    else if (!this.settled.has(call)) {
      if (kind === "garbled") this.counts.malformed++;
      this.settled.set(
        call,
        kind === "garbled" ? "malformed" : kind === "refused" ? "refused" : `result ${value}`,
      );
    } else if (kind === "garbled") {
      this.counts.malformed++;
      this.reported++;
    } else if (this.givenUp.delete(call.id)) this.counts.late++;
    else this.counts.doubled++;
    const { id } = call;
    this.engine.receive(
      kind === "garbled"
        ? `{"id":${id},"result":{`
        : JSON.stringify(
            kind === "refused" ? { id, error: { code: -32000, message: "no" } } : { id, result: { value } },
          ),
    );
  }

  /** Says what is no answer to anything. */
  foreign(message: string, counted: "malformed" | "unknown" | "withoutId"): void {
    if (this.isDeaf) this.counts.afterEnd++;
    else {
      this.counts[counted]++;
      if (counted !== "unknown") this.reported++;
    }
    this.engine.receive(message);
  }

  event(index: number): void {
    const session = this.session(index);
    if (this.isDeaf) this.counts.afterEnd++;
    else if (session.isOpen && !session.isDown) session.heard++;
    else this.counts.strays++;
    this.engine.receive(
      JSON.stringify({ method: "A.c", params: {}, ...(session.parent && { sessionId: session.node.id }) }),
    );
  }

  abandon(index: number, failure: Failure): void {
    const call = this.calls[index];
    if (call === undefined) return;
    if (!this.settled.has(call)) this.#giveUp(call, failure.kind);
    this.engine.abandon(call, failure);
  }

  open(index: number): void {
    const parent = this.session(index);
    if (!parent.isOpen || parent.isDown || this.isSuspended) return;
    const node = new SessionNode(`S${this.sessions.length}`, parent.node);
    this.engine.openSession(node);
    const session = { node, parent, isOpen: true, isDetached: false, isDown: false, heard: 0 };
    this.sessions.push(session);
    this.#listen(session);
  }

  /** The root is ended by `end` alone. */
  detach(index: number): void {
    const session = this.session(index);
    if (session.parent === undefined) return;
    const gone = this.sessions.filter((each) => each.isOpen && isBelow(each, session));
    for (const each of gone) {
      each.isOpen = false;
      each.isDetached = true;
    }
    const nodes = new Set(gone.map(({ node }) => node));
    for (const call of this.#waiting()) if (nodes.has(call.session)) this.#giveUp(call, "detached");
    this.engine.closeSession(session.node, { kind: "detached", message: "x", local: false });
  }

  crash(index: number): void {
    const session = this.session(index);
    for (const call of this.#waiting()) if (call.session === session.node) this.#giveUp(call, "crashed");
    this.engine.crashSession(session.node);
  }

  suspend(): void {
    if (this.isDeaf) return;
    this.isSuspended = true;
    for (const session of this.sessions) session.isDown = true;
    // Another transport answers nothing that was sent by this one.
    this.givenUp.clear();
    for (const call of this.#waiting()) this.settled.set(call, "closed");
    const lost: Failure = { kind: "closed", message: "x", local: false };
    this.engine.suspend(lost, lost);
  }

  resume(): void {
    if (!this.isSuspended || this.isOver) return;
    this.isSuspended = false;
    (this.sessions[0] as ModelSession).isDown = false;
    this.engine.resume();
  }

  rebind(index: number): void {
    const session = this.session(index);
    if (this.isDeaf || !session.isOpen || !session.isDown || session.parent?.isDown === true) return;
    session.isDown = false;
    this.engine.rebind(session.node, `R${++this.#serial}`);
  }

  end(): void {
    this.isOver = true;
    for (const session of this.sessions) session.isOpen = false;
    for (const call of this.#waiting()) this.settled.set(call, "closed");
    this.engine.end({ kind: "closed", message: "x", local: false });
  }

  check(): void {
    for (const call of this.calls) {
      const want = this.settled.get(call);
      expect(call.outcomes).toEqual(want === undefined ? [] : [want]);
    }
    expect([...this.engine.pending]).toEqual(this.#waiting());
    const {
      lateAnswers,
      doubledAnswers,
      unknownAnswers,
      malformed,
      errorsWithoutId,
      unknownSessions,
      afterEnd,
    } = this.engine.metrics();
    expect({
      late: lateAnswers,
      doubled: doubledAnswers,
      unknown: unknownAnswers,
      malformed,
      withoutId: errorsWithoutId,
      strays: unknownSessions,
      afterEnd,
    }).toEqual(this.counts);
    expect(this.reports).toBe(this.reported);
    for (const { node, heard, parent } of this.sessions) {
      expect([node.id, this.#heard.get(node)]).toEqual([parent === undefined ? undefined : node.id, heard]);
    }
  }

  readonly #heard = new Map<SessionNode, number>();

  #listen(session: ModelSession): void {
    const { node } = session;
    this.#heard.set(node, 0);
    node.listeners.add("A.c", {
      deliver: () => void this.#heard.set(node, (this.#heard.get(node) ?? 0) + 1),
    });
  }

  /** In the order in which they were sent. */
  #waiting(): Recorded[] {
    return this.calls.filter((call) => !this.settled.has(call));
  }

  #giveUp(call: Recorded, outcome: Outcome): void {
    this.settled.set(call, outcome);
    this.givenUp.add(call.id);
  }
}

function isBelow(session: ModelSession | undefined, top: ModelSession): boolean {
  return session !== undefined && (session === top || isBelow(session.parent, top));
}

const index = fc.nat(40);
const session = fc.nat(6);

/** What may be done, as a function of the model, with a name for the report. */
const step: fc.Arbitrary<{ readonly name: string; readonly run: (model: Model) => void }> = fc.oneof(
  {
    weight: 8,
    arbitrary: session.map((s) => ({ name: `send ${s}`, run: (m: Model) => m.send(s, "plain") })),
  },
  {
    weight: 1,
    arbitrary: session.map((s) => ({ name: `send ${s}, again`, run: (m: Model) => m.send(s, "again") })),
  },
  {
    weight: 1,
    arbitrary: session.map((s) => ({
      name: `unencodable ${s}`,
      run: (m: Model) => m.send(s, "unencodable"),
    })),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(index, fc.constantFrom("garbled" as const, "refused" as const, "result" as const))
      .map(([c, kind]) => ({ name: `${kind} ${c}`, run: (m: Model) => m.answer(c, kind) })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        ['{"id":99999,"result":{}}', "unknown"] as const,
        ['{"id":-1,"result":{}}', "unknown"] as const,
        ['{"id":1.5,"error":{"code":1,"message":"x"}}', "unknown"] as const,
        ['{"id":"1","result":{}}', "malformed"] as const,
        ['{"error":{"code":-32700,"message":"x"}}', "withoutId"] as const,
        ["[1,2]", "malformed"] as const,
        ['{"method":"A.c","params":{', "malformed"] as const,
      )
      .map(([text, counted]) => ({ name: text, run: (m: Model) => m.foreign(text, counted) })),
  },
  { weight: 3, arbitrary: session.map((s) => ({ name: `event ${s}`, run: (m: Model) => m.event(s) })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        index,
        fc.constantFrom<Failure>(
          { kind: "aborted", reason: undefined },
          { kind: "timeout", milliseconds: 1 },
        ),
      )
      .map(([c, failure]) => ({ name: `${failure.kind} ${c}`, run: (m: Model) => m.abandon(c, failure) })),
  },
  { weight: 3, arbitrary: session.map((s) => ({ name: `open ${s}`, run: (m: Model) => m.open(s) })) },
  { weight: 2, arbitrary: session.map((s) => ({ name: `detach ${s}`, run: (m: Model) => m.detach(s) })) },
  { weight: 2, arbitrary: session.map((s) => ({ name: `crash ${s}`, run: (m: Model) => m.crash(s) })) },
  { weight: 1, arbitrary: fc.constant({ name: "suspend", run: (m: Model) => m.suspend() }) },
  { weight: 2, arbitrary: fc.constant({ name: "resume", run: (m: Model) => m.resume() }) },
  { weight: 3, arbitrary: session.map((s) => ({ name: `rebind ${s}`, run: (m: Model) => m.rebind(s) })) },
  { weight: 1, arbitrary: fc.constant({ name: "end", run: (m: Model) => m.end() }) },
);

test("the engine and its model agree, whatever is done in whatever order", () => {
  fc.assert(
    fc.property(
      fc.array(
        step.map((each) => Object.assign(each, { [fc.toStringMethod]: () => each.name })),
        { maxLength: 80 },
      ),
      (steps) => {
        const model = new Model();
        for (const each of steps) {
          each.run(model);
          model.check();
        }
        if (!model.isOver) model.end();
        model.check();
        for (const call of model.calls) expect(call.outcomes).toHaveLength(1);
        const { sent, answered, refused, failed, inFlight } = model.engine.metrics();
        expect({ settled: answered + refused + failed, inFlight }).toEqual({ settled: sent, inFlight: 0 });
      },
    ),
    { numRuns: 500 },
  );
});
