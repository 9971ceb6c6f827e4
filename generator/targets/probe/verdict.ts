/** From answers to facts. Nothing here talks to a browser. */
import type { Fact } from "../facts.js";
import { UNKNOWN_METHOD, isAnswer } from "./ask.js";
import type { Answer } from "./ask.js";
import { refusalOf } from "./refusals.js";

/** What a valid call came to. */
export interface Execution {
  readonly answer: Answer;
}

export interface Evidence {
  readonly method: string;
  /** To a call with a parameter of the wrong type; undefined where there is no such call. */
  readonly wrong: Answer | undefined;
  /** To a call with parameters of the right types; undefined where none was made. */
  readonly valid: Execution | undefined;
  /** Whether the session is known to have other commands of the domain. */
  readonly domainIsThere: boolean;
}

/** Ends that are told apart by how they came about, which is the same however long it takes. */
export const crashReasons: Readonly<Partial<Record<Answer["kind"], string>>> = {
  crashed: "The target crashes",
  gone: "The browser crashes",
};

/** What is known of a command on a session. */
export function factOf(evidence: Evidence): Fact {
  const { method, wrong, valid } = evidence;
  const told = wrong === undefined ? undefined : hasCommand(wrong);
  if (valid === undefined) return fromWrongParameters(told);
  const { answer } = valid;
  if (isAnswer(answer)) {
    // Whether the answer or the end is first is chance.
    if (answer.kind === "ok" && endingMethods.has(method) && evidence.domainIsThere) return ended;
    if (answer.kind === "ok") return { verdict: "present", has: true, how: "answered" };
    if (answer.code === UNKNOWN_METHOD) {
      return {
        verdict: "absent",
        has: false,
        how:
          told === true
            ? "wrong parameters are told from right ones, but a valid call is unknown"
            : "unknown",
      };
    }
    const reason = refusalOf(answer);
    if (reason === undefined) return { verdict: "present", has: true, how: "answered" };
    return { verdict: "refuses", has: true, how: "answered", reason };
  }
  return fromSilence(evidence, valid, told);
}

/** Whether the answer to wrong parameters comes from who knows the command; undefined where nothing was answered. */
export function hasCommand(answer: Answer): boolean | undefined {
  if (answer.kind === "ok") return true;
  return answer.kind === "error" ? answer.code !== UNKNOWN_METHOD : undefined;
}

function fromWrongParameters(told: boolean | undefined): Fact {
  switch (told) {
    case true:
      return { verdict: "present", has: true, how: "told wrong parameters from right ones" };
    case false:
      return { verdict: "absent", has: false, how: "unknown" };
    case undefined:
      return { verdict: "unknown", has: undefined, how: "never sent or never answered" };
  }
}

/** A valid call has ended something, or was never answered, in a browser where nothing else can be to blame. */
function fromSilence(
  { method, domainIsThere }: Evidence,
  { answer }: Execution,
  told: boolean | undefined,
): Fact {
  if (endingMethods.has(method)) {
    return domainIsThere
      ? ended
      : {
          verdict: "inferred",
          has: false,
          how: "has its effect on every session, and is never answered; no other command of its domain is there",
        };
  }
  if (told === false) return { verdict: "absent", has: false, how: "unknown" };
  const reason = crashReasons[answer.kind];
  if (reason !== undefined && (told === true || domainIsThere)) {
    return { verdict: "refuses", has: true, how: "executed", reason };
  }
  const what = silences[answer.kind] ?? "was never answered";
  if (told === true) {
    return {
      verdict: "inferred",
      has: true,
      how: `wrong parameters are told from right ones, and a valid call ${what}`,
    };
  }
  return {
    verdict: "inferred",
    has: domainIsThere,
    how: `a call ${what}; the session has ${domainIsThere ? "other commands" : "no other command"} of the domain`,
  };
}

const ended: Fact = { verdict: "present", has: true, how: "has its effect, and is not always answered" };

/** What came of a call that was not answered, as far as it proves nothing. */
const silences: Readonly<Partial<Record<Answer["kind"], string>>> = {
  silent: "was never answered",
  hung: "stopped the session",
  crashed: "ended the target",
  gone: "ended the browser",
  detached: "ended the session",
};

/**
 * Commands that end what they are sent to, and so are not always answered. Some are taken before any handler sees them, so that the
 * effect tells nothing of the session.
 */
export const endingMethods: ReadonlySet<string> = new Set([
  "Browser.close",
  "Browser.crash",
  "Page.close",
  "Page.crash",
]);
