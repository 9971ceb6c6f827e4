/** The phrases of a diff, as somebody reads them. */
import { expect, test } from "vitest";
import type { Change, Edit } from "../../../generator/diff/change.js";
import type { Node, Value } from "../../../generator/diff/snapshot.js";
import { effectWords, wordsOf } from "../../../generator/diff/wording.js";

const path = ["domains", "Page", "commands", "go"];
const support = ["targets", "Worker", "supports", "Net.enable"];

function said(edit: Edit): string {
  const change: Change = {
    ...edit,
    send: "neutral",
    receive: "neutral",
    targets: [],
    experimental: false,
    implied: false,
  };
  return wordsOf(change)
    .map((word) => (typeof word === "string" ? word : `<${word.foreign}>`))
    .join("");
}

function changed(field: string, before: Value, after: Value, at = path): string {
  return said({ op: "changed", path: at, field, before, after });
}

const parameter: Node = {
  kind: "parameter",
  name: "how",
  fields: { type: "array of enum", optional: true, experimental: true },
  lists: { values: [{ kind: "value", name: "a", fields: {}, lists: {} }] },
};

test.each([
  [
    said({ op: "added", path: [...path, "parameters", "how"], node: parameter, after: null }),
    'experimental optional parameter (<array of "a">) added',
  ],
  [
    said({
      op: "removed",
      path: support,
      node: { kind: "support", name: "Net.enable", fields: {}, lists: {} },
    }),
    "support removed",
  ],
  [said({ op: "renamed", path, to: "run" }), "command renamed to <run>"],
  [
    said({ op: "moved", path, to: ["domains", "Tab", "commands", "go"], after: null }),
    "command moved to <Tab.go>",
  ],
  [said({ op: "reordered", path, list: "properties", before: [], after: [] }), "properties reordered"],
  [said({ op: "reordered", path, list: "returns", before: [], after: [] }), "return values reordered"],
  [
    said({ op: "turned", path, before: ["sent"], after: ["sent", "received"] }),
    "was only sent and is now sent and received, so its declaration changes",
  ],
  [
    said({ op: "turned", path, before: [], after: ["sent"] }),
    "was unused and is now only sent, so its declaration changes",
  ],
  [changed("optional", false, true, [...path, "parameters", "how"]), "parameter now optional"],
  [changed("type", "string", "integer"), "type changed from <string> to <integer>"],
  [changed("identity", null, "Page.FrameId"), "now identifies <Page.FrameId>"],
  [changed("identity", "Page.FrameId", null), "no longer identifies <Page.FrameId>"],
  [changed("identity", "Page.A", "Page.B"), "now identifies <Page.B> instead of <Page.A>"],
  [changed("refuses", null, "Not here", support), "refused with <Not here>"],
  [changed("refuses", "Not here", null, support), "no longer refused; it was refused with <Not here>"],
  [changed("refuses", "Not here", "Never", support), "refused with <Never> instead of <Not here>"],
  [changed("requires", null, "trusted", support), "now needs a connection that is not an extension's"],
  [changed("requires", "pipe", null, support), "no longer needs a debugging pipe"],
  [changed("requires", "pipe", "port", support), "now needs a debugging port instead of a debugging pipe"],
  [changed("redirect", null, "Tab"), "redirect added: <Tab>"],
  [changed("redirect", "Tab", null), "redirect removed; it was <Tab>"],
  [changed("deprecated", false, true), "now deprecated"],
  [changed("protocolTypes", ["page"], ["page", "tab"]), "protocol types changed from <page> to <page, tab>"],
])("%s", (words, want) => {
  expect(words).toBe(want);
});

test.each([
  ["breaking", "breaking", "breaking for senders and receivers"],
  ["additive", "breaking", "breaking for receivers, additive for senders"],
  ["neutral", "neutral", ""],
] as const)("%s to who sends and %s to who receives", (send, receive, want) => {
  expect(effectWords({ send, receive })).toBe(want);
});
