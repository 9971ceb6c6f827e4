/**
 * Tells silence from slowness. No clock can: what takes a second on a quiet machine takes ten on a busy one. So while a command is open,
 * witnesses are asked, one on its own session and one at the root. Witnesses that answer at once, again and again, say that nobody is
 * busy, and that the command waits for something. While they are slow there is nothing to conclude.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "../../../templates/runtime/codegen.js";
import { ask, isAnswer } from "./ask.js";
import type { Answer, Told } from "./ask.js";

/** How long something is waited for. Times are in milliseconds. */
export interface Patience {
  /** Silence that is shorter than this is none. */
  readonly least: number;
  /** As many rounds of witnesses have to be answered at once, one after the other. */
  readonly rounds: number;
  /** From when on a session that is silent as a whole hangs, if it was for half as many rounds while the browser was at leisure. */
  readonly hanging: number;
  /** From when on it is undecided. */
  readonly longest: number;
}

/** For one call among many: what is not answered soon is asked again by itself, so that nothing is concluded from this. */
export const brief: Patience = { least: 1_500, rounds: 4, hanging: 8_000, longest: 12_000 };

/** For a call of which the silence counts. */
export const thorough: Patience = { least: 6_000, rounds: 20, hanging: 30_000, longest: 60_000 };

/** A witness that takes longer is busy. */
const prompt = 500;
const witnessTime = 2_000;
const pause = 100;

export interface Witnesses {
  /** The session that is asked. */
  readonly session: Session;
  readonly root: Session;
}

/** Asks one question, and waits until it is clear what came of it. */
export async function askWitnessed(
  { session, root }: Witnesses,
  method: string,
  params: object,
  patience: Patience,
): Promise<Told> {
  let answer: Answer | undefined;
  const answered = ask(session, method, params, patience.longest + witnessTime).then((told) => {
    answer = told;
  });
  const begin = performance.now();
  // On a quiet machine most are answered at once, and need no witness.
  await Promise.race([answered, sleep(pause)]);
  /** Rounds in a row: in which both witnesses were prompt, and in which the browser's was and the session's said nothing. */
  let calm = 0;
  let mute = 0;
  while (answer === undefined) {
    const passed = performance.now() - begin;
    if (calm >= patience.rounds && passed >= patience.least) return { kind: "silent" };
    if (mute >= patience.rounds / 2 && passed >= patience.hanging) return { kind: "hung" };
    if (passed >= patience.longest) return { kind: "undecided" };
    const round = Promise.all([witness(session), witness(root)]).then(([ofSession, ofRoot]) => {
      calm = ofSession === "prompt" && ofRoot === "prompt" ? calm + 1 : 0;
      mute = ofSession === "none" && ofRoot === "prompt" ? mute + 1 : 0;
      return sleep(pause);
    });
    await Promise.race([answered, round]);
  }
  return answer;
}

/** How soon a session answers. What it is asked is there or not, and executes nothing. */
async function witness(session: Session): Promise<"ended" | "none" | "prompt" | "slow"> {
  const begin = performance.now();
  const answer = await ask(session, "Runtime.getIsolateId", {}, witnessTime);
  if (!isAnswer(answer)) return answer.kind === "silent" ? "none" : "ended";
  return performance.now() - begin < prompt ? "prompt" : "slow";
}

/** Whether the browser and a session are at leisure now; undefined where one of the two is no more. */
export async function areAtLeisure({ session, root }: Witnesses): Promise<boolean | undefined> {
  const [ofSession, ofRoot] = await Promise.all([witness(session), witness(root)]);
  if (ofSession === "ended" || ofRoot === "ended") return undefined;
  return ofSession === "prompt" && ofRoot === "prompt";
}

/** Waits until the browser and a session have been at leisure for as many rounds in a row; false where they never are. */
export async function leisure(witnesses: Witnesses, { rounds, longest }: Patience): Promise<boolean> {
  const deadline = performance.now() + longest;
  let calm = 0;
  while (calm < rounds && performance.now() < deadline) {
    const areCalm = await areAtLeisure(witnesses);
    if (areCalm === undefined) return false;
    calm = areCalm ? calm + 1 : 0;
    await sleep(pause);
  }
  return calm >= rounds;
}
