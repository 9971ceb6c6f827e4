/** Every kind of change, held to the table in `generator/diff/README.md`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyChanges } from "../../../generator/diff/apply.js";
import type { Change, Effect } from "../../../generator/diff/change.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import type { RawCommandSupport } from "../../../generator/load/raw.js";
import { root } from "../../support/paths.js";
import { base, drop, event, find, modelOf, page, typeOf, type Given } from "./given.js";
import { P, type Mutation } from "./mutation.js";
import { mutations } from "./mutations.js";
import { plain } from "./plain.js";

/** The rows of the table: what stands for each side. */
const table = new Map(
  readFileSync(join(root, "generator/diff/README.md"), "utf8")
    .split("\n")
    .filter((line) => /^\| (?!-|change )/.test(line))
    .map((line) => {
      const [, name = "", send = "", receive = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return [name, { send, receive }];
    }),
);

function mutated(...list: readonly Mutation[]): Given {
  const given = base();
  for (const { mutate } of list) mutate(given);
  return given;
}

function changeAt(changes: readonly Change[], { at, op }: Pick<Mutation, "at" | "op">): Change | undefined {
  return changes.find((change) => change.path.join("/") === at && change.op === op);
}

describe("what a change is", () => {
  test.each(mutations.map((mutation) => [`${mutation.row}: ${mutation.name}`, mutation] as const))(
    "%s",
    (_title, mutation) => {
      const { changes } = diffProtocols(modelOf(base()), modelOf(mutated(mutation)));
      const change = changeAt(changes, mutation);
      expect({ send: change?.send, receive: change?.receive }).toEqual({
        send: mutation.send,
        receive: mutation.receive,
      });
    },
  );

  /** Changes from what is not in the base, or cannot be in definitions. */
  interface Further {
    readonly row: string;
    readonly name: string;
    readonly before: (given: Given) => void;
    readonly after: (given: Given) => void;
    readonly at: string;
    readonly op: string;
    readonly send: Effect;
    readonly receive: Effect;
  }
  const nothing = (): void => undefined;
  const enable = { at: "targets/Worker/supports/Net.enable", op: "changed" };
  const further: readonly Further[] = [
    {
      row: "type travels another way, and is declared otherwise for it",
      name: "sent, and now received too",
      before: withTags,
      after: (given): void => {
        withTags(given);
        event(given, "gone").parameters = [{ name: "options", $ref: "Options" }];
      },
      at: `${P}/types/Options`,
      op: "turned",
      send: "breaking",
      receive: "neutral",
    },
    {
      row: "type travels another way, and is declared otherwise for it",
      name: "both, and now sent only",
      before: withMode,
      after: (given): void => {
        withMode(given);
        drop(page(given).commands, "getCookies");
      },
      at: `${P}/types/Cookie`,
      op: "turned",
      send: "breaking",
      receive: "neutral",
    },
    {
      row: "target refuses no longer, or a requirement goes",
      name: "refuses",
      before: refusing("No"),
      after: nothing,
      ...enable,
      send: "additive",
      receive: "neutral",
    },
    {
      row: "marks, words, redirect, dependencies, order, version, revision",
      name: "of a refusal",
      before: refusing("No"),
      after: refusing("Never"),
      ...enable,
      send: "neutral",
      receive: "neutral",
    },
    {
      row: "target refuses a command, or a requirement comes or changes",
      name: "changes",
      before: requiring("pipe"),
      after: requiring("port"),
      ...enable,
      send: "breaking",
      receive: "neutral",
    },
    {
      row: "target refuses no longer, or a requirement goes",
      name: "requires",
      before: requiring("pipe"),
      after: nothing,
      ...enable,
      send: "additive",
      receive: "neutral",
    },
  ];
  const tried = (row: string, name: string): string => `${row}: ${name}`;
  test.each(further.map((each) => [tried(each.row, each.name), each] as const))(
    "%s",
    (_title, { before, after, at, op, send, receive }) => {
      const [old, now] = [base(), base()];
      before(old);
      after(now);
      const { changes } = diffProtocols(modelOf(old), modelOf(now));
      expect(changeAt(changes, { at, op })).toMatchObject({ send, receive });
    },
  );

  /** What an alias identifies, which follows from its name or from a quirk. */
  const identities = [
    {
      row: "an alias identifies another kind of thing, or now one",
      name: "another",
      before: "Page.FrameId",
      after: "Page.ScriptId",
      send: "breaking",
      receive: "breaking",
    },
    {
      row: "an alias identifies another kind of thing, or now one",
      name: "now one",
      before: undefined,
      after: "Page.ScriptId",
      send: "breaking",
      receive: "breaking",
    },
    {
      row: "an alias identifies nothing any longer",
      name: "",
      before: "Page.FrameId",
      after: undefined,
      send: "neutral",
      receive: "neutral",
    },
  ] as const;
  test.each(identities.map((each) => [tried(each.row, each.name), each] as const))(
    "%s",
    (_title, { before, after, send, receive }) => {
      const model = (identity: string | undefined): ReturnType<typeof modelOf> => {
        const protocol = modelOf(base());
        const type = protocol.domains[0]!.types.find(({ name }) => name === "FrameId")!;
        Object.assign(type, { identity });
        return protocol;
      };
      const { changes } = diffProtocols(model(before), model(after));
      expect(changes).toMatchObject([{ op: "changed", field: "identity", send, receive }]);
    },
  );

  describe("every row of the table", () => {
    const all: readonly { row: string; name: string; send: Effect; receive: Effect }[] = [
      ...mutations,
      ...further,
      ...identities,
    ];

    test("is tried", () => {
      expect([...new Set(all.map(({ row }) => row))].sort()).toEqual([...table.keys()].sort());
    });

    test("says what was found", () => {
      const said = (cell: string, effect: Effect): boolean =>
        cell === "" ? effect === "neutral" : cell.startsWith(effect) || effect === "neutral";
      const wrong = all.filter(({ row, send, receive }) => {
        const cells = table.get(row)!;
        return !said(cells.send, send) || !said(cells.receive, receive);
      });
      expect(wrong.map(({ row, name }) => tried(row, name))).toEqual([]);
    });

    test("was found where it says something", () => {
      const unseen = [...table].filter(([row, cells]) =>
        (["send", "receive"] as const).some((side) => {
          const word = cells[side].split(/\W/)[0];
          return word !== "" && !all.some((each) => each.row === row && each[side] === word);
        }),
      );
      expect(unseen.map(([row]) => row)).toEqual([]);
    });
  });
});

function withTags(given: Given): void {
  const tags = { name: "tags", type: "array", items: { type: "string" }, optional: true };
  typeOf(given, "Options").properties!.push(tags);
}

function withMode(given: Given): void {
  typeOf(given, "Cookie").properties!.push({ name: "mode", type: "string", enum: ["lax", "strict"] });
}

function refusing(reason: string): (given: Given) => void {
  return supporting({ refuses: new Map([["enable", reason]]) });
}

function requiring(what: "pipe" | "port"): (given: Given) => void {
  return supporting({ requires: new Map([["enable", what]]) });
}

function supporting(more: Partial<RawCommandSupport>): (given: Given) => void {
  const none = { only: undefined, lacks: undefined, refuses: new Map<string, string>(), requires: new Map() };
  return (given) => {
    given.targets[1]!.commands = new Map([["Net", { ...none, ...more }]]);
  };
}

describe("applying the changes gives the new protocol", () => {
  test.each(mutations.map((mutation) => [`${mutation.row}: ${mutation.name}`, mutation] as const))(
    "%s, forth and back",
    (_title, mutation) => {
      const [old, now] = [modelOf(base()), modelOf(mutated(mutation))];
      expect(plain(applyChanges(old, diffProtocols(old, now).changes))).toEqual(plain(now));
      expect(plain(applyChanges(now, diffProtocols(now, old).changes))).toEqual(plain(old));
    },
  );

  test("of any mixture, through JSON", () => {
    fc.assert(
      fc.property(fc.subarray(mutations as Mutation[], { minLength: 2, maxLength: 12 }), (list) => {
        let given: Given;
        try {
          given = mutated(...list);
          modelOf(given);
        } catch {
          // Two that do not go together, as one that changes what the other takes away.
          fc.pre(false);
          return;
        }
        const [old, now] = [modelOf(base()), modelOf(given)];
        const changes = JSON.parse(JSON.stringify(diffProtocols(old, now).changes)) as Change[];
        expect(plain(applyChanges(old, changes))).toEqual(plain(now));
      }),
      { numRuns: 150 },
    );
  });

  test("where nothing differs there is nothing to apply", () => {
    const { changes, step } = diffProtocols(modelOf(base()), modelOf(base()));
    expect([changes, step]).toEqual([[], "none"]);
  });

  test("a list does not fit another protocol", () => {
    const { changes } = diffProtocols(
      modelOf(base()),
      modelOf(mutated(mutations.find(({ at }) => at === "domains/Net")!)),
    );
    const other = base();
    other.domains.splice(1, 1);
    delete find(other.domains, "Page").dependencies;
    expect(() => applyChanges(modelOf(other), changes)).toThrow("does not fit the protocol");
  });
});

describe("the version step", () => {
  const step = (row: string): string =>
    diffProtocols(
      modelOf(base()),
      modelOf(mutated(mutations.find((mutation) => `${mutation.row}: ${mutation.name}` === row)!)),
    ).step;
  const marks = mutations.find(({ name }) => name === "experimental")!.row;

  test.each([
    ["command removed, renamed, moved: removed", "major"],
    ["command added: that returns nothing", "minor"],
    [`${marks}: deprecated`, "minor"],
    [`${marks}: experimental`, "patch"],
    [`${marks}: revision`, "patch"],
  ])("%s: %s", (row, want) => {
    expect(step(row)).toBe(want);
  });
});

describe("whom it concerns", () => {
  const changes = (mutate: (given: Given) => void): readonly Change[] => {
    const given = base();
    mutate(given);
    return diffProtocols(modelOf(base()), modelOf(given)).changes;
  };

  test("a command's targets are those that have it", () => {
    expect(
      changes((given) => find(given.domains, "Net").commands!.pop()).map(({ path, targets, implied }) => [
        path.join("/"),
        targets,
        implied,
      ]),
    ).toEqual([
      ["domains/Net/commands/disable", ["Page", "Worker"], false],
      ["targets/Page/supports/Net.disable", ["Page"], true],
      ["targets/Worker/supports/Net.disable", ["Worker"], true],
    ]);
  });

  test("a type's are those of the commands and events that reach it", () => {
    const find = (type: string): readonly string[] | undefined =>
      changes((given) => {
        given.domains[0]!.types!.find(({ id }) => id === type)!.description = "Other words.";
      })[0]?.targets;
    expect([find("FrameId"), find("Options"), find("Unused")]).toEqual([["Page", "Worker"], ["Page"], []]);
  });

  test("what is in something experimental is", () => {
    const [old, now] = [base(), base()];
    for (const given of [old, now]) find(given.domains, "Net").experimental = true;
    find(now.domains, "Net").commands!.pop();
    find(now.domains, "Page").commands!.splice(1, 1);
    expect(
      diffProtocols(modelOf(old), modelOf(now))
        .changes.filter(({ implied }) => !implied)
        .map(({ path, experimental }) => [path.at(-1), experimental]),
    ).toEqual([
      ["stop", false],
      ["disable", true],
    ]);
  });
});
