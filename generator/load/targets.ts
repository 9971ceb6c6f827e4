/**
 * Reads `target_types.json`: which kinds of target there are, and what each answers.
 *
 * Whether the protocol has the domains and commands that it names is looked up later, in the model.
 */
import { nearest } from "../did-you-mean.js";
import type { Position } from "../errors.js";
import { JsonShape, keyOf, upperFirst } from "./json-shape.js";
import { JsonDocument, type JsonNode, type JsonObject } from "./json-text.js";
import type {
  RawCommandSupport,
  RawEvidence,
  RawMeasurement,
  RawRequirement,
  RawSupport,
  RawTarget,
} from "./raw.js";

const keys = {
  target: [
    "name",
    // What the file's first users, bindings for Kotlin, call the name.
    "kotlinName",
    "chromiumAgentHostType",
    "supportedCdpTargets",
    "supportedDomainsInChromium",
    "additionalSupportedDomains",
    "description",
    "commands",
    "events",
    "measured",
    "evidence",
  ],
  commands: ["only", "lacks", "refuses", "requires"],
  events: ["only", "lacks"],
  measured: ["browser", "transport", "types", "untrusted"],
  evidence: ["inferred", "declared", "newer"],
};

const requirements: readonly RawRequirement[] = ["pipe", "port", "trusted"];

/** Of what goes into a sentence of the documentation, the most characters; the longest that are known have 30. */
const longestLabel = 100;

/** Reads a list of targets. `file` is what messages call it. Throws `GeneratorError`, with the place, where the shape is wrong. */
export function readTargets(text: string, file: string): RawTarget[] {
  const document = new JsonDocument(text, file);
  const shape = new JsonShape(document);
  const first = new Map<string, Position>();
  return shape.array(document.root, "the list of targets").map((node) => {
    const target = readTarget(shape, shape.object(node, "a target"));
    const before = first.get(target.name);
    if (before !== undefined) {
      shape.fail(
        `The target ${JSON.stringify(target.name)} occurs twice.`,
        node.offset,
        `It stands in line ${before.line} already. Names are unique.`,
      );
    }
    first.set(target.name, target.position);
    return target;
  });
}

function readTarget(shape: JsonShape, object: JsonObject): RawTarget {
  const nameKey = object.members.has("kotlinName") ? "kotlinName" : "name";
  const name = shape.required(object, nameKey, "a target", shape.name);
  const what = `target ${name}`;
  shape.knownKeys(object, keys.target, what);
  const other = nameKey === "kotlinName" ? object.members.get("name") : undefined;
  if (other !== undefined) {
    shape.fail(`Target ${name} has both "name" and "kotlinName".`, other.keyOffset, 'Keep "name".');
  }
  const protocolTypes = shape.required(object, "supportedCdpTargets", what, shape.names);
  if (protocolTypes.length === 0) {
    shape.fail(
      `"supportedCdpTargets" of ${what} is empty.`,
      object.offset,
      'Name at least one type of the protocol, as "page".',
    );
  }
  return {
    name,
    chromiumAgentHostType: shape.required(object, "chromiumAgentHostType", what, shape.name),
    supportedCdpTargets: protocolTypes,
    supportedDomainsInChromium: shape.required(object, "supportedDomainsInChromium", what, shape.names),
    additionalSupportedDomains: shape.optional(object, "additionalSupportedDomains", what, shape.names) ?? [],
    description: shape.optional(object, "description", what, shape.string) || undefined,
    commands: readByName(shape, object, "commands", what, readCommandSupport),
    events: readByName(shape, object, "events", what, readEventSupport),
    measured: shape.optional(object, "measured", what, readMeasurement),
    evidence: shape.optional(object, "evidence", what, readEvidence),
    position: shape.position(object.members.get(nameKey)?.value.offset ?? object.offset),
  };
}

