/** What a reader throws, in a form that tables can hold. */
import { GeneratorError } from "../../../generator/errors.js";

/** `file:line:column message`, and the hint below it where there is one. Fails where `run` throws anything else, or nothing. */
export function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return describeFailure(error);
  }
  throw new Error("Nothing was thrown.");
}

/** As `failureOf`, for what rejects. */
export async function failureOfPromise(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return describeFailure(error);
  }
  throw new Error("Nothing was thrown.");
}

function describeFailure(error: unknown): string {
  if (!(error instanceof GeneratorError)) throw error;
  const { position, message, hint } = error;
  const place = position === undefined ? "" : `${position.file}:${position.line}:${position.column} `;
  return `${place}${message}${hint === undefined ? "" : `\n${hint}`}`;
}
