/** The JSON form was made from the PDL form: two readers that share no line have to find the same in them. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadProtocols } from "../../../generator/load/load.js";
import type { RawDomain, RawProtocol, RawShape } from "../../../generator/load/raw.js";
import { countPdl } from "../../support/counts.js";
import { root } from "../../support/paths.js";
import { withoutPositions } from "./raw-comparison.js";

const counts = countPdl();
const { protocols, revision, sources } = await loadProtocols([join(root, "protocol")]);
const [json, pdl] = protocols as [RawProtocol, RawProtocol];

/** What Chromium's scripts append to the description of a binary field, if it has one. */
const base64Note = " (Encoded as a base64 string when passed over JSON)";

/** A PDL model as it would be after the way through JSON: `binary` is a string, and the words about enum values are gone. */
function throughJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(throughJson);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, throughJson(member)]));
  if (copy["form"] === "pdl") copy["form"] = "json";
  if (isShape(value) && value.kind === "primitive" && value.name === "binary") copy["name"] = "string";
  if (isShape(value) && value.kind === "enum")
    copy["values"] = value.values.map((each) => ({ ...each, description: undefined }));
  if ("shape" in value && isBinary(value.shape) && typeof copy["description"] === "string")
    copy["description"] += base64Note;
  return copy;
}

function isShape(value: object): value is RawShape {
  return "kind" in value;
}

function isBinary(shape: unknown): boolean {
  return (
    typeof shape === "object" &&
    shape !== null &&
    isShape(shape) &&
    shape.kind === "primitive" &&
    shape.name === "binary"
  );
}

test("both forms of the shipped revision are there", () => {
  expect([json.form, pdl.form, protocols.length]).toEqual(["json", "pdl", 2]);
  expect(revision).toMatch(/^\d+$/);
  expect(sources.length).toBe(counts.files);
});

describe("the two forms say the same", () => {
  test("of the protocol", () => {
    expect({ ...pdl, form: "json", domains: pdl.domains.map(({ name }) => name) }).toEqual({
      ...json,
      domains: json.domains.map(({ name }) => name),
    });
  });

  const pairs = json.domains.map((domain, index): [string, RawDomain, RawDomain | undefined] => [
    domain.name,
    domain,
    pdl.domains[index],
  ]);
  test.each(pairs)("of %s", (_name, fromJson, fromPdl) => {
    expect(throughJson(withoutPositions(fromPdl))).toStrictEqual(withoutPositions(fromJson));
  });
});

describe("the comparison sees a difference", () => {
  const first = (domain: RawDomain | undefined): unknown => throughJson(withoutPositions(domain));
  const page = pdl.domains.find(({ name }) => name === "Page")!;
  const [command] = page.commands;
  test.each<[title: string, changed: RawDomain]>([
    ["a name", { ...page, name: "page" }],
    ["an order", { ...page, commands: [...page.commands.slice(1), command!] }],
    ["a mark", { ...page, deprecated: !page.deprecated }],
    ["a word", { ...page, description: `${page.description}.` }],
    ["a dependency", { ...page, dependencies: page.dependencies.slice(1) }],
    ["a redirect", { ...page, commands: [{ ...command!, redirect: "DOM" }, ...page.commands.slice(1)] }],
  ])("%s", (_title, changed) => {
    expect(first(changed)).not.toStrictEqual(first(page));
  });
});

describe("everything is there", () => {
  const members = <T>(of: (domain: RawDomain) => readonly T[]): T[] => json.domains.flatMap(of);
  const binaries = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return 0;
    const here = isBinary(value) ? 1 : 0;
    return Object.values(value).reduce((sum: number, member) => sum + binaries(member), here);
  };
  const inlineEnums = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return 0;
    const here = isShape(value) && value.kind === "enum" ? 1 : 0;
    return Object.values(value).reduce((sum: number, member) => sum + inlineEnums(member), here);
  };
  test.each<[what: string, count: number, want: number]>([
    ["domains", json.domains.length, counts.domains],
    ["commands", members(({ commands }) => commands).length, counts.commands],
    ["events", members(({ events }) => events).length, counts.events],
    ["types", members(({ types }) => types).length, counts.types],
    [
      "redirects",
      members(({ commands }) => commands).filter(({ redirect }) => redirect !== undefined).length,
      counts.redirects,
    ],
    ["binary marks in PDL", binaries(pdl), counts.binaries],
    ["binary marks in JSON", binaries(json), 0],
    ["enums", inlineEnums(json), counts.declaredEnums + counts.inlineEnums],
  ])("%s", (_what, count, want) => {
    expect(count).toBe(want);
  });

  test("positions lead to the names", () => {
    const text = new Map(
      sources.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes).split("\n")]),
    );
    const at = ({
      position,
    }: {
      position: { file: string; line: number; column: number };
    }): string | undefined => text.get(position.file)?.[position.line - 1]?.slice(position.column - 1);
    const named = ({ domains }: RawProtocol): [name: string, found: string | undefined][] =>
      domains.flatMap((domain) => [
        [domain.name, at(domain)],
        ...domain.types.map((type): [string, string | undefined] => [type.id, at(type)]),
        ...[...domain.commands, ...domain.events].flatMap((member): [string, string | undefined][] => [
          [member.name, at(member)],
          ...member.parameters.map((each): [string, string | undefined] => [each.name, at(each)]),
        ]),
      ]);
    for (const [name, found] of named(pdl)) expect(found?.split(" ")[0]).toBe(name);
    for (const [name, found] of named(json)) expect(found?.startsWith(`"${name}"`)).toBe(true);
  });
});
