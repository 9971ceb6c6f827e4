import { expect, test } from "vitest";
import { conform } from "../../../../templates/runtime/codec/schema/conform.js";
import { Drift } from "../../../../templates/runtime/codec/schema/drift.js";
import { SchemaText } from "../../../../templates/runtime/codec/schema/schema-text.js";
import { MAX_TYPED_DEPTH } from "../../../../templates/runtime/core/limits.js";

interface Node {
  readonly data: unknown;
  readonly children?: readonly [Node];
}

const shape = new SchemaText("T", "type Node data:binary children?:@Node[]\nevent grown root:@Node").event(
  "grown",
)!;

/** A tree of nodes in each other, as it is parsed. */
const grown = (levels: number): { root: Node } =>
  JSON.parse(
    `{"root":${'{"data":"AQID","children":['.repeat(levels)}{"data":"AQID"}${"]}".repeat(levels)}}`,
  ) as {
    root: Node;
  };

function dataOf({ root }: { root: Node }): unknown[] {
  const data: unknown[] = [];
  for (let node: Node | undefined = root; node !== undefined; node = node.children?.[0]) data.push(node.data);
  return data;
}

test("what lies deeper than is read by a schema is delivered as it came, and counted", () => {
  // Deeper than a stack, with two maps and arrays to a node.
  const [value, drift] = [grown(30_000), new Drift()];
  conform(value, shape, drift);
  const data = dataOf(value);
  const readable = MAX_TYPED_DEPTH / 2;
  expect(data).toHaveLength(30_001);
  expect(data.slice(0, readable).every((bytes) => bytes instanceof Uint8Array)).toBe(true);
  expect(data.slice(readable).every((text) => text === "AQID")).toBe(true);
  expect(drift.snapshot()).toMatchObject({ wrongValues: 1, places: { "wrong value T.Node.children": 1 } });
});

test("what lies less deep is all read", () => {
  const [value, drift] = [grown(MAX_TYPED_DEPTH / 2 - 1), new Drift()];
  conform(value, shape, drift);
  expect(dataOf(value).every((bytes) => bytes instanceof Uint8Array)).toBe(true);
  expect(drift.snapshot().places).toEqual({});
});
