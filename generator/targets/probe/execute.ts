/**
 * Makes the valid calls to one kind of session.
 *
 * All are made one after the other in one browser, as long as they are answered. What is not answered there is no fact: what came before
 * may be to blame. Each such call is made again, in a browser of its own where nothing has come before it but what it needs, and only that
 * counts. The dangerous ones are made like this to begin with.
 */
import { GeneratorError } from "../../errors.js";
import { UNKNOWN_METHOD, ask, isAnswer } from "./ask.js";
import type { Answer, Told } from "./ask.js";
import { dangerousGroups, executionOrder, restfulMethods, speaksOfTarget, validParameters } from "./calls.js";
import type { Surroundings } from "./calls.js";
import { isLasting, preparationsOf } from "./preparations.js";
import { refusalOf } from "./refusals.js";
import type { SceneSession } from "./scene.js";
import type { BrowserSchema, SchemaCommand } from "./schema.js";
import { endingMethods } from "./verdict.js";
import type { Execution } from "./verdict.js";
import { askWitnessed, brief, leisure, thorough } from "./witness.js";
import type { Patience, Witnesses } from "./witness.js";

/** A browser with the session that is asked. */
export interface Stage extends Witnesses {
  readonly subject: Pick<SceneSession, "label">;
  surroundings(withTarget: boolean): Promise<Surroundings>;
  close(): Promise<void>;
}

/** Brings up a new browser. */
export type Opener = () => Promise<Stage>;

/** What one browser is asked, and what that has enabled in it. */
class Interview {
  readonly stage: Stage;
  readonly #schema: BrowserSchema;
  readonly #patience: Patience;
  readonly #prepared = new Set<string>();
  readonly #made = new Map<boolean, Promise<Surroundings>>();

  constructor(schema: BrowserSchema, stage: Stage, patience: Patience) {
    this.#schema = schema;
    this.stage = stage;
    this.#patience = patience;
  }

