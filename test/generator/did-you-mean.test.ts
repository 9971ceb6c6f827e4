import { expect, test } from "vitest";
import { nearest } from "../../generator/did-you-mean.js";

test.each<[word: string, known: string[], want: string | undefined]>([
  ["navigat", ["reload", "navigate"], "navigate"],
  ["Navigate", ["navigation", "navigate"], "navigate"],
  ["dmoain", ["domains", "domain"], "domain"],
  ["expermental", ["experimental", "deprecated"], "experimental"],
  ["typ", ["type"], "type"],
  // Too far, too short, nothing at hand.
  ["reload", ["navigate"], undefined],
  ["ab", ["cd"], undefined],
  ["", ["a"], undefined],
  ["name", [], undefined],
  ["x".repeat(101), ["x".repeat(100)], undefined],
])("%s among %j: %s", (word, known, want) => {
  expect(nearest(word, known)).toBe(want);
});
