/**
 * The real definitions through the whole stage. What is expected is counted from the files by a walk that shares no code
 * with the generator.
 */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadProtocols, loadTargets } from "../../../generator/load/load.js";
import type { LoadedProtocol } from "../../../generator/load/load.js";
import type { RawTarget } from "../../../generator/load/raw.js";
import type { Property, Protocol } from "../../../generator/model/model.js";
import { inlineEnums } from "../../../generator/model/names.js";
import { quirks } from "../../../generator/model/quirks.js";
import { resolve } from "../../../generator/model/resolve.js";
import type { Resolution } from "../../../generator/model/resolve.js";
import { subset } from "../../../generator/model/subset.js";
import { countPdl } from "../../support/counts.js";
import { readDomains } from "../../support/definitions.js";
import type { JsonProperty, JsonShape } from "../../support/definitions.js";
import { root } from "../../support/paths.js";
import { shown, typeOf } from "./definitions-of.js";

let loaded: LoadedProtocol;
let targets: readonly RawTarget[];
let resolution: Resolution;
let protocol: Protocol;
const domains = readDomains();
const counts = countPdl();

beforeAll(async () => {
  loaded = await loadProtocols([join(root, "protocol")]);
  ({ targets } = await loadTargets(join(root, "target_types.json")));
  resolution = resolve(loaded, targets, { shipped: true });
  ({ protocol } = resolution);
});

/** All properties of the definitions, with the domain they are in. */
function* jsonProperties(): Generator<{
  domain: string;
  owner: string;
  property: JsonProperty;
  way: "received" | "sent" | undefined;
}> {
  for (const { domain, types = [], commands = [], events = [] } of domains) {
    for (const { id, properties = [] } of types) {
      for (const property of properties) yield { domain, owner: id, property, way: undefined };
    }
    for (const { name, parameters = [], returns = [] } of commands) {
      for (const property of parameters) yield { domain, owner: name, property, way: "sent" };
      for (const property of returns) yield { domain, owner: name, property, way: "received" };
    }
    for (const { name, parameters = [] } of events) {
      for (const property of parameters) yield { domain, owner: name, property, way: "received" };
    }
  }
}

function* modelProperties(of: Protocol): Generator<Property> {
  for (const domain of of.domains) {
    for (const type of domain.types) if (type.kind === "object") yield* type.properties;
    for (const command of domain.commands) yield* [...command.parameters, ...command.returns];
    for (const event of domain.events) yield* event.parameters;
  }
}

