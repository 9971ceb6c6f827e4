/** From all that a probe was told to its report. Nothing here talks to a browser. */
import type { Conditions, ProbeReport, ProbedSession } from "../facts.js";
import { probedSession, refine, unclassified } from "./conclude.js";
import type { Questioned } from "./conclude.js";
import { expectedLabels } from "./programme.js";
import type { Executed, Transport, Version } from "./run.js";
import type { BrowserSchema } from "./schema.js";
import { trustedOnly } from "./untrusted.js";
import type { UntrustedAnswers } from "./untrusted.js";
import { hasCommand } from "./verdict.js";
import type { WrongAnswers } from "./wrong-calls.js";

export interface Findings {
  readonly schema: Pick<BrowserSchema, "commands">;
  readonly schemaFrom: ProbeReport["schemaFrom"];
  readonly version: Version;
  readonly pipe: WrongAnswers;
  readonly port: WrongAnswers;
  readonly untrusted: UntrustedAnswers | undefined;
  readonly executed: Executed;
}

/** What some session has: what none has is newer than the browser, or gone from it. */
export function knownMethods({
  pipe,
  port,
  executed,
}: Pick<Findings, "executed" | "pipe" | "port">): Set<string> {
  const ofWrong = [...pipe.values(), ...port.values()].flatMap((asked) => [...asked.answers]);
  const ofValid = [...executed.values()].flatMap((results) => [...results]);
  return new Set([
    ...ofWrong.filter(([, answer]) => hasCommand(answer) === true).map(([method]) => method),
    ...ofValid.filter(([, { answer }]) => hasCommand(answer) === true).map(([method]) => method),
  ]);
}

/** Commands that a page or the browser takes over a pipe and not over a port, in spite of knowing them. */
export function differingByTransport(executed: Executed): string[] {
  const found = ["page", "browser"].flatMap((label) => {
    const overPort = executed.get(`port ${label}`);
    return [...(executed.get(`pipe ${label}`) ?? [])]
      .filter(([method, { answer }]) => {
        const other = overPort?.get(method)?.answer;
        return answer.kind === "ok" && other?.kind === "error" && hasCommand(other) === true;
      })
      .map(([method]) => method);
  });
  return [...new Set(found)];
}

export function conclude(findings: Findings): ProbeReport {
  const { schema, schemaFrom, version, pipe, port, executed } = findings;
  const questioned = (asked: WrongAnswers, transport: Transport): Questioned[] =>
    [...asked.values()].map(({ one, answers }) => ({
      one,
      wrong: answers,
      valid: executed.get(`${transport} ${one.label}`),
    }));
  const overPipe = questioned(pipe, "pipe");
  const sessions = refine(
    overPipe.map((each) => probedSession(schema, each)),
    overPipe,
  );
  const overPort = new Map(
    questioned(port, "port").map((each) => [each.one.label, probedSession(schema, each)]),
  );
  return {
    format: 1,
    browser: version.product,
    protocolVersion: version.protocolVersion,
    transport: "pipe",
    schema: schema.commands.map(({ method }) => method),
    schemaFrom,
    sessions,
    conditions: Object.fromEntries(
      sessions.map((session) => [
        session.label,
        conditionsOf(session, overPort.get(session.label), findings),
      ]),
    ),
    unreached: expectedLabels.filter((label) => !pipe.has(label)),
    unclassified: unclassified(sessions, overPipe),
  };
}

function conditionsOf(
  session: ProbedSession,
  other: ProbedSession | undefined,
  { pipe, untrusted }: Pick<Findings, "pipe" | "untrusted">,
): Conditions {
  const methods = Object.keys(session.commands);
  const has = (method: string): boolean => session.commands[method]?.has === true;
  const pipeOnly = methods.filter((method) => {
    const verdict = other?.commands[method]?.verdict;
    const works = session.commands[method]?.verdict === "present";
    return verdict === "refuses" ? works : verdict === "absent" && has(method);
  });
  // Like with like: where only wrong parameters have told of the port, only they tell of the pipe.
  const toldOverPipe = (method: string): boolean | undefined => {
    const answer = pipe.get(session.label)?.answers.get(method);
    return answer === undefined ? undefined : hasCommand(answer);
  };
  const portOnly = methods.filter(
    (method) => toldOverPipe(method) === false && other?.commands[method]?.verdict === "present",
  );
  // Worklets go by one of them: they differ in nothing that an extension is told.
  const answers = untrusted?.get(session.type === "worklet" ? "worklet.audio" : session.label);
  return {
    pipe: pipeOnly,
    port: portOnly,
    trusted: answers === undefined ? undefined : trustedOnly(answers, methods.filter(has)),
  };
}
