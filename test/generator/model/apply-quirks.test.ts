import { describe, expect, test } from "vitest";
import type { QuirkChange } from "../../../generator/model/quirks.js";
import { quirks } from "../../../generator/model/quirks.js";
import {
  commandOf,
  eventOf,
  failure,
  json,
  resolution,
  shown,
  shownAll,
  typeOf,
  warningsOf,
} from "./definitions-of.js";

const domains = json([
  {
    domain: "A",
    types: [
      { id: "FrameId", type: "string" },
      { id: "Key", type: "string" },
      { id: "Alike", type: "array", items: { $ref: "Key" } },
      { id: "Cookie", type: "object", properties: [{ name: "expires", type: "number" }] },
      { id: "Headers", type: "object" },
    ],
    commands: [
      {
        name: "go",
        parameters: [{ name: "body", type: "string" }],
        returns: [{ name: "parts", type: "array", items: { type: "string" } }],
      },
    ],
    events: [
      {
        name: "went",
        parameters: [
          { name: "maybe", type: "string", optional: true },
          { name: "entries", type: "array", items: { type: "object" } },
        ],
      },
    ],
  },
]);

function apply(what: string, change: QuirkChange, shipped: boolean): ReturnType<typeof resolution> {
  const quirk = { what, change, reason: "It is so.", link: "https://example.com/" };
  return resolution([domains], [], { quirks: [quirk], shipped });
}

describe("a quirk", () => {
  test("makes two aliases one kind of thing", () => {
    const { protocol } = apply("A.Key", { kind: "identity", identity: "A.FrameId" }, true);
    expect(typeOf(protocol, "A.Key")).toMatchObject({ identity: "A.FrameId" });
  });

  test("gives an alias an identity that its name does not", () => {
    const { protocol } = apply("A.Key", { kind: "identity", identity: "A.Key" }, true);
    expect(typeOf(protocol, "A.Key")).toMatchObject({ identity: "A.Key" });
  });

  test("makes a property optional, or required", () => {
    const cookie = typeOf(
      apply("A.Cookie.expires", { kind: "optional", optional: true }, true).protocol,
      "A.Cookie",
    );
    expect(cookie.kind === "object" && shownAll(cookie.properties)).toBe("expires?: number");
    const { protocol } = apply("A.WentEvent.maybe", { kind: "optional", optional: false }, true);
    expect(shownAll(eventOf(protocol, "A.went").parameters)).toBe("maybe: string, entries: array of record");
  });

  test("makes strings bytes", () => {
    const sent = apply("A.GoRequest.body", { kind: "binary" }, true);
    expect(shownAll(commandOf(sent.protocol, "A.go").parameters)).toBe("body: binary");
    const received = apply("A.GoResponse.parts", { kind: "binary" }, true);
    expect(shownAll(commandOf(received.protocol, "A.go").returns)).toBe("parts: array of binary");
  });

  test("says what the values of an object of any form are", () => {
    const alias = typeOf(
      apply("A.Headers", { kind: "record", values: ["string"] }, true).protocol,
      "A.Headers",
    );
    expect(alias.kind === "alias" && shown(alias.type)).toBe("record of string");
    const { protocol } = apply("A.WentEvent.entries", { kind: "record", values: ["string", "number"] }, true);
    expect(shownAll(eventOf(protocol, "A.went").parameters)).toBe(
      "maybe?: string, entries: array of record of string | number",
    );
  });

  test("waits for its domain", () => {
    expect(warningsOf(apply("Gone.Key", { kind: "identity", identity: "A.FrameId" }, true))).toEqual([]);
  });
});

describe("a quirk that no longer applies", () => {
  const rows: readonly { what: string; change: QuirkChange; why: string; absent: boolean }[] = [
    {
      what: "A.Gone",
      change: { kind: "identity", identity: "A.FrameId" },
      why: "there is no type A.Gone",
      absent: true,
    },
    {
      what: "A.Alike",
      change: { kind: "identity", identity: "A.FrameId" },
      why: "A.Alike is no string or number of its own",
      absent: false,
    },
    {
      what: "A.FrameId",
      change: { kind: "identity", identity: "A.FrameId" },
      why: "A.FrameId has the identity A.FrameId without it",
      absent: false,
    },
    {
      what: "A.Key",
      change: { kind: "identity", identity: "A.Gone" },
      why: "there is no type A.Gone whose identity it could share",
      absent: true,
    },
    {
      what: "A.Cookie.gone",
      change: { kind: "optional", optional: true },
      why: "there is no A.Cookie.gone",
      absent: true,
    },
    {
      what: "A.WentEvent.maybe",
      change: { kind: "optional", optional: true },
      why: "A.WentEvent.maybe is optional without it",
      absent: false,
    },
    {
      what: "A.GoRequest.body",
      change: { kind: "optional", optional: false },
      why: "A.GoRequest.body is required without it",
      absent: false,
    },
    {
      what: "A.Cookie.expires",
      change: { kind: "binary" },
      why: "A.Cookie.expires is not a string, or is bytes without it",
      absent: false,
    },
    {
      what: "A.Cookie",
      change: { kind: "record", values: ["string"] },
      why: "A.Cookie is no object of any form",
      absent: false,
    },
    {
      what: "A.Cookie.gone",
      change: { kind: "record", values: ["string"] },
      why: "there is no A.Cookie.gone",
      absent: true,
    },
    { what: "A.GoEvent.body", change: { kind: "binary" }, why: "there is no A.GoEvent.body", absent: true },
  ];

  test.each(rows)("because $why", ({ what, change, why, absent }) => {
    const want =
      `protocol.json:8:14: The quirk for ${what} no longer applies: ${why}.\n` +
      "It was there because: It is so. See https://example.com/. Remove or correct it in generator/model/quirks.ts.";
    expect(failure(() => apply(what, change, true))).toBe(want);
    // Another runtime's protocol or an older revision may lack the thing: that is nothing to tell.
    expect(warningsOf(apply(what, change, false))).toEqual(absent ? [] : [want]);
  });
});

test("each quirk of the list says what, why and where to see it, once", () => {
  for (const { what, reason, link } of quirks) {
    expect(what).toMatch(/^\w+\.\w+(\.\w+)?$/);
    expect(reason).toMatch(/^[A-Z`].*\.$/);
    expect(link).toMatch(/^https:\/\//);
  }
  expect(new Set(quirks.map(({ what }) => what)).size).toBe(quirks.length);
});
