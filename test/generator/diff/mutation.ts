/** One change to the small protocol, and what it has to be found to be. */
import type { Effect } from "../../../generator/diff/change.js";
import { command, type Given } from "./given.js";

export interface Mutation {
  /** The row of the table in `generator/diff/README.md`. */
  readonly row: string;
  readonly name: string;
  readonly mutate: (given: Given) => void;
  /** The path of the change, joined by slashes, and what it does. */
  readonly at: string;
  readonly op: string;
  readonly send: Effect;
  readonly receive: Effect;
}

export function row(
  title: string,
  ...cases: readonly (readonly [
    name: string,
    mutate: (given: Given) => void,
    at: string,
    op: string,
    send: Effect,
    receive: Effect,
  ])[]
): Mutation[] {
  return cases.map(([name, mutate, at, op, send, receive]) => ({
    row: title,
    name,
    mutate,
    at,
    op,
    send,
    receive,
  }));
}

export const [b, a, n] = ["breaking", "additive", "neutral"] as const;
export const P = "domains/Page";
export const nav = `${P}/commands/navigate`;
export const newCommand = { name: "reload" };
export const enumOf = (given: Given, property: string): string[] => {
  const { parameters, returns } = command(given, "navigate");
  return [...(parameters ?? []), ...(returns ?? [])].find(({ name }) => name === property)!.enum!;
};
