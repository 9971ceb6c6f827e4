/**
 * Which answers are refusals: errors that come of the kind of target that is asked, whatever it is asked for. An error that comes of a
 * state (`DOM agent hasn't been enabled`) or of an argument (`No node with given id`) is none.
 */
import { WRONG_PARAMETERS } from "./ask.js";
import type { Answer } from "./ask.js";

type ErrorAnswer = Answer & { readonly kind: "error" };

/** Words of Chromium's handlers that speak of the target. */
const patterns: readonly RegExp[] = [
  /^Not allowed$/,
  /^Permission denied$/,
  /^Method not (allowed|available)\.?$/,
  /only supported for pages/,
  /can only be executed on top-level targets/,
  /only supported for the main frame/,
  /only supported on the [Bb]rowser target/,
  /^Not supported$/,
  /^Target not supported$/,
  /not supported for this target/,
  /no longer available/,
  /^No associated browser context/,
  /No process to detect leaks in/,
  /no associated web page/,
  /is not a supported worker type/,
  /^Frame host not found/,
  /^No web contents in the target$/,
  /does not support metrics override/,
  /not available for this browser target/,
];

/**
 * What a handler says where something that its target would have is missing. So do handlers that fail otherwise, and it is a refusal
 * only where sessions of other types answer the same call.
 */
const weakPatterns: readonly RegExp[] = [/^Internal error$/];

/** The reason, where an answer is a refusal. */
export function refusalOf({ message }: ErrorAnswer): string | undefined {
  return patterns.some((pattern) => pattern.test(message)) ? message : undefined;
}

/** The reason, where an answer is a refusal if another type answers the same call. */
export function weakRefusalOf({ message }: ErrorAnswer): string | undefined {
  return weakPatterns.some((pattern) => pattern.test(message)) ? message : undefined;
}

/**
 * Whether an error speaks of state or arguments, as most do, and so needs nobody's eye. Parameters that were not even read are the probe's
 * own fault, and need one.
 */
export function isOrdinary({ code, message }: ErrorAnswer): boolean {
  return (
    (code === WRONG_PARAMETERS && message !== "Invalid parameters") ||
    refusalOf({ kind: "error", code, message }) !== undefined
  );
}
