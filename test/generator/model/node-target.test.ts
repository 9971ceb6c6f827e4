import { expect, test } from "vitest";
import { json, resolution, target } from "./definitions-of.js";

const node = [
  { domain: "Runtime", commands: [{ name: "evaluate" }] },
  { domain: "NodeRuntime", commands: [{ name: "notifyWhenWaitingForDisconnect" }] },
];

const named = (given: ReturnType<typeof resolution>): string[] =>
  given.protocol.targets.map(({ name, protocolTypes, domains }) =>
    [name, ...protocolTypes, ...domains.map(({ domain }) => domain.name)].join(" "),
  );

test("Node's process is a target that answers all, whatever the list says of browsers", () => {
  const given = resolution([json(node)], [target("Page", ["Page", "Runtime"])]);
  expect(named(given)).toEqual(["Node node NodeRuntime Runtime"]);
  expect(given.warnings).toEqual([]);
});

test("a list that has a target for Node is gone by", () => {
  const own = target("Process", ["Runtime"], { supportedCdpTargets: ["node"] });
  expect(named(resolution([json(node)], [own]))).toEqual(["Process node Runtime"]);
});

test("a browser's protocol has none, and neither has one of both", () => {
  const browser = [{ domain: "Target", commands: [{ name: "getTargets" }] }, ...node];
  expect(named(resolution([json(browser)], [target("Page", ["Runtime"])]))).toEqual(["Page page Runtime"]);
  expect(named(resolution([json(node.slice(0, 1))], [target("Page", ["Runtime"])]))).toEqual([
    "Page page Runtime",
  ]);
});
