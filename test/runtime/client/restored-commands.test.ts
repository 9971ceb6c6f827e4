import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { effectOf } from "../../../templates/runtime/client/restored-commands.js";
import { SessionRecord } from "../../../templates/runtime/client/session-record.js";
import { root } from "../../support/paths.js";

interface RawDomain {
  readonly domain: string;
  readonly commands?: readonly { readonly name: string }[];
}

/** Every command of the protocol that is shipped. */
const commands = ["browser_protocol.json", "js_protocol.json"].flatMap((file) => {
  const { domains } = JSON.parse(readFileSync(join(root, "protocol", file), "utf8")) as {
    readonly domains: readonly RawDomain[];
  };
  return domains.flatMap(({ domain, commands: all = [] }) => all.map(({ name }) => `${domain}.${name}`));
});

/** Commands that set something on the page or in the browser once, or by an id that ends with the session. */
const once: Readonly<Record<string, string>> = {
  Animation: "setPaused setTiming",
  Autofill: "setAddresses",
  BackgroundService: "setRecording",
  BluetoothEmulation: "setSimulatedCentralState",
  Browser: "setWindowBounds setContentsSize setDockTile setGlobalPrivacyControl",
  CSS: "setEffectivePropertyValueForNode setPropertyRulePropertyName setKeyframeKey setMediaText setContainerQueryText setContainerQueryConditionText setSupportsText setNavigationText setScopeText setRuleSelector setStyleSheetText setStyleTexts",
  Cast: "setSinkToUse",
  DOM: "setAttributeValue setAttributesAsText setFileInputFiles setInspectedNode setNodeName setNodeValue setOuterHTML setTextMarker",
  DOMDebugger: "setBreakOnCSPViolation setDOMBreakpoint",
  DOMStorage: "setDOMStorageItem",
  DigitalCredentials: "setVirtualWalletBehavior",
  Emulation: "setPageScaleFactor setVirtualTimePolicy",
  Extensions: "setStorageItems",
  Memory: "setPressureNotificationsSuppressed",
  Network: "setCookie setCookies",
  Overlay: "setInspectMode setPausedInDebuggerMessage",
  Page: "setDocumentContent setWebLifecycleState",
  Performance: "setTimeDomain",
  Storage: "setCookies",
  WebAuthn: "setResponseOverrideBits setUserVerified setAutomaticPresenceSimulation setCredentialProperties",
  Debugger:
    "setBlackboxExecutionContexts setBlackboxedRanges setBreakpoint setBreakpointOnFunctionCall setReturnValue setScriptSource setVariableValue",
};

describe("commands that are sent again", () => {
  test("of the protocol that is shipped, all that set something, but for these", () => {
    expect(commands.length).toBeGreaterThan(600);
    const left = commands.filter((method) => /\.set/.test(method) && effectOf(method) === undefined);
    const known = Object.entries(once).flatMap(([domain, names]) =>
      names.split(" ").map((name) => `${domain}.${name}`),
    );
    expect(left).toEqual(known);
  });

  test.each([
    ["Page.navigate", undefined],
    ["Tracing.start", undefined],
    ["Foo.enable", "sets"],
    ["Foo.setBarOverride", "sets"],
    ["Foo.clearBarOverride", "removes"],
    ["Foo.disable", "removes"],
    ["Fetch.enable", "sets"],
    ["Fetch.continueRequest", undefined],
    ["Runtime.removeBinding", "removes"],
    ["Emulation.setVirtualTimePolicy", undefined],
    ["Emulation.setCPUThrottlingRate", "sets"],
    ["enable", undefined],
  ])("%s: %s", (method, kind) => {
    expect(effectOf(method)?.kind).toBe(kind);
  });
});

/** A command, its parameters, and what the browser answers; with `late`, only after all others. */
type Step = readonly [method: string, params?: object, result?: object, late?: "late"];

