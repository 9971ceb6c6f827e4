// Copied by cdplex-codegen from templates/runtime/client/session-record.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Marks } from "../codec/marks.js";
import { effectOf, valuesOf } from "./restored-commands.js";
import { fieldOf } from "./target-protocol.js";

/** A command that was answered without an error, and has to be sent again after a reconnection. */
export interface RecordedCommand {
  readonly method: string;
  readonly params: object | undefined;
  readonly marks: Marks | undefined;
  /** By which commands are sorted: when the first of its kind was sent. */
  readonly order: number;
  /** Of those that are of one kind, when the last one was sent. */
  readonly last: number;
  /** The answer's name for what it has set. */
  name: unknown;
}

/** What has been set on one session. */
export class SessionRecord {
  readonly #commands = new Map<string, RecordedCommand>();
  #sent = 0;

  /** In the order in which they were first sent. */
  get commands(): RecordedCommand[] {
    return [...this.#commands.values()].sort((one, other) => one.order - other.order);
  }

  /** A command is being sent: gives what has to be told when it has been answered; undefined where it leaves nothing behind. */
  watch(
    method: string,
    params: object | undefined,
    marks: Marks | undefined,
  ): ((result: unknown) => void) | undefined {
    const effect = effectOf(method);
    if (effect === undefined) return undefined;
    const sent = ++this.#sent;
    // The caller may go on to use the object for something else.
    const copy = params === undefined ? undefined : copyOf(params);
    if (effect.kind === "removes") {
      return () => {
        for (const [key, command] of this.#commands) {
          if (command.last > sent || !effect.of.test(command.method)) continue;
          if (effect.named !== undefined && command.name !== fieldOf(copy, effect.named)) continue;
          if (valuesOf(command.params, effect.by) !== valuesOf(copy, effect.by)) continue;
          this.#commands.delete(key);
        }
      };
    }
    return (result) => {
      const name = effect.named === undefined ? undefined : fieldOf(result, effect.named);
      const key = effect.named === undefined ? `${method} ${valuesOf(copy, effect.by)}` : `${method} ${sent}`;
      const before = this.#commands.get(key);
      if (before !== undefined && before.last > sent) return;
      const order = before?.order ?? sent;
      this.#commands.set(key, { method, params: copy, marks, order, last: sent, name });
    };
  }
}

function copyOf(params: object): object {
  try {
    return structuredClone(params);
  } catch {
    // It holds something that only its own toJSON can say.
    return { ...params };
  }
}