describe("the model", () => {
  test("has all there is, in the definitions' order", () => {
    const counted = [
      domains.length,
      domains.flatMap(({ commands = [] }) => commands).length,
      domains.flatMap(({ events = [] }) => events).length,
      domains.flatMap(({ types = [] }) => types).length,
    ];
    expect(counted).toEqual([counts.domains, counts.commands, counts.events, counts.types]);
    const names = (of: readonly { readonly name: string }[]): string[] => of.map(({ name }) => name);
    expect(
      protocol.domains.map(({ name, types, commands, events }) => [
        name,
        names(types),
        names(commands),
        names(events),
      ]),
    ).toEqual(
      domains.map(({ domain, types = [], commands = [], events = [] }) => [
        domain,
        types.map(({ id }) => id),
        names(commands),
        names(events),
      ]),
    );
    expect([...modelProperties(protocol)].map(({ name, optional }) => [name, optional])).toEqual(
      [...jsonProperties()].map(({ property }) => [property.name, property.optional === true]),
    );
  });

  test("is of one piece: no warning, a revision, a version", () => {
    expect(resolution.warnings).toEqual([]);
    expect(protocol.revision).toMatch(/^\d+$/);
    expect(protocol.version).toEqual({ major: "1", minor: "3" });
  });

  test("has all inline enums, each with a name of its own in its domain", () => {
    const counted = [...jsonProperties()].filter(({ property }) => property.enum !== undefined).length;
    expect(counted).toBe(counts.inlineEnums);
    const inline = protocol.domains.flatMap(inlineEnums);
    expect(inline).toHaveLength(counted);
    const names = protocol.domains.flatMap((domain) =>
      inlineEnums(domain).map(({ name }) => `${domain.name}.${name}`),
    );
    expect(new Set(names).size).toBe(counted);
    expect(names).toEqual(
      expect.arrayContaining(["Runtime.RemoteObjectSubtype", "Runtime.PropertyPreviewSubtype"]),
    );
  });

  test("has all redirects", () => {
    const redirects = protocol.domains.flatMap(({ commands }) =>
      commands.filter(({ redirect }) => redirect !== undefined),
    );
    expect(redirects).toHaveLength(counts.redirects);
  });

  test("has the bytes of the PDL, and some of them without it", () => {
    const bytes = (of: Protocol): string[] =>
      [...modelProperties(of)].filter(({ type }) => /\bbinary\b/.test(shown(type))).map(({ name }) => name);
    expect(bytes(protocol)).toHaveLength(counts.binaries);
    const json = loaded.protocols.filter(({ form }) => form === "json");
    const guessed = bytes(resolve({ ...loaded, protocols: json }, targets, { shipped: true }).protocol);
    // Those whose description says so.
    const said = [...jsonProperties()].filter(({ property }) =>
      property.description?.includes("Encoded as a base64 string when passed over JSON"),
    );
    expect(guessed).toHaveLength(said.length);
    expect(said.length).toBeGreaterThan(20);
    expect(bytes(protocol)).toEqual(expect.arrayContaining(guessed));
  });

  test("has enums that are only sent, only received, both, and that nothing uses", () => {
    const ways = countedWays();
    expect(ways.size).toBe(counts.declaredEnums);
    expect([...new Set(ways.values())]).toEqual(expect.arrayContaining(["received", "both", "sent"]));
    const found = new Map(
      protocol.domains.flatMap(({ name, types }) =>
        types
          .filter(({ kind }) => kind === "enum")
          .map((type) => {
            const { sent, received } = type.direction;
            return [
              `${name}.${type.name}`,
              sent && received ? "both" : sent ? "sent" : received ? "received" : "none",
            ];
          }),
      ),
    );
    expect(found).toEqual(ways);
  });
});

/** For each declared enum of the definitions the ways it travels, by following every reference from every property. */
function countedWays(): Map<string, string> {
  const references = new Map<string, Set<string>>();
  const enums = new Set<string>();
  const visit = (shape: JsonShape, domain: string, into: Set<string>): void => {
    if (shape.$ref !== undefined) into.add(shape.$ref.includes(".") ? shape.$ref : `${domain}.${shape.$ref}`);
    if (shape.items !== undefined) visit(shape.items, domain, into);
    for (const property of shape.properties ?? []) visit(property, domain, into);
  };
  for (const { domain, types = [] } of domains) {
    for (const type of types) {
      const to = new Set<string>();
      visit(type, domain, to);
      references.set(`${domain}.${type.id}`, to);
      if (type.enum !== undefined) enums.add(`${domain}.${type.id}`);
    }
  }
  const reached = { sent: new Set<string>(), received: new Set<string>() };
  const follow = (name: string, into: Set<string>): void => {
    if (into.has(name)) return;
    into.add(name);
    for (const next of references.get(name) ?? []) follow(next, into);
  };
  for (const { domain, property, way } of jsonProperties()) {
    if (way === undefined) continue;
    const to = new Set<string>();
    visit(property, domain, to);
    for (const name of to) follow(name, reached[way]);
  }
  return new Map(
    [...enums].map((name) => {
      const sent = reached.sent.has(name);
      const received = reached.received.has(name);
      return [name, sent && received ? "both" : sent ? "sent" : received ? "received" : "none"];
    }),
  );
}

