import { describe, expect, test } from "vitest";
import type { TypeDeclaration } from "../../../generator/model/model.js";
import { groupsFrom, reach } from "../../../generator/model/walk.js";
import { resolved } from "./definitions-of.js";

/** Types by what they name: `A` leads to `B` and `C`. */
function typesOf(leads: Readonly<Record<string, string>>): ReadonlyMap<string, TypeDeclaration> {
  const types = Object.entries(leads).map(([id, to]) => ({
    id,
    type: "object",
    properties: [
      { name: "own", type: "string" },
      ...to
        .split(" ")
        .filter((name) => name !== "")
        .map((name) => ({ name: `to${name}`, type: "array", items: { $ref: name } })),
    ],
  }));
  return new Map(resolved([{ domain: "X", types }]).domains[0]!.types.map((type) => [type.name, type]));
}

const leads = { A: "B C", B: "D", C: "C D", D: "E", E: "F", F: "D G", G: "", Alone: "A" };

describe("groupsFrom", () => {
  const types = typesOf(leads);
  const names = (groups: readonly (readonly TypeDeclaration[])[]): string[] =>
    groups.map((group) =>
      group
        .map(({ name }) => name)
        .sort()
        .join(" "),
    );

  test("puts what leads to each other together, and all that it leads to before it", () => {
    expect(names(groupsFrom([types.get("A")!]))).toEqual(["G", "D E F", "B", "C", "A"]);
  });

  test("finds as much as is reached, each once, from several beginnings", () => {
    const from = [types.get("E")!, types.get("Alone")!, types.get("C")!];
    const groups = groupsFrom(from);
    expect(new Set(groups.flat())).toEqual(reach(from));
    expect(groups.flat()).toHaveLength(types.size);
  });

  test("leaves out what is settled, and looks no further behind it", () => {
    const settled = new Set([types.get("D")]);
    expect(names(groupsFrom([types.get("A")!], (type) => settled.has(type)))).toEqual(["B", "C", "A"]);
    expect(groupsFrom([types.get("D")!], (type) => settled.has(type))).toEqual([]);
  });
});