/** An object whose keys are names of the protocol. */
function readByName<T>(
  shape: JsonShape,
  object: JsonObject,
  key: string,
  what: string,
  read: (shape: JsonShape, node: JsonNode, what: string) => T,
): Map<string, T> {
  const values = new Map<string, T>();
  const byName = shape.optional(object, key, what, shape.object);
  for (const member of byName?.members ?? []) {
    if (member.key === "") shape.fail(`A name in ${keyOf(what, key)} is empty.`, member.keyOffset);
    values.set(member.key, read(shape, member.value, `"${key}.${member.key}" of ${what}`));
  }
  return values;
}

function readCommandSupport(shape: JsonShape, node: JsonNode, what: string): RawCommandSupport {
  const object = shape.object(node, what);
  shape.knownKeys(object, keys.commands, what);
  return {
    ...readSupport(shape, object, what),
    refuses: readByName(shape, object, "refuses", what, (_, reason, of) => shape.string(reason, of)),
    requires: readByName(shape, object, "requires", what, readRequirement),
  };
}

function readEventSupport(shape: JsonShape, node: JsonNode, what: string): RawSupport {
  const object = shape.object(node, what);
  shape.knownKeys(object, keys.events, what);
  return readSupport(shape, object, what);
}

function readSupport(shape: JsonShape, object: JsonObject, what: string): RawSupport {
  const only = shape.optional(object, "only", what, shape.names);
  const lacks = shape.optional(object, "lacks", what, shape.names);
  if (only !== undefined && lacks !== undefined) {
    shape.fail(
      `${upperFirst(what)} has both "only" and "lacks".`,
      object.members.get("lacks")?.keyOffset ?? object.offset,
      'Keep one: "only" lists what there is, "lacks" what there is not.',
    );
  }
  return { only, lacks };
}

function readRequirement(shape: JsonShape, node: JsonNode, what: string): RawRequirement {
  const name = shape.string(node, what);
  const requirement = requirements.find((known) => known === name);
  if (requirement !== undefined) return requirement;
  const meant = nearest(name, requirements);
  return shape.fail(
    `${JSON.stringify(name)} is nothing that a command can require, in ${what}.`,
    node.offset,
    `${meant === undefined ? "" : `Did you mean ${JSON.stringify(meant)}? `}Known: ${requirements.join(", ")}.`,
  );
}

function readMeasurement(this: JsonShape, node: JsonNode, what: string, key?: string): RawMeasurement {
  const whole = keyOf(what, key);
  const object = this.object(node, whole);
  this.knownKeys(object, keys.measured, whole);
  return {
    browser: this.required(object, "browser", whole, readLabel),
    transport: this.required(object, "transport", whole, readLabel),
    types: this.optional(object, "types", whole, readLabels),
    untrusted: this.optional(object, "untrusted", whole, readLabel),
  };
}

/** What a browser calls itself or a session, on one line: nothing in it is to steer who reads the documentation. */
function readLabel(this: JsonShape, node: JsonNode, what: string, key?: string): string {
  const label = this.name(node, what, key);
  const whole = keyOf(what, key);
  if (label.length > longestLabel) {
    this.fail(
      `${upperFirst(whole)} has ${label.length} characters.`,
      node.offset,
      `It may have ${longestLabel}. Write what the browser calls itself, as Chrome/143.0.7499.40.`,
    );
  }
  // Letters, marks, numbers, punctuation, symbols and the ordinary space.
  if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(label)) {
    this.fail(`${upperFirst(whole)} holds a character that cannot be seen.`, node.offset, "Remove it.");
  }
  return label;
}

function readLabels(this: JsonShape, node: JsonNode, what: string, key?: string): string[] {
  for (const item of this.array(node, what, key))
    readLabel.call(this, item, `an entry of ${keyOf(what, key)}`);
  return this.names(node, what, key);
}

function readEvidence(this: JsonShape, node: JsonNode, what: string, key?: string): RawEvidence {
  const whole = keyOf(what, key);
  const object = this.object(node, whole);
  this.knownKeys(object, keys.evidence, whole);
  const words = (name: string): Map<string, string> =>
    readByName(this, object, name, whole, (shape, value, of) => shape.name(value, of));
  return {
    inferred: words("inferred"),
    declared: words("declared"),
    newer: this.optional(object, "newer", whole, this.names) ?? [],
  };
}
