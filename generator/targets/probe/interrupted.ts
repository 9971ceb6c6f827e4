/** What came between: a browser that ended, a session that went, a machine that was too busy. It is no fact, and a new browser may do. */
import { GeneratorError } from "../../errors.js";

export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** How often something is begun anew. */
const attempts = 4;

/** Does something that takes a browser of its own, again where something came between. */
export async function withoutInterruption<T>(
  what: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  let last: Interrupted | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      last = error;
    }
  }
  signal?.throwIfAborted();
  throw new GeneratorError(`${what} could not be measured in ${attempts} browsers. ${last?.message ?? ""}`, {
    hint: "The machine may be too busy: run it again when there is less to do.",
    cause: last,
  });
}
