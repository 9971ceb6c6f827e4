/**
 * A browser that does what a test tells it to, at the other end of a pair of transports in memory.
 *
 * It decodes what it is sent, answers what it has an answer for, and keeps the rest for the test to answer.
 */
import { memoryPair } from "../../templates/runtime/transports/memory.js";
import type { Message, Transport } from "../../templates/runtime/transports/transport.js";

/** A command as the browser sees it. */
export interface Sent {
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly sessionId: string | undefined;
}

/** Gives the result of a command. Throwing a `Refusal` refuses it; `undefined` leaves it to the test. */
type Answer = (params: Readonly<Record<string, unknown>>, sent: Sent) => object | undefined;

export class Refusal extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export class FakeBrowser {
  /** What to hand to `connect`. */
  readonly transport: Transport;
  /** Every command that has arrived. */
  readonly sent: Sent[] = [];
  /** As text, too. */
  readonly messages: string[] = [];
  readonly #line: Transport;
  readonly #answers = new Map<string, Answer>();
  #targets = 0;
  /** Set when the client has hung up. */
  closed = false;

  constructor() {
    [this.transport, this.#line] = memoryPair();
    this.#line.start({
      message: (message) => this.#receive(message),
      closed: () => {
        this.closed = true;
      },
    });
  }

  /** Answers a method from now on. */
  on(method: string, answer: Answer | object): this {
    this.#answers.set(method, typeof answer === "function" ? (answer as Answer) : () => answer);
    return this;
  }

  /** Answers one command. */
  reply(sent: Sent | undefined, result: object = {}): void {
    if (sent === undefined) throw new Error("there is no such command to answer");
    this.raw({ id: sent.id, result, sessionId: sent.sessionId });
  }

  refuse(sent: Sent | undefined, code: number, message: string, data?: unknown): void {
    if (sent === undefined) throw new Error("there is no such command to refuse");
    this.raw({ id: sent.id, error: { code, message, data }, sessionId: sent.sessionId });
  }

  event(method: string, params: object = {}, sessionId?: string): void {
    this.raw({ method, params, sessionId });
  }

  /** Sends anything: an object as JSON, text as it is. */
  raw(message: object | string): void {
    this.#line.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** Cuts the line, as a dying browser does. */
  die(): void {
    this.#line.close();
  }

  /** The last command of that name. */
  last(method: string): Sent | undefined {
    return this.sent.filter((sent) => sent.method === method).at(-1);
  }

  methods(): string[] {
    return this.sent.map((sent) => sent.method);
  }

  attached(sessionId: string, info: object = {}, parent?: string, waitingForDebugger = false): void {
    const targetInfo = {
      targetId: `T-${sessionId}`,
      type: "page",
      title: "",
      url: "",
      attached: true,
      ...info,
    };
    this.event("Target.attachedToTarget", { sessionId, targetInfo, waitingForDebugger }, parent);
  }

  detached(sessionId: string, parent?: string): void {
    this.event("Target.detachedFromTarget", { sessionId }, parent);
  }

  /** Makes, attaches to, detaches from and closes targets as a browser would. */
  withTargets(): this {
    const types = new Map<string, string>();
    const sessions = new Map<string, string>();
    let count = 0;
    this.on("Target.createTarget", () => {
      const targetId = `T${++this.#targets}`;
      types.set(targetId, "page");
      return { targetId };
    });
    this.on("Target.attachToTarget", ({ targetId }, { sessionId: parent }) => {
      const sessionId = `S${++count}`;
      sessions.set(sessionId, String(targetId));
      const type = types.get(String(targetId)) ?? String(targetId).split("-")[0];
      this.attached(sessionId, { targetId, type }, parent);
      return { sessionId };
    });
    this.on("Target.detachFromTarget", ({ sessionId }, { sessionId: parent }) => {
      if (!sessions.delete(String(sessionId))) throw new Refusal(-32602, "No session with given id");
      this.detached(String(sessionId), parent);
      return {};
    });
    this.on("Target.closeTarget", ({ targetId }) => {
      for (const [sessionId, target] of sessions) {
        if (target !== targetId) continue;
        sessions.delete(sessionId);
        this.detached(sessionId);
      }
      return { success: true };
    });
    return this;
  }

  #receive(message: Message): void {
    const text = typeof message === "string" ? message : new TextDecoder().decode(message);
    this.messages.push(text);
    const sent = JSON.parse(text) as Sent;
    this.sent.push(sent);
    const answer = this.#answers.get(sent.method);
    if (answer === undefined) return;
    try {
      const result = answer(sent.params ?? {}, sent);
      if (result !== undefined) this.reply(sent, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(sent, error.code, error.message, error.data);
    }
  }
}

/** Lets everything that is ready happen: microtasks, and what they set off. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
