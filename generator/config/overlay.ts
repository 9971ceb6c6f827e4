/** A user's corrections of definitions, from a file with comments: path, change, reason, link. */
import type { Node } from "jsonc-parser";
import type { RecordValue } from "../model/model.js";
import type { Correction, QuirkChange } from "../model/quirks.js";
import { CommentedJson } from "./commented-json.js";

const entryKeys = ["path", "change", "reason", "link"];
const changeKeys = [
  "optional",
  "binary",
  "identity",
  "experimental",
  "deprecated",
  "description",
  "value",
  "values",
];
const recordValues: readonly string[] = ["string", "number", "boolean"] satisfies RecordValue[];

/**
 * @param file what messages call it
 * @throws GeneratorError where the file makes no sense, with the place
 */
export function readOverlay(text: string, file: string): Correction[] {
  const json = new CommentedJson(text, file);
  const members = json.members(json.root, "the overlay", ["$schema", "corrections"]);
  const list = members.get("corrections") ?? json.fail('The overlay has no "corrections".', json.root.offset);
  const seen = new Set<string>();
  return json.array(list, '"corrections"').map((node) => {
    const correction = correctionOf(json, node);
    const key = JSON.stringify([correction.what, correction.change]);
    if (seen.has(key))
      json.fail(`${correction.what} is corrected twice in the same way.`, node.offset, "Keep one.");
    seen.add(key);
    return correction;
  });
}

function correctionOf(json: CommentedJson, node: Node): Correction {
  const members = json.members(node, "a correction", entryKeys);
  const required = (key: string): Node => {
    const value = members.get(key);
    if (value === undefined)
      json.fail(`A correction has no ${JSON.stringify(key)}.`, node.offset, reasons[key]);
    return value;
  };
  const path = required("path");
  const what = json.string(path, '"path"');
  if (!/^\w+(?:\.\w+){1,2}$/.test(what)) {
    json.fail(
      `${JSON.stringify(what)} is no path.`,
      path.offset,
      "It is a type, command or event with its domain, as Page.FrameId or Page.navigate, or a property of what is generated, as Network.Cookie.expires or Page.NavigateRequest.url.",
    );
  }
  const link = json.string(required("link"), '"link"');
  if (!/^https?:\/\/\S+$/.test(link)) {
    json.fail(
      `${JSON.stringify(link)} is no http:// or https:// address.`,
      required("link").offset,
      reasons["link"],
    );
  }
  return {
    what,
    change: changeOf(json, required("change")),
    reason: json.string(required("reason"), '"reason"'),
    link,
    position: json.position(path.offset),
  };
}

const reasons: Readonly<Record<string, string>> = {
  path: "Name what is corrected, as Network.Cookie.expires.",
  change: `One of: ${changeKeys.join(", ")}.`,
  reason: "Say why the definitions are wrong, for those who read it later.",
  link: "Name the place where one can see that it is so, as a report to Chromium.",
};

function changeOf(json: CommentedJson, node: Node): QuirkChange {
  const members = json.members(node, '"change"', changeKeys);
  const [entry, another] = members;
  if (entry === undefined || another !== undefined) {
    json.fail('"change" has to say one thing.', node.offset, reasons["change"]);
  }
  const [key, value] = entry;
  const what = JSON.stringify(key);
  switch (key) {
    case "optional":
      return { kind: "optional", optional: json.boolean(value, what) };
    case "experimental":
    case "deprecated":
      return { kind: "mark", mark: key, set: json.boolean(value, what) };
    case "identity":
      return { kind: "identity", identity: json.string(value, what) };
    case "description":
      return { kind: "description", description: json.string(value, what) };
    case "value":
      return { kind: "value", value: json.string(value, what) };
    case "values":
      return { kind: "record", values: recordValuesOf(json, value, what) };
    default:
      if (!json.boolean(value, what))
        json.fail("Bytes can only be made of a string.", value.offset, 'Write "binary": true.');
      return { kind: "binary" };
  }
}

/** What the values of an object of any form are: at least one kind, and none twice. */
function recordValuesOf(json: CommentedJson, list: Node, what: string): RecordValue[] {
  const nodes = json.array(list, what);
  if (nodes.length === 0) {
    json.fail(`${what} names no kind of value.`, list.offset, `Name some of: ${recordValues.join(", ")}.`);
  }
  const seen = new Set<RecordValue>();
  for (const node of nodes) {
    const value = recordValueOf(json, node);
    if (seen.has(value)) json.fail(`${JSON.stringify(value)} is twice in ${what}.`, node.offset, "Keep one.");
    seen.add(value);
  }
  return [...seen];
}

function recordValueOf(json: CommentedJson, node: Node): RecordValue {
  const value = json.string(node, "what values are");
  if (recordValues.includes(value)) return value as RecordValue;
  return json.fail(
    `${JSON.stringify(value)} is no kind of value.`,
    node.offset,
    `One of: ${recordValues.join(", ")}.`,
  );
}
