import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  dangerousMethods,
  executionOrder,
  lateMethods,
  validParameters,
  wrongParameters,
} from "../../../../generator/targets/probe/calls.js";
import { BrowserSchema } from "../../../../generator/targets/probe/schema.js";

const protocol = new URL("../../../../protocol/", import.meta.url);
const read = (name: string): { domains: unknown[] } =>
  JSON.parse(readFileSync(new URL(name, protocol), "utf8")) as { domains: unknown[] };
const domains = [...read("browser_protocol.json").domains, ...read("js_protocol.json").domains];
const schema = BrowserSchema.parse(JSON.stringify({ domains }), "the definitions");
const command = (method: string) => schema.commands.find((each) => each.method === method)!;
const surroundings = {
  origin: "http://127.0.0.1:1",
  ownOrigin: "http://localhost:1",
  frameId: "F",
  targetId: "T",
};

describe("wrong parameters", () => {
  test.each([
    ["Page.navigate", { url: { wrong: 1 } }],
    ["Target.setRemoteLocations", { locations: 1 }],
    // The type behind a reference is what counts.
    ["DOM.focus", { nodeId: "wrong" }],
    ["DOM.getAttributes", { nodeId: "wrong" }],
    ["Emulation.setScriptExecutionDisabled", { value: "wrong" }],
    ["Page.setDownloadBehavior", { behavior: { wrong: 1 } }],
    ["Browser.close", undefined],
  ])("%s", (method, want) => {
    expect(wrongParameters(schema, command(method))).toEqual(want);
  });

  test("there are some for every command with a parameter that has a type", () => {
    const without = schema.commands.filter(
      (each) => each.parameters.length > 0 && wrongParameters(schema, each) === undefined,
    );
    expect(without.map(({ method }) => method)).toEqual([]);
  });
});

describe("valid parameters", () => {
  test("have what is required and nothing else", () => {
    expect(validParameters(schema, command("Page.addCompilationCache"), surroundings)).toEqual([
      { url: "http://127.0.0.1:1/plain.html", data: "" },
    ]);
    expect(validParameters(schema, command("Browser.close"), surroundings)).toEqual([{}]);
  });

  test("a frame is sent to its own site, where it keeps its process", () => {
    expect(validParameters(schema, command("Page.navigate"), surroundings)).toEqual([
      { url: "http://localhost:1/plain.html" },
    ]);
  });

  test("a pinch has a factor that it can come to an end with", () => {
    expect(validParameters(schema, command("Input.synthesizePinchGesture"), surroundings)).toEqual([
      { x: 10, y: 10, scaleFactor: 2 },
    ]);
  });

  test("an enum gives its first value, an object what it requires", () => {
    expect(validParameters(schema, command("Browser.setPermission"), surroundings)).toEqual([
      { permission: { name: "" }, setting: "granted" },
    ]);
  });

  test("where a target may take one and refuse another there are several", () => {
    expect(validParameters(schema, command("Storage.getStorageKey"), surroundings)).toEqual([
      {},
      { frameId: "F" },
    ]);
  });
});

describe("the order", () => {
  const order = executionOrder(schema.commands).map(({ method }) => method);

  test("has every command once, but for those that are dangerous", () => {
    expect(new Set(order).size).toBe(order.length);
    const rest = schema.commands.map(({ method }) => method).filter((method) => !order.includes(method));
    expect(rest.sort()).toEqual([...dangerousMethods].sort());
  });

  test("disables a domain last, and comes late to what changes the rest", () => {
    const ofDebugger = order.filter((method) => method.startsWith("Debugger."));
    expect(ofDebugger.at(-1)).toBe("Debugger.disable");
    expect(order.slice(-lateMethods.length)).toEqual(lateMethods);
  });
});

test("a schema without domains is refused", () => {
  expect(() => BrowserSchema.parse("{}", "http://127.0.0.1:1/json/protocol")).toThrow(
    "http://127.0.0.1:1/json/protocol has no domains.",
  );
  expect(() => BrowserSchema.parse("<html>", "x")).toThrow("x is not valid JSON.");
});