describe("JSON and PDL of the revision", () => {
  test("say the same of everything, but for bytes and comments on enum values", () => {
    const pdl = loaded.protocols.filter(({ form }) => form === "pdl");
    const alone = resolve({ ...loaded, protocols: pdl }, targets, { shipped: true }).protocol;
    const both = flat(protocol);
    expect(flat(alone)).toEqual(both);
    expect(both.length).toBeGreaterThan(5000);
  });
});

/** Everything that a protocol says, one line a thing, sorted; without the sentence on bytes that only the JSON has. */
function flat(of: Protocol): string[] {
  const lines: string[] = [];
  const words = (text: string | undefined): string =>
    (text ?? "")
      .replace(/\s*\(Encoded as a base64 string when passed over JSON\)/, "")
      .replace(/\s+/g, " ")
      .trim();
  const add = (
    path: string,
    it: { description: string | undefined; experimental: boolean; deprecated: boolean },
    more = "",
  ): void => {
    lines.push(
      `${path} ${it.experimental ? "experimental " : ""}${it.deprecated ? "deprecated " : ""}${more} # ${words(it.description)}`,
    );
  };
  const properties = (path: string, list: readonly Property[]): void => {
    for (const each of list) add(`${path}.${each.name}${each.optional ? "?" : ""}`, each, shown(each.type));
  };
  for (const domain of of.domains) {
    add(domain.name, domain, domain.dependencies.join(" "));
    for (const type of domain.types) {
      const path = `${domain.name}.${type.name}`;
      if (type.kind === "object") properties(path, type.properties);
      const values = type.kind === "enum" ? type.values.map(({ value }) => value).join(" ") : "";
      add(
        path,
        type,
        `${type.kind} ${type.kind === "alias" ? `${shown(type.type)} ${type.identity}` : values}`,
      );
    }
    for (const command of domain.commands) {
      add(command.method, command, command.redirect);
      properties(`${command.method} takes`, command.parameters);
      properties(`${command.method} gives`, command.returns);
    }
    for (const event of domain.events) {
      add(event.method, event);
      properties(event.method, event.parameters);
    }
  }
  return lines.sort();
}

describe("quirks", () => {
  test("each makes the one kind of thing that it says", () => {
    for (const { what, change } of quirks) {
      if (change.kind === "identity")
        expect(typeOf(protocol, what)).toMatchObject({ identity: change.identity });
    }
    expect(typeOf(protocol, "Target.TargetID")).toMatchObject({ identity: "Page.FrameId" });
    expect(typeOf(protocol, "Page.FrameId")).toMatchObject({ identity: "Page.FrameId" });
  });

  test("only identities of declared types are given", () => {
    const declared = new Set(
      protocol.domains.flatMap(({ name, types }) => types.map((type) => `${name}.${type.name}`)),
    );
    const identities = protocol.domains.flatMap(({ types }) =>
      types.flatMap((type) => (type.kind === "alias" && type.identity !== undefined ? [type.identity] : [])),
    );
    expect(identities.length).toBeGreaterThan(30);
    expect(identities.filter((identity) => !declared.has(identity))).toEqual([]);
  });
});

test("each domain alone is a protocol of its own, and so is each target", () => {
  for (const { name } of protocol.domains) {
    const part = subset(protocol, { domains: [name], targets: [] });
    expect(part.domains.map((domain) => domain.name)).toContain(name);
    expect(part.domains.filter(({ commands, events }) => commands.length + events.length > 0)).toHaveLength(
      1,
    );
  }
  for (const { name, domains: has } of protocol.targets) {
    const part = subset(protocol, { domains: [], targets: [name] });
    expect(part.targets.map((target) => target.name)).toEqual([name]);
    expect(part.targets[0]?.domains.map(({ domain }) => domain.name)).toEqual(
      has.map(({ domain }) => domain.name),
    );
  }
});
