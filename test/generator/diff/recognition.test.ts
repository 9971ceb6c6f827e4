/** Which of what went and what came are the same thing. */
import { describe, expect, test } from "vitest";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { recognise } from "../../../generator/diff/recognition.js";
import { base, find, modelOf, type Given, type Thing } from "./given.js";

function renames(mutate: (given: Given) => void): string[] {
  const given = base();
  mutate(given);
  return diffProtocols(modelOf(base()), modelOf(given)).changes.flatMap((change) => {
    if (change.op === "renamed") return [`${change.path.join("/")} is now ${change.to}`];
    return change.op === "moved" ? [`${change.path.join("/")} is now ${change.to.join("/")}`] : [];
  });
}

const page = (given: Given): Thing => find(given.domains, "Page");

describe("a rename", () => {
  test.each<[what: string, mutate: (given: Given) => void, want: string[]]>([
    [
      "of a type that is made of the same things",
      (given) => {
        find(page(given).types, "Result").id = "Outcome";
        find(find(page(given).commands, "navigate").returns, "result").$ref = "Outcome";
      },
      ["domains/Page/types/Result is now Outcome"],
    ],
    [
      "not of one string into another",
      (given) => {
        find(page(given).types, "ScriptId").id = "Zebra";
        find(find(page(given).commands, "navigate").parameters, "script").$ref = "Zebra";
      },
      [],
    ],
    [
      "of a property whose words stayed",
      (given) => {
        find(find(page(given).commands, "navigate").parameters, "url").name = "address";
      },
      ["domains/Page/commands/navigate/parameters/url is now address"],
    ],
    [
      "not of a property without words and with another name",
      (given) => {
        find(find(page(given).commands, "navigate").parameters, "times").name = "repeat";
      },
      [],
    ],
    [
      "not where the type is another",
      (given) => {
        Object.assign(find(find(page(given).commands, "navigate").parameters, "url"), {
          name: "urls",
          type: "boolean",
        });
      },
      [],
    ],
  ])("%s", (_what, mutate, want) => {
    expect(renames(mutate)).toEqual(want);
  });

  test("of a domain, with all that refers to it, and of what is in it", () => {
    const given = base();
    const document = page(given);
    document.domain = "Document";
    find(document.commands, "navigate").name = "navigateTo";
    find(find(given.domains, "Net").commands, "enable").parameters![0]!.$ref = "Document.FrameId";
    given.targets[0]!.supportedDomainsInChromium = ["Document", "Net", "Old"];
    const { changes } = diffProtocols(modelOf(base()), modelOf(given));
    expect(changes.map(({ op, path, targets }) => [op, path.join("/"), targets])).toEqual([
      ["renamed", "domains/Page", ["Page"]],
      ["renamed", "domains/Document/commands/navigate", ["Page"]],
    ]);
  });
});

test("each is in one pair at most, and the likeliest pairs win", () => {
  const score = (from: number, to: number): number => 10 - Math.abs(from - to);
  expect(recognise([1, 5], [5, 2, 9], score)).toEqual([
    { from: 5, to: 5 },
    { from: 1, to: 2 },
  ]);
  expect(recognise([1], [20], (from, to) => Math.max(0, 10 - Math.abs(from - to)))).toEqual([]);
});

test("where everything has another name, none is looked for", () => {
  const many = Array.from({ length: 600 }, (_, index) => index);
  expect(recognise(many, many, () => 1)).toEqual([]);
});
