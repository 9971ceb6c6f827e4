/** From the answers of all sessions to what a report says of each. Nothing here talks to a browser. */
import type { Fact, ProbedSession, UnclassifiedAnswer } from "../facts.js";
import { UNKNOWN_METHOD, isAnswer } from "./ask.js";
import type { Answer } from "./ask.js";
import { fallingThrough } from "./calls.js";
import { isOrdinary, weakRefusalOf } from "./refusals.js";
import type { SceneSession } from "./scene.js";
import type { BrowserSchema } from "./schema.js";
import { factOf, hasCommand } from "./verdict.js";
import type { Execution } from "./verdict.js";

/** All that one session was asked. */
export interface Questioned {
  readonly one: Pick<SceneSession, "label" | "path" | "subtype" | "type">;
  readonly wrong: ReadonlyMap<string, Answer>;
  /** Undefined where nothing was executed. */
  readonly valid: ReadonlyMap<string, Execution> | undefined;
}

/** What is known of one session by itself. */
export function probedSession(
  schema: Pick<BrowserSchema, "commands">,
  { one, wrong, valid }: Questioned,
): ProbedSession {
  const known = new Map(
    schema.commands.map(({ method }) => [method, isThere(wrong.get(method), valid?.get(method)?.answer)]),
  );
  const commands = schema.commands.map(({ domain, method }): [string, Fact] => {
    const others = schema.commands.filter((other) => other.domain === domain && other.method !== method);
    const domainIsThere = others.some((other) => known.get(other.method) === true);
    const fact = factOf({ method, wrong: wrong.get(method), valid: valid?.get(method), domainIsThere });
    if (valid === undefined && fact.has === true && fallingThrough.has(method)) {
      return [
        method,
        { verdict: "unknown", has: undefined, how: "read by a layer that may hand it to nobody" },
      ];
    }
    const isSettled =
      fact.verdict !== "unknown" || others.every((other) => known.get(other.method) === undefined);
    return [method, isSettled ? fact : inferred(domainIsThere)];
  });
  return {
    label: one.label,
    type: one.type,
    subtype: one.subtype,
    path: one.path,
    executed: valid !== undefined,
    commands: Object.fromEntries(commands),
  };
}

/** Valid calls know best: some layers read parameters for handlers that are not there. */
function isThere(wrong: Answer | undefined, valid: Answer | undefined): boolean | undefined {
  if (valid !== undefined && isAnswer(valid)) return hasCommand(valid);
  return wrong === undefined ? undefined : hasCommand(wrong);
}

function inferred(domainIsThere: boolean): Fact {
  return {
    verdict: "inferred",
    has: domainIsThere,
    how: domainIsThere
      ? "not sent; the session has other commands of the domain"
      : "not sent; the session has no other command of the domain",
  };
}

/** Settles what only all sessions together tell. */
export function refine(
  sessions: readonly ProbedSession[],
  questioned: readonly Questioned[],
): ProbedSession[] {
  const settled = sessions.map((session, index) => settleErrors(session, questioned, index));
  return settled.map((session, index) => {
    if (session.executed) return session;
    const of = settled.findIndex((other) => other.executed && other.type === session.type);
    const model = settled[of];
    return model === undefined
      ? session
      : completed(session, questioned[index]?.wrong, model, questioned[of]?.wrong);
  });
}

/** Whether `Internal error` speaks of the target. */
function settleErrors(
  session: ProbedSession,
  questioned: readonly Questioned[],
  index: number,
): ProbedSession {
  const valid = questioned[index]?.valid;
  if (valid === undefined) return session;
  const commands = Object.entries(session.commands).map(([method, fact]): [string, Fact] => {
    const answer = valid.get(method)?.answer;
    if (answer?.kind !== "error" || fact.verdict !== "present") return [method, fact];
    const reason = weakRefusalOf(answer);
    if (reason === undefined) return [method, fact];
    const others = questioned.filter((other, at) => at !== index && isAskedToo(other, method));
    if (others.length === 0) return [method, refusing(reason, "answered; no other type was asked")];
    return answersOtherwise(method, reason, others)
      ? [method, refusing(reason, "answered; other types take the same call")]
      : [method, fact];
  });
  return { ...session, commands: Object.fromEntries(commands) };
}

/**
 * A session that nothing was executed on goes the way of another one of its type, wherever wrong parameters have told the same of both
 * or nothing at all.
 */
function completed(
  session: ProbedSession,
  wrong: ReadonlyMap<string, Answer> | undefined,
  model: ProbedSession,
  modelWrong: ReadonlyMap<string, Answer> | undefined,
): ProbedSession {
  const told = (answers: typeof wrong, method: string): boolean | undefined => {
    const answer = answers?.get(method);
    return answer === undefined ? undefined : hasCommand(answer);
  };
  const commands = Object.entries(session.commands).map(([method, fact]): [string, Fact] => {
    const own = told(wrong, method);
    const other = model.commands[method];
    if (other === undefined || (own !== undefined && own !== told(modelWrong, method))) return [method, fact];
    // What this one has told of itself stays, unless valid calls to the other have told better.
    if (own !== undefined && fact.has === other.has && other.verdict !== "refuses") return [method, fact];
    const { has, reason } = other;
    return [
      method,
      { verdict: "inferred", has, how: `as ${model.label}`, ...(reason === undefined ? {} : { reason }) },
    ];
  });
  return { ...session, commands: Object.fromEntries(commands) };
}

function refusing(reason: string, how: string): Fact {
  return { verdict: "refuses", has: true, how, reason };
}

/** Whether a session knows a command, and was sent a valid call. */
function isAskedToo({ valid }: Questioned, method: string): boolean {
  const answer = valid?.get(method)?.answer;
  return answer !== undefined && hasCommand(answer) === true;
}

function answersOtherwise(method: string, reason: string, questioned: readonly Questioned[]): boolean {
  return questioned.some(({ valid }) => {
    const answer = valid?.get(method)?.answer;
    if (answer?.kind === "ok") return true;
    return answer?.kind === "error" && answer.code !== UNKNOWN_METHOD && answer.message !== reason;
  });
}

/** Errors of one type where another type takes the same call, in words that no rule knows. */
export function unclassified(
  sessions: readonly ProbedSession[],
  questioned: readonly Questioned[],
): UnclassifiedAnswer[] {
  return questioned.flatMap(({ one, valid }, index) =>
    [...(valid ?? [])].flatMap(([method, { answer }]): UnclassifiedAnswer[] => {
      if (answer.kind !== "error" || sessions[index]?.commands[method]?.verdict !== "present") return [];
      const isTaken = questioned.some((other) => other.valid?.get(method)?.answer.kind === "ok");
      return isTaken && !isOrdinary(answer)
        ? [{ method, label: one.label, answer: `${answer.code} ${answer.message}` }]
        : [];
    }),
  );
}
