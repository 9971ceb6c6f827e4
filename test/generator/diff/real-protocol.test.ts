/** The definitions in `protocol/`, and what a good many changes at once make of them. Pairs of published revisions are compared by `npm run bench:revisions`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { applyChanges } from "../../../generator/diff/apply.js";
import type { Change } from "../../../generator/diff/change.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { readJsonProtocol } from "../../../generator/load/json.js";
import { loadProtocols, loadTargets } from "../../../generator/load/load.js";
import type { RawTarget } from "../../../generator/load/raw.js";
import type { Protocol } from "../../../generator/model/model.js";
import { resolve } from "../../../generator/model/resolve.js";
import { root } from "../../support/paths.js";
import type { Thing } from "./given.js";
import { plain } from "./plain.js";

let targets: readonly RawTarget[];
let shipped: Protocol;
beforeAll(async () => {
  ({ targets } = await loadTargets(join(root, "target_types.json")));
  shipped = resolve(await loadProtocols([join(root, "protocol")]), targets, { shipped: true }).protocol;
});

/** The same numbers for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** About one in `every` of all things is changed in some way; what others refer to stays. */
function shaken(seed: number, every: number): Protocol {
  const random = numbers(seed);
  const hit = (): boolean => random() < 1 / every;
  const domains = ["browser_protocol.json", "js_protocol.json"].flatMap(
    (name) =>
      (JSON.parse(readFileSync(join(root, "protocol", name), "utf8")) as { domains: Thing[] }).domains,
  );
  const shake = (things: Thing[] | undefined, mayGo: boolean): Thing[] => {
    const kept = (things ?? []).filter(() => !mayGo || !hit());
    if (hit()) kept.reverse();
    for (const thing of kept) {
      if (hit()) thing.description = `${thing.description ?? ""} More.`;
      if (hit()) thing.experimental = thing.experimental !== true;
      if (hit()) thing.deprecated = thing.deprecated !== true;
      if (thing.enum !== undefined && hit()) thing.enum.push(`new-${String(seed)}`);
      if (thing.properties !== undefined) thing.properties = shakeProperties(thing.properties);
      if (thing.parameters !== undefined) thing.parameters = shakeProperties(thing.parameters);
      if (thing.returns !== undefined) thing.returns = shakeProperties(thing.returns);
    }
    return kept;
  };
  const shakeProperties = (properties: Thing[]): Thing[] => {
    const kept = shake(properties, properties.length > 1);
    for (const property of kept) {
      if (hit()) property.optional = property.optional !== true;
      if (hit() && property.name !== undefined) property.name = `${property.name}Renamed`;
      if (hit()) {
        for (const key of ["$ref", "enum", "items", "properties"] as const) delete property[key];
        property.type = "integer";
      }
    }
    if (hit()) kept.splice(1, 0, { name: `added${String(seed)}`, type: "string", optional: true });
    return kept.length > 0 ? kept : properties;
  };
  for (const domain of shake(domains, false)) {
    domain.types = shake(domain.types, false);
    domain.commands = shake(domain.commands, true);
    domain.events = shake(domain.events, true);
    for (const command of domain.commands) if (hit() && command.name !== undefined) command.name += "Anew";
  }
  const raw = readJsonProtocol(
    JSON.stringify({ version: { major: "1", minor: "4" }, domains }),
    "shaken.json",
  );
  return resolve({ protocols: [raw], revision: "9999999" }, targets, { shipped: false }).protocol;
}

describe("no change is lost", () => {
  test.each([
    [1, 3],
    [2, 20],
    [3, 200],
  ])("with seed %d, where one in %d things has changed", (seed, every) => {
    const now = shaken(seed, every);
    const { changes } = diffProtocols(shipped, now);
    expect(changes.length).toBeGreaterThan(100);
    const again = applyChanges(shipped, JSON.parse(JSON.stringify(changes)) as Change[]);
    // The walk over both has to find something to compare.
    expect(JSON.stringify(plain(again)).length).toBeGreaterThan(1_000_000);
    expect(plain(again)).toEqual(plain(now));
    expect(plain(applyChanges(now, diffProtocols(now, shipped).changes))).toEqual(plain(shipped));
  });

  test("the model that comes of no change is the same in all but positions", () => {
    expect(plain(applyChanges(shipped, []))).toEqual(plain(shipped));
  });
});
