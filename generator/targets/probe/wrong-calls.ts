/** Calls with a parameter of the wrong type, to every session of a scene. They execute nothing. */
import { ask, isAnswer } from "./ask.js";
import type { Answer } from "./ask.js";
import { wrongParameters } from "./calls.js";
import { Interrupted } from "./interrupted.js";
import type { Scene, SceneSession } from "./scene.js";
import type { BrowserSchema } from "./schema.js";
import { askWitnessed, thorough } from "./witness.js";

/** What wrong parameters have told: by label, the session, and by method the answer. */
export type WrongAnswers = ReadonlyMap<string, Asked>;

export interface Asked {
  readonly one: Omit<SceneSession, "session">;
  readonly answers: ReadonlyMap<string, Answer>;
}

/** Milliseconds for what is sent all at once. What takes longer is asked again by itself. */
const atOnce = 20_000;

/**
 * Sends every session every command that has a parameter, with one of the wrong type. Throws `Interrupted` where a session or the browser
 * ends meanwhile: their silence would be no answer.
 */
export async function askWrongly(
  schema: BrowserSchema,
  scene: Pick<Scene, "sessions"> & { readonly browser: Pick<Scene["browser"], "root"> },
  signal?: AbortSignal,
): Promise<WrongAnswers> {
  const calls = schema.commands.flatMap((command): { method: string; params: object }[] => {
    const params = wrongParameters(schema, command);
    return params === undefined ? [] : [{ method: command.method, params }];
  });
  const { root } = scene.browser;
  const asked = new Map<string, Asked>();
  for (const { session, ...one } of scene.sessions.values()) {
    signal?.throwIfAborted();
    const first = await Promise.all(
      calls.map(async ({ method, params }) => ({
        method,
        params,
        answer: await ask(session, method, params, atOnce),
      })),
    );
    const answers = new Map<string, Answer>();
    for (const { method, params, answer } of first) {
      signal?.throwIfAborted();
      const told =
        answer.kind === "silent" ? await askWitnessed({ session, root }, method, params, thorough) : answer;
      if (!isAnswer(told) && told.kind !== "silent") {
        throw new Interrupted(`The session on ${one.label} was ${words[told.kind]} while it was asked.`);
      }
      answers.set(method, told);
    }
    asked.set(one.label, { one, answers });
  }
  return asked;
}

const words = {
  hung: "stopped",
  undecided: "too slow",
  detached: "ended",
  crashed: "ended by a crash",
  gone: "ended with its browser",
} as const;
