import { describe, expect, test } from "vitest";
import { answersText, definitionsText } from "../../../generator/emit/support.js";
import { loadProtocols, loadTargets } from "../../../generator/load/load.js";
import { resolve } from "../../../generator/model/resolve.js";
import { compareDefinitions } from "../../../templates/runtime/client/compatibility.js";
import { readDomains } from "../../support/definitions.js";
import { protocolOf, targetOf } from "./given.js";

const pdl = `
domain Page
  type FrameId extends string
  type Kind extends string
    enum
      none
      some-kind
  type Frame extends object
    properties
      FrameId id
      optional array of Frame children
      optional binary data
  type Anything extends object
  command navigate
    parameters
      string url
      optional enum how
        fast
        slow
    returns
      FrameId frameId
  command reload
    parameters
      optional enum how
        fast
        slow
  command stop
  event moved
    parameters
      array of integer at

domain Log
  command clear
`;

test("definitions are a line a declaration, and enums stand where they are used", () => {
  expect(definitionsText(protocolOf(pdl))).toBe(`type Page.FrameId =string
type Page.Kind =none|some-kind
type Page.Frame id:Page.FrameId children?:Page.Frame[] data?:string
type Page.Anything =object
command Page.navigate url:string how?:fast|slow -> frameId:Page.FrameId
command Page.reload how?:fast|slow
command Page.stop
event Page.moved at:integer[]
command Log.clear
`);
});

test("the definitions of the protocol that is shipped are like themselves", async () => {
  const loaded = await loadProtocols(["protocol"]);
  const { targets } = await loadTargets("target_types.json");
  const { protocol } = resolve(loaded, targets, { shipped: true });
  const compared = compareDefinitions(definitionsText(protocol), { domains: readDomains() });
  expect(compared).toEqual({ isCompatible: true, missing: [], added: [], changed: [] });
});

describe("what a target answers", () => {
  const answers = (more: object): string => {
    const { targets } = protocolOf(pdl, { targets: [targetOf("Page", ["Page", "Log"], more)] });
    return answersText(targets[0]!);
  };

  test.each([
    ["all of it", {}, "Log Page"],
    ["bits, the lowest for the first command", { Page: { only: ["navigate", "stop"] } }, "Log Page=5"],
    ["not what is refused", { Page: { refuses: { navigate: "Not allowed" } } }, "Log Page=6"],
    ["no domain of which all is refused", { Log: { refuses: { clear: "Not allowed" } } }, "Page"],
    ["what takes a condition", { Log: { requires: { "*": "pipe" } } }, "Log Page"],
  ])("%s", (_title, commands, want) => {
    expect(answers({ commands })).toBe(want);
  });

  test("what takes a transport stands apart, too", () => {
    const commands = {
      Page: { refuses: { stop: "No" }, requires: { "*": "pipe", reload: "port" } },
      Log: { requires: { "*": "port" } },
    };
    const { targets } = protocolOf(pdl, { targets: [targetOf("Page", ["Page", "Log"], { commands })] });
    const [target] = targets;
    expect(answersText(target!, "pipe")).toBe("Page=1");
    expect(answersText(target!, "port")).toBe("Log Page=2");
  });
});
