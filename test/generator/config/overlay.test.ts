/** Corrections: what can be said in the file, what they do to the model, and that one which does nothing is an error. */
import { describe, expect, test } from "vitest";
import { readOverlay } from "../../../generator/config/overlay.js";
import type { Protocol } from "../../../generator/model/model.js";
import { resolve } from "../../../generator/model/resolve.js";
import { failureOf } from "../load/failure.js";
import { commandOf, json, shown, shownAll, typeOf } from "../model/definitions-of.js";

const definitions = json([
  {
    domain: "Page",
    types: [
      { id: "FrameId", type: "string" },
      { id: "Name", type: "string" },
      { id: "Level", type: "string", enum: ["low", "high"] },
      {
        id: "Cookie",
        type: "object",
        properties: [
          { name: "value", type: "string" },
          { name: "days", type: "integer" },
          { name: "more", type: "object" },
        ],
      },
    ],
    commands: [
      {
        name: "navigate",
        parameters: [{ name: "mode", type: "string", enum: ["fast"] }],
        returns: [{ name: "parts", type: "array", items: { type: "string" } }],
      },
    ],
    events: [{ name: "loaded", parameters: [{ name: "at", type: "number", optional: true }] }],
  },
]);

function overlay(...entries: readonly (readonly [path: string, change: object])[]): string {
  return JSON.stringify(
    {
      corrections: entries.map(([path, change]) => ({
        path,
        change,
        reason: "It is so.",
        link: "https://example.com/1",
      })),
    },
    undefined,
    1,
  );
}

function corrected(text: string): Protocol {
  const corrections = readOverlay(text, "overlay.json");
  return resolve({ protocols: [definitions], revision: undefined }, [], {
    shipped: false,
    quirks: [],
    corrections,
  }).protocol;
}

test("every kind of correction", () => {
  const protocol = corrected(
    overlay(
      ["Page.Cookie.value", { binary: true }],
      ["Page.Cookie.days", { optional: true }],
      ["Page.Cookie.more", { values: ["string", "number"] }],
      ["Page.NavigateResponse.parts", { binary: true }],
      ["Page.LoadedEvent.at", { optional: false }],
      ["Page.Name", { identity: "Page.FrameId" }],
      ["Page.Level", { value: "none" }],
      ["Page.NavigateRequest.mode", { value: "slow" }],
      ["Page.navigate", { deprecated: true }],
      ["Page.Cookie", { experimental: true }],
      ["Page.loaded", { description: "It is there." }],
    ),
  );
  const cookie = typeOf(protocol, "Page.Cookie");
  expect(cookie.kind === "object" && shownAll(cookie.properties)).toBe(
    "value: binary, days?: integer, more: record of string | number",
  );
  const { parameters, returns, deprecated } = commandOf(protocol, "Page.navigate");
  expect([shownAll(parameters), shownAll(returns), deprecated]).toEqual([
    'mode: "fast" | "slow"',
    "parts: array of binary",
    true,
  ]);
  expect(cookie.experimental).toBe(true);
  expect(typeOf(protocol, "Page.Name")).toMatchObject({ identity: "Page.FrameId" });
  expect(typeOf(protocol, "Page.Level")).toMatchObject({
    values: [{ value: "low" }, { value: "high" }, { value: "none" }],
  });
  const [event] = protocol.domains[0]!.events;
  expect([event?.description, event?.parameters[0]?.optional, shown(event!.parameters[0]!.type)]).toEqual([
    "It is there.",
    false,
    "number",
  ]);
});

describe("one that is not needed fails", () => {
  test.each<[path: string, change: object, why: string]>([
    ["Page.Cookie.days", { optional: false }, "Page.Cookie.days is required without it"],
    ["Page.LoadedEvent.at", { optional: true }, "Page.LoadedEvent.at is optional without it"],
    ["Page.Cookie.days", { binary: true }, "Page.Cookie.days is not a string, or is bytes without it"],
    ["Page.Cookie.gone", { optional: true }, "there is no Page.Cookie.gone"],
    ["Page.Gone", { deprecated: true }, "there is no Page.Gone"],
    ["Gone.Type", { deprecated: true }, "there is no domain Gone"],
    ["Page.navigate", { deprecated: false }, "Page.navigate is not deprecated without it"],
    ["Page.Level", { value: "low" }, 'Page.Level has the value "low" without it'],
    ["Page.Name", { value: "low" }, "Page.Name is no enum of its own"],
    ["Page.FrameId", { identity: "Page.FrameId" }, "Page.FrameId has the identity Page.FrameId without it"],
    ["Page.Cookie", { identity: "Page.FrameId" }, "Page.Cookie is no string or number of its own"],
    [
      "Page.Name",
      { identity: "Page.Nothing" },
      "there is no type Page.Nothing whose identity it could share",
    ],
  ])("%s %j", (path, change, why) => {
    expect(failureOf(() => corrected(overlay([path, change])))).toBe(
      `overlay.json:4:12 The correction of ${path} does nothing: ${why}.\nIt was there because: It is so. See https://example.com/1. Remove it, or correct its path.`,
    );
  });

  test("as the same one twice, with other words", () => {
    const twice = overlay(
      ["Page.navigate", { description: "New." }],
      ["Page.navigate", { description: "New." }],
    );
    expect(failureOf(() => corrected(twice))).toContain("Page.navigate is corrected twice in the same way.");
  });
});

describe("what is wrong with the file", () => {
  const entry = (more: string): string => `{"corrections": [{${more}}]}`;
  const whole = '"path": "A.B", "reason": "r", "link": "https://x/"';
  test.each<[text: string, want: string]>([
    ["{}", 'The overlay has no "corrections".'],
    ['{"correction": []}', 'Did you mean "corrections"?'],
    [entry('"path": "A.B"'), 'A correction has no "link".'],
    [entry('"path": "A.B", "link": "https://x/"'), 'A correction has no "change".'],
    [
      entry(`"path": "A.B", "link": "https://x/", "change": {"binary": true}`),
      "Say why the definitions are wrong",
    ],
    [entry('"path": "A"'), '"A" is no path.'],
    [entry('"path": "A.B.C.D"'), '"A.B.C.D" is no path.'],
    [entry('"path": "A.B", "link": "javascript:x"'), '"javascript:x" is no http:// or https:// address.'],
    [entry(`${whole}, "change": {}`), '"change" has to say one thing.'],
    [entry(`${whole}, "change": {"binary": true, "optional": true}`), '"change" has to say one thing.'],
    [entry(`${whole}, "change": {"optinal": true}`), 'Did you mean "optional"?'],
    [entry(`${whole}, "change": {"values": ["text"]}`), '"text" is no kind of value.'],
    [entry(`${whole}, "change": {"values": []}`), '"values" names no kind of value.'],
    [entry(`${whole}, "change": {"values": ["string", "string"]}`), '"string" is twice in "values".'],
    [entry(`${whole}, "change": {"binary": false}`), "Bytes can only be made of a string."],
    [entry(`${whole}, "change": {"optional": "yes"}`), '"optional" has to be true or false, not a string.'],
  ])("%s", (text, want) => {
    const told = failureOf(() => readOverlay(text, "overlay.json"));
    expect(told).toContain(want);
    expect(told).toMatch(/^overlay\.json:1:\d+ /);
  });
});
