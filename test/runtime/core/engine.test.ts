/** The engine by itself: no promise, no socket. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonCodecOfBytes } from "../../../templates/runtime/codec/json/byte-codec.js";
import { JsonCodec } from "../../../templates/runtime/codec/json/json.js";
import { MarkCompiler } from "../../../templates/runtime/codec/marks.js";
import { Engine } from "../../../templates/runtime/core/engine.js";
import type { Call, EngineHost } from "../../../templates/runtime/core/engine.js";
import type { Failure } from "../../../templates/runtime/core/failures.js";
import { MAX_ABANDONED_COMMANDS } from "../../../templates/runtime/core/limits.js";
import { SessionNode } from "../../../templates/runtime/core/sessions.js";

class Recorded implements Call {
  readonly method: string;
  readonly session: SessionNode;
  readonly marks = undefined;
  readonly outcomes: (Failure | { readonly result: unknown })[] = [];
  id = 0;

  constructor(method: string, session: SessionNode) {
    this.method = method;
    this.session = session;
  }

  succeed(result: unknown): void {
    this.outcomes.push({ result });
  }

  fail(failure: Failure): void {
    this.outcomes.push(failure);
  }
}

function scene(maxId?: number): {
  engine: Engine;
  root: SessionNode;
  reports: unknown[];
  call: (session?: SessionNode) => Recorded;
} {
  const reports: unknown[] = [];
  const host: EngineHost = {
    report: (error) => reports.push(error),
    sessionEnded: () => undefined,
    broken: (failure) => engine.end(failure),
    ended: () => undefined,
  };
  const root = new SessionNode(undefined, undefined);
  const engine = new Engine(new JsonCodec(), host, root, maxId);
  const call = (session: SessionNode = root): Recorded => {
    const made = new Recorded("A.b", session);
    engine.begin(made, undefined);
    return made;
  };
  return { engine, root, reports, call };
}

const answer = (id: number, result: object = {}): string => JSON.stringify({ id, result });

describe("ids", () => {
  test("count from 1", () => {
    const { call } = scene();
    expect([call().id, call().id, call().id]).toEqual([1, 2, 3]);
  });

  test("begin again after the largest, and pass over those that may still be answered", () => {
    const { engine, call } = scene(4);
    const [first, second, third, fourth] = [call(), call(), call(), call()];
    engine.receive(answer(second.id));
    engine.receive(answer(third.id));
    engine.abandon(third, { kind: "timeout", milliseconds: 1 });
    engine.abandon(fourth, { kind: "timeout", milliseconds: 1 });
    expect(call().id).toBe(2);
    expect(call().id).toBe(3);
    engine.receive(answer(first.id));
    expect(first.outcomes).toEqual([{ result: {} }]);
    expect(call().id).toBe(1);
  });
});

describe("late answers", () => {
  test("are told from doubled ones", () => {
    const { engine, call } = scene();
    const late = call();
    engine.abandon(late, { kind: "timeout", milliseconds: 1 });
    engine.receive(answer(late.id));
    engine.receive(answer(late.id));
    expect(engine.metrics()).toMatchObject({ lateAnswers: 1, doubledAnswers: 1, unknownAnswers: 0 });
    expect(late.outcomes).toHaveLength(1);
  });

  test("are remembered up to a limit", () => {
    const { engine, call } = scene();
    const calls = Array.from({ length: MAX_ABANDONED_COMMANDS + 1 }, () => call());
    for (const each of calls) engine.abandon(each, { kind: "aborted", reason: 1 });
    engine.receive(answer(1));
    engine.receive(answer(2));
    expect(engine.metrics()).toMatchObject({ lateAnswers: 1, doubledAnswers: 1, inFlight: 0 });
  });
});

describe("an engine that has ended", () => {
  test("stays so", () => {
    const { engine, call } = scene();
    const waiting = call();
    engine.end({ kind: "closed", message: "x", local: true });
    engine.end({ kind: "closed", message: "y", local: true });
    engine.receive(answer(waiting.id));
    const late = call();
    expect(waiting.outcomes).toMatchObject([{ kind: "closed", message: "x" }]);
    expect(late.outcomes).toMatchObject([{ kind: "closed", message: "x" }]);
    expect(engine.metrics()).toMatchObject({ afterEnd: 1, inFlight: 0, sessions: 0 });
  });
});

test("whatever happens in whatever order, a call settles once, and none is left", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("send" as const), session: fc.nat(3) }),
    fc.record({ kind: fc.constant("answer" as const), call: fc.nat(30) }),
    fc.record({ kind: fc.constant("refuse" as const), call: fc.nat(30) }),
    fc.record({ kind: fc.constant("garble" as const), call: fc.nat(30) }),
    fc.record({ kind: fc.constant("abandon" as const), call: fc.nat(30) }),
    fc.record({ kind: fc.constant("open" as const), session: fc.nat(3) }),
    fc.record({ kind: fc.constant("close" as const), session: fc.nat(3) }),
    fc.record({ kind: fc.constant("crash" as const), session: fc.nat(3) }),
    fc.record({ kind: fc.constant("event" as const), session: fc.nat(3) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { engine, root, call } = scene();
      const sessions: SessionNode[] = [root];
      const calls: Recorded[] = [];
      const at = (index: number): SessionNode => sessions[index % sessions.length] ?? root;
      for (const each of steps) {
        if (each.kind === "send") {
          calls.push(call(at(each.session)));
        } else if (each.kind === "open") {
          const session = new SessionNode(`S${sessions.length}`, at(each.session));
          if (session.parent?.ended === undefined) {
            engine.openSession(session);
            sessions.push(session);
          }
        } else if (each.kind === "close") {
          const session = at(each.session);
          if (session !== root)
            engine.closeSession(session, { kind: "detached", message: "x", local: false });
        } else if (each.kind === "crash") {
          engine.crashSession(at(each.session));
        } else if (each.kind === "event") {
          engine.receive(JSON.stringify({ method: "A.c", params: {}, sessionId: at(each.session).id }));
        } else {
          const one = calls[each.call];
          if (one === undefined) continue;
          if (each.kind === "answer") engine.receive(answer(one.id));
          if (each.kind === "refuse")
            engine.receive(JSON.stringify({ id: one.id, error: { code: 1, message: "" } }));
          if (each.kind === "garble") engine.receive(`{"id":${one.id},"result":`);
          if (each.kind === "abandon") engine.abandon(one, { kind: "aborted", reason: undefined });
        }
        for (const one of calls) expect(one.outcomes.length).toBeLessThanOrEqual(1);
        const open = calls.filter((one) => one.outcomes.length === 0);
        expect([...engine.pending]).toEqual(open);
        for (const one of open) expect(one.session.ended).toBeUndefined();
      }
      engine.end({ kind: "closed", message: "x", local: true });
      for (const one of calls) expect(one.outcomes).toHaveLength(1);
      const { answered, refused, failed, sent } = engine.metrics();
      expect(answered + refused + failed).toBe(sent);
    }),
    { numRuns: 500 },
  );
});

test.each([10, 100_000])("%d bytes arrive as bytes where only the method is known", (length) => {
  const host: EngineHost = {
    report: (error) => expect.unreachable(String(error)),
    sessionEnded: () => undefined,
    broken: () => expect.unreachable(),
    ended: () => undefined,
  };
  const root = new SessionNode(undefined, undefined);
  const engine = new Engine(jsonCodecOfBytes(), host, root);
  engine.learn("A.b", { sends: undefined, receives: new MarkCompiler().compile("data") });
  const bytes = new Uint8Array(length).fill(7);
  const call = new Recorded("A.b", root);
  engine.begin(call, undefined);
  engine.receive(Buffer.from(answer(call.id, { data: Buffer.from(bytes).toString("base64"), x: "aGk=" })));
  expect(call.outcomes).toEqual([{ result: { data: bytes, x: "aGk=" } }]);
});
