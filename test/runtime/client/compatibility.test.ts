import { describe, expect, test } from "vitest";
import {
  compareDefinitions,
  definitionLines,
  fetchDefinitions,
} from "../../../templates/runtime/client/compatibility.js";

const domain = (more: object = {}) => ({
  domain: "Page",
  types: [{ id: "FrameId", type: "string" }],
  commands: [
    {
      name: "navigate",
      parameters: [
        { name: "url", type: "string" },
        { name: "frame", optional: true, $ref: "FrameId" },
      ],
      returns: [{ name: "frameId", $ref: "FrameId" }],
    },
  ],
  events: [{ name: "moved", parameters: [{ name: "bytes", type: "binary" }] }],
  ...more,
});

const generated = definitionLines({ domains: [domain()] });

test("definitions are brought to lines", () => {
  expect(generated.split("\n")).toEqual([
    "type Page.FrameId =string",
    "command Page.navigate url:string frame?:Page.FrameId -> frameId:Page.FrameId",
    "event Page.moved bytes:string",
  ]);
});

const lines = (protocol: object): string[] => {
  const { missing, added, changed } = compareDefinitions(generated, protocol);
  return [
    ...missing.map(({ kind, name, generated: was }) => `missing ${kind} ${name} ${was ?? ""}`),
    ...added.map(({ kind, name, browser }) => `added ${kind} ${name} ${browser ?? ""}`),
    ...changed.map((one) => `changed ${one.kind} ${one.name} ${one.generated ?? ""} => ${one.browser ?? ""}`),
  ].map((line) => line.trim());
};

describe("a browser", () => {
  test.each([
    ["that speaks the same", [domain()], []],
    ["whose words differ alone", [domain({ description: "x", experimental: true })], []],
    ["that lacks an event", [domain({ events: [] })], ["missing event Page.moved"]],
    [
      "that has more",
      [
        domain({ events: [...domain().events, { name: "closed" }] }),
        { domain: "Log", commands: [{ name: "clear" }] },
      ],
      ["added event Page.closed", "added command Log.clear", "added domain Log"],
    ],
    [
      "that lacks it all",
      [],
      [
        "missing type Page.FrameId =string",
        "missing command Page.navigate",
        "missing event Page.moved",
        "missing domain Page",
      ],
    ],
    [
      "whose fields differ",
      [
        domain({
          commands: [
            {
              name: "navigate",
              parameters: [
                { name: "url", type: "string", optional: true },
                { name: "frames", type: "array", items: { $ref: "FrameId" } },
              ],
              returns: [{ name: "frameId", $ref: "Target.TargetID" }],
            },
          ],
        }),
      ],
      [
        "missing field Page.navigate.frame frame?:Page.FrameId",
        "added field Page.navigate.frames frames:Page.FrameId[]",
        "changed field Page.navigate.url url:string => url?:string",
        "changed field Page.navigate.result.frameId frameId:Page.FrameId => frameId:Target.TargetID",
      ],
    ],
    [
      "whose type is another",
      [domain({ types: [{ id: "FrameId", type: "string", enum: ["a", "b c"] }] })],
      ["changed type Page.FrameId =string => =a|b_c"],
    ],
  ])("%s", (_title, domains, want) => {
    expect(lines({ domains })).toEqual(want);
    const { isCompatible } = compareDefinitions(generated, JSON.stringify({ domains }));
    expect(isCompatible).toBe(want.every((line) => line.startsWith("added")));
  });
});

test("what is no protocol is refused", () => {
  expect(() => compareDefinitions(generated, "<html>")).toThrow("the definitions are not JSON");
  expect(() => compareDefinitions(generated, "{}")).toThrow("the definitions are not JSON");
});

test("a connection that leads to no address says so", async () => {
  await expect(fetchDefinitions(undefined, {}, undefined)).rejects.toThrow(
    'cannot be fetched over this connection; pass it as "protocol"',
  );
});