describe("what is sent again", () => {
  test.each<readonly [title: string, given: readonly Step[], want: readonly (readonly [string, object?])[]]>([
    ["is in the order of the calls", [["A.enable"], ["B.enable"]], [["A.enable"], ["B.enable"]]],
    [
      "keeps that order where answers come in another",
      [["A.enable", {}, {}, "late"], ["B.enable"]],
      [["A.enable", {}], ["B.enable"]],
    ],
    [
      "is the last of its kind, in the place of the first",
      [["Page.setBypassCSP", { enabled: true }], ["A.enable"], ["Page.setBypassCSP", { enabled: false }]],
      [["Page.setBypassCSP", { enabled: false }], ["A.enable"]],
    ],
    [
      "is the last by the order of the calls",
      [
        ["A.enable", { n: 1 }, {}, "late"],
        ["A.enable", { n: 2 }],
      ],
      [["A.enable", { n: 2 }]],
    ],
    [
      "has nothing of a domain that was disabled",
      [["Network.enable"], ["Network.setCacheDisabled", {}], ["Page.enable"], ["Network.disable"]],
      [["Page.enable"]],
    ],
    [
      "has what was enabled again, in its new place",
      [["A.enable"], ["B.enable"], ["A.disable"], ["A.enable"]],
      [["B.enable"], ["A.enable"]],
    ],
    [
      "has no override that was cleared",
      [
        ["Emulation.setDeviceMetricsOverride", { width: 1 }],
        ["Emulation.setIdleOverride", {}],
        ["Emulation.clearDeviceMetricsOverride"],
      ],
      [["Emulation.setIdleOverride", {}]],
    ],
    [
      "has one binding for each name",
      [
        ["Runtime.addBinding", { name: "a" }],
        ["Runtime.addBinding", { name: "b" }],
        ["Runtime.addBinding", { name: "a" }],
        ["Runtime.removeBinding", { name: "b" }],
      ],
      [["Runtime.addBinding", { name: "a" }]],
    ],
    [
      "has each script, but for those that were removed by what they are called",
      [
        ["Page.addScriptToEvaluateOnNewDocument", { source: "x" }, { identifier: "1" }],
        ["Page.addScriptToEvaluateOnNewDocument", { source: "x" }, { identifier: "2" }],
        ["Page.addScriptToEvaluateOnNewDocument", { source: "y" }, { identifier: "3" }],
        ["Page.removeScriptToEvaluateOnNewDocument", { identifier: "2" }],
      ],
      [
        ["Page.addScriptToEvaluateOnNewDocument", { source: "x" }],
        ["Page.addScriptToEvaluateOnNewDocument", { source: "y" }],
      ],
    ],
    [
      "has the permissions of each context, but for those that were reset",
      [
        ["Browser.grantPermissions", { permissions: ["a"], browserContextId: "1" }],
        ["Browser.grantPermissions", { permissions: ["a"] }],
        ["Browser.resetPermissions", { browserContextId: "1" }],
      ],
      [["Browser.grantPermissions", { permissions: ["a"] }]],
    ],
    ["has nothing that only does something", [["Page.navigate", { url: "x" }]], []],
  ])("%s", (_title, given, want) => {
    const record = new SessionRecord();
    const steps = given.map(([method, params, result = {}, late]) => ({
      answer: record.watch(method, params, undefined),
      result,
      late,
    }));
    for (const { answer, result, late } of steps) if (late === undefined) answer?.(result);
    for (const { answer, result, late } of steps) if (late !== undefined) answer?.(result);
    const sent = record.commands.map(({ method, params }) =>
      params === undefined ? [method] : [method, params],
    );
    expect(sent).toEqual(want);
  });

  test("is what was sent, whatever the caller does with the object", () => {
    const record = new SessionRecord();
    const params = { headers: { a: "1" } };
    const answer = record.watch("Network.setExtraHTTPHeaders", params, undefined);
    params.headers.a = "2";
    answer?.({});
    expect(record.commands[0]?.params).toEqual({ headers: { a: "1" } });
  });

  test("may hold what cannot be copied", () => {
    const record = new SessionRecord();
    const params = { at: { toJSON: () => "now" } };
    record.watch("Page.setFontSizes", params, undefined)?.({});
    expect(JSON.stringify(record.commands[0]?.params)).toBe('{"at":"now"}');
  });
});
