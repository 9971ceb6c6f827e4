/** Which of what went and what came are the same thing. */
import { describe, expect, test } from "vitest";
import { applyChanges } from "../../../generator/diff/apply.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { recognise } from "../../../generator/diff/recognition.js";
import { base, find, modelOf, type Given, type Thing } from "./given.js";
import { plain } from "./plain.js";

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

describe("a move", () => {
  const move = (given: Given, name: string, to: Thing): Thing => {
    const moved = find(page(given).commands, name);
    page(given).commands!.splice(page(given).commands!.indexOf(moved), 1);
    (to.commands ??= []).push(moved);
    return moved;
  };
  const added = (given: Given, domain: string): Thing => {
    const thing: Thing = { domain, commands: [{ name: "other" }] };
    given.domains.splice(1, 0, thing);
    return thing;
  };

  test.each<[what: string, mutate: (given: Given) => void, want: string[]]>([
    [
      "into a domain that has come",
      (given) => {
        const moved = move(given, "navigate", added(given, "New"));
        for (const each of [...moved.parameters!, ...moved.returns!]) {
          if (each.$ref !== undefined) each.$ref = `Page.${each.$ref}`;
        }
      },
      ["domains/Page/commands/navigate is now domains/New/commands/navigate"],
    ],
    [
      "out of a domain that has gone",
      (given) => {
        given.domains = given.domains.filter(({ domain }) => domain !== "Old");
        find(given.domains, "Net").types = [
          {
            id: "Thing",
            type: "object",
            properties: [
              { name: "a", type: "string" },
              { name: "b", type: "string" },
            ],
          },
        ];
      },
      ["domains/Old/types/Thing is now domains/Net/types/Thing"],
    ],
    [
      "of what is described the same, with a field of another type",
      (given) => {
        const moved = move(given, "navigate", find(given.domains, "Net"));
        for (const each of [...moved.parameters!, ...moved.returns!]) {
          delete each.$ref;
          delete each.enum;
          each.type = "boolean";
        }
      },
      ["domains/Page/commands/navigate is now domains/Net/commands/navigate"],
    ],
    [
      "not of a name alone into a domain that has come",
      (given) => {
        delete find(page(given).commands, "stop").redirect;
        move(given, "stop", added(given, "New"));
      },
      [],
    ],
    [
      "not of what every domain has",
      (given) => {
        const net = find(given.domains, "Net");
        net.commands = net.commands!.filter(({ name }) => name !== "disable");
        page(given).commands!.push({ name: "disable" });
      },
      [],
    ],
  ])("%s", (_what, mutate, want) => {
    expect(renames(mutate)).toEqual(want);
    const [old, now] = [base(), base()];
    mutate(now);
    const [from, to] = [modelOf(old), modelOf(now)];
    expect(plain(applyChanges(from, diffProtocols(from, to).changes))).toEqual(plain(to));
    expect(plain(applyChanges(to, diffProtocols(to, from).changes))).toEqual(plain(from));
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