  /** One command with what it takes before it; where it may be called in several ways, the first that is not refused counts. */
  async call(command: SchemaCommand): Promise<Told> {
    const { domain, method } = command;
    for (const needed of preparationsOf(this.#schema, command)) {
      if (this.#prepared.has(needed)) continue;
      const told = await this.#ask(needed, {});
      // One that waits for something is as good as answered; after any other end there is nobody to call.
      if (!isAnswer(told) && (told.kind !== "silent" || this.#patience === brief)) return told;
      if (isLasting(needed)) this.#prepared.add(needed);
    }
    if (method === `${domain}.disable`) this.#prepared.delete(`${domain}.enable`);
    if (restfulMethods.has(method) && !(await leisure(this.stage, this.#patience)))
      return { kind: "undecided" };
    const surroundings = await this.#surroundings(speaksOfTarget(command));
    let first: Told | undefined;
    for (const params of validParameters(this.#schema, command, surroundings)) {
      const told = await this.#ask(method, params);
      first ??= told;
      if (told.kind !== "error" || refusalOf(told) === undefined) return told;
    }
    return first ?? { kind: "undecided" };
  }

  #ask(method: string, params: object): Promise<Told> {
    const told = askWitnessed(this.stage, method, params, this.#patience);
    // It is answered once the frame is let go, which would do nothing if it came first.
    if (method === "Page.waitForDebugger") {
      void ask(this.stage.session, "Runtime.runIfWaitingForDebugger", {}, this.#patience.longest);
    }
    return told;
  }

  #surroundings(withTarget: boolean): Promise<Surroundings> {
    let made = this.#made.get(withTarget);
    if (made === undefined) this.#made.set(withTarget, (made = this.stage.surroundings(withTarget)));
    return made;
  }
}

/** What the first pass has come to. */
export interface Pass {
  readonly results: ReadonlyMap<string, Execution>;
  /** What was not answered, and is to be asked alone. */
  readonly open: readonly SchemaCommand[];
}

/**
 * Makes all calls but the dangerous ones, and goes on in a new browser after each that was not answered.
 *
 * @param told is called with how many have been made
 */
export async function askInTurn(
  schema: BrowserSchema,
  open: Opener,
  told: (count: number) => void = () => undefined,
): Promise<Pass> {
  const results = new Map<string, Execution>();
  const unanswered: SchemaCommand[] = [];
  let interview: Interview | undefined;
  try {
    for (const command of executionOrder(schema.commands)) {
      interview ??= new Interview(schema, await open(), brief);
      const answer = await interview.call(command);
      if (isAnswer(answer)) {
        results.set(command.method, { answer });
      } else {
        unanswered.push(command);
        await interview.stage.close();
        interview = undefined;
      }
      told(results.size + unanswered.length);
    }
  } finally {
    await interview?.stage.close();
  }
  return { results, open: unanswered };
}

/** Makes the dangerous calls, a group in a browser. Where all of a group is simply unknown, nothing was done, and the next has it. */
export async function askDangerous(schema: BrowserSchema, open: Opener): Promise<Map<string, Execution>> {
  const results = new Map<string, Execution>();
  const byMethod = new Map(schema.commands.map((command) => [command.method, command]));
  let interview: Interview | undefined;
  const leave = async (): Promise<void> => {
    await interview?.stage.close();
    interview = undefined;
  };
  try {
    for (const group of dangerousGroups) {
      let isUntouched = true;
      for (const method of group) {
        const command = byMethod.get(method);
        if (command === undefined) continue;
        const isFirst = isUntouched;
        interview ??= new Interview(schema, await open(), thorough);
        const told = await interview.call(command);
        if (!isAnswer(told)) await leave();
        isUntouched &&= told.kind === "error" && told.code === UNKNOWN_METHOD;
        // What came before it in the browser may be to blame, if anything did.
        const answer = isFirst || isAnswer(told) ? finalOf(method, told) : endOf(method, told);
        results.set(method, {
          answer: answer ?? (await askAlone(schema, open, command, isFirst ? told : undefined)),
        });
      }
      if (!isUntouched) await leave();
    }
  } finally {
    await leave();
  }
  return results;
}

/** How often a call is made at most to have the same end twice. */
const attempts = 5;

/**
 * Makes one call in a browser of its own. An end, of the target or of the browser, counts where it comes twice: browsers die of other
 * things, too. What cannot be decided is made again, and never concluded from.
 *
 * @param before what came of it in such a browser already
 */
export async function askAlone(
  schema: BrowserSchema,
  open: Opener,
  command: SchemaCommand,
  before?: Told,
): Promise<Answer> {
  const { method } = command;
  const ends = new Set(before === undefined || before.kind === "undecided" ? [] : [before.kind]);
  let label = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stage = await open();
    ({ label } = stage.subject);
    let told: Told;
    try {
      told = await new Interview(schema, stage, thorough).call(command);
    } finally {
      await stage.close();
    }
    const answer = finalOf(method, told);
    if (answer !== undefined) return answer;
    if (told.kind === "undecided") continue;
    if (ends.has(told.kind)) return told;
    ends.add(told.kind);
  }
  throw new GeneratorError(`What ${method} does to a session on ${label} cannot be told.`, {
    hint:
      ends.size === 0
        ? "The machine is too busy: run it again when there is less to do."
        : `In ${attempts} browsers it came to no end twice: ${[...ends].join(", ")}.`,
  });
}

/** What needs no proof: it was answered, or waits for something, or was sent to end what it ended. */
function finalOf(method: string, told: Told): Answer | undefined {
  if (told.kind === "silent" || isAnswer(told)) return told;
  return endOf(method, told);
}

/** The end that a call was sent for. */
function endOf(method: string, told: Told): Answer | undefined {
  return told.kind === "undecided" || !endingMethods.has(method) ? undefined : told;
}

/** Makes some calls to a session, each of which leaves it as it is, or is made again alone. */
export async function askSome(
  schema: BrowserSchema,
  stage: Stage,
  methods: readonly string[],
  open: Opener,
): Promise<Map<string, Execution>> {
  const results = new Map<string, Execution>();
  const interview = new Interview(schema, stage, brief);
  for (const command of schema.commands.filter(({ method }) => methods.includes(method))) {
    const told = await interview.call(command);
    const answer: Answer = isAnswer(told) ? told : await askAlone(schema, open, command);
    results.set(command.method, { answer });
  }
  return results;
}
