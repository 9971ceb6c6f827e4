/** Makes the valid calls to one session, each in a browser where it can tell something. */
import { setTimeout as sleep } from "node:timers/promises";
import { ask, isAnswer } from "./ask.js";
import type { Answer } from "./ask.js";
import { dangerousMethods, executionOrder, prerequisites, validParameters } from "./calls.js";
import type { Surroundings } from "./calls.js";
import { refusalOf } from "./refusals.js";
import type { Scene, SceneSession } from "./scene.js";
import type { BrowserSchema, SchemaCommand } from "./schema.js";
import type { Execution } from "./verdict.js";

/** Makes some valid calls to a session that lives on. */
export async function callSome(
  schema: BrowserSchema,
  stage: Stage,
  methods: readonly string[],
): Promise<Map<string, Execution>> {
  const results = new Map<string, Execution>();
  for (const command of schema.commands) {
    if (!methods.includes(command.method)) continue;
    const answer = await call(schema, stage, command, secondPatience);
    results.set(command.method, { answer });
  }
  return results;
}

/** A scene with the session that is asked. */
export interface Stage {
  readonly scene: Scene;
  readonly subject: SceneSession;
  readonly surroundings: Surroundings;
  /** The domains that have been enabled on it. */
  readonly enabled: Set<string>;
}

/** What they do to the session may overtake their answer, so that silence tells nothing until there has been more of it. */
const racingMethods: ReadonlySet<string> = new Set([
  "Debugger.pause",
  "Page.waitForDebugger",
  "Runtime.terminateExecution",
]);
const racingAttempts = 4;

/** Milliseconds that a call may take at first, and again where it had none of its own. */
const patience = 1_500;
const secondPatience = 4_000;

/**
 * Makes all calls, the dangerous ones last and apart. A session that does not answer is never asked again: the next call goes to a new browser,
 * and so does the one that was not answered, where others had been made before it and may be to blame.
 *
 * @param open brings up a new scene
 * @param told is called now and then with how many calls have been made
 */
export async function execute(
  schema: BrowserSchema,
  open: () => Promise<Stage>,
  told: (count: number) => void,
): Promise<Map<string, Execution>> {
  const results = new Map<string, Execution>();
  let stage = await open();
  let isFresh = true;
  const renew = async (): Promise<void> => {
    await stage.scene.browser.close();
    stage = await open();
    isFresh = true;
  };
  try {
    for (const command of executionOrder(schema.commands)) {
      let answer = await call(schema, stage, command, patience);
      if (!isAnswer(answer) && !isFresh) {
        await renew();
        answer = await call(schema, stage, command, secondPatience);
      }
      isFresh = false;
      results.set(command.method, { answer });
      told(results.size);
      if (!isAnswer(answer)) await renew();
    }
    const byMethod = new Map(schema.commands.map((command) => [command.method, command]));
    // In a browser of their own, and another one after each that has done harm.
    isFresh = false;
    for (const method of dangerousMethods) {
      const command = byMethod.get(method);
      if (command === undefined) continue;
      if (!isFresh) await renew();
      let answer = await callDangerous(schema, stage, command);
      for (let attempt = 1; attempt < racingAttempts; attempt++) {
        if (isAnswer(answer) || !racingMethods.has(method)) break;
        await renew();
        answer = await callDangerous(schema, stage, command);
      }
      results.set(method, { answer });
      told(results.size);
      isFresh = await isAlive(stage.subject);
    }
  } finally {
    await stage.scene.browser.close();
  }
  return results;
}

/** One command with its domain enabled; where it may be called in several ways, the first that is not refused counts. */
async function call(
  schema: BrowserSchema,
  stage: Stage,
  command: SchemaCommand,
  time: number,
): Promise<Answer> {
  const { session } = stage.subject;
  const { domain, method } = command;
  if (!method.endsWith(".enable")) {
    for (const needed of [...(prerequisites[domain] ?? []), domain]) await enable(schema, stage, needed);
  }
  stage.enabled.delete(method.endsWith(".disable") ? domain : "");
  let first: Answer | undefined;
  for (const params of validParameters(schema, command, stage.surroundings)) {
    const answer = await ask(session, method, params, time);
    first ??= answer;
    if (answer.kind !== "error" || refusalOf(method, answer) === undefined) return answer;
  }
  return first ?? { kind: "silent" };
}

async function enable(schema: BrowserSchema, stage: Stage, domain: string): Promise<void> {
  if (stage.enabled.has(domain)) return;
  stage.enabled.add(domain);
  const command = schema.commands.find(({ method }) => method === `${domain}.enable`);
  // One that is called for what it measures is not called here; one with parameters of its own is for its own call.
  if (command === undefined || dangerousMethods.includes(command.method)) return;
  if (command.parameters.some(({ optional }) => optional !== true)) return;
  await ask(stage.subject.session, command.method, {}, patience);
}

async function callDangerous(schema: BrowserSchema, stage: Stage, command: SchemaCommand): Promise<Answer> {
  const { session } = stage.subject;
  if (command.method !== "Page.waitForDebugger") {
    return call(schema, stage, command, racingMethods.has(command.method) ? patience : secondPatience);
  }
  // It is answered once the frame is let go.
  const answer = call(schema, stage, command, secondPatience);
  await sleep(200);
  await ask(session, "Runtime.runIfWaitingForDebugger", {}, patience);
  return answer;
}

/** Whether a session still answers. What it is asked is there or not, but it is answered. */
async function isAlive({ session }: SceneSession): Promise<boolean> {
  return isAnswer(await ask(session, "Runtime.evaluate", { expression: "1" }, patience));
}
