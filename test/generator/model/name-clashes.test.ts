import { describe, expect, test } from "vitest";
import type { RawTarget } from "../../../generator/load/raw.js";
import { failure, resolved, target } from "./definitions-of.js";
import type { JsonDomains } from "./definitions-of.js";

const text = { type: "string" };
const go = (name: string): object => ({
  name,
  parameters: [{ name: "p", ...text }],
  returns: [{ name: "r", ...text }],
});
const inA = (members: object): JsonDomains => [{ domain: "A", ...members }];

interface Row {
  readonly title: string;
  readonly given: JsonDomains;
  readonly targets?: readonly RawTarget[];
  readonly want: string;
}

/** `want` is the message; the place is that of the second of the two, and the hint that of the first. */
function clashes(rows: readonly Row[]): void {
  test.each(rows)("$title", ({ given, targets = [], want }) => {
    const message = failure(() => resolved(given, targets));
    expect(message).toContain(want);
    expect(message).toMatch(/^protocol\.json:\d+:\d+: /);
    expect(message).toMatch(/\n.* is at protocol\.json:\d+:\d+\. Rename one of the two\.$/);
  });
}

describe("two things of one name in a domain", () => {
  clashes([
    {
      title: "a type, and what a command takes",
      given: inA({ types: [{ id: "GoRequest", ...text }], commands: [go("go")] }),
      want: "The type A.GoRequest and what the command A.go takes would both be called GoRequest (a type of A).",
    },
    {
      title: "a type, and what a command gives back",
      given: inA({ types: [{ id: "GoResponse", ...text }], commands: [go("go")] }),
      want: "The type A.GoResponse and what the command A.go gives back would both be called GoResponse",
    },
    {
      title: "a type, and what an event carries",
      given: inA({
        types: [{ id: "WentEvent", ...text }],
        events: [{ name: "went", parameters: [{ name: "p", ...text }] }],
      }),
      want: "The type A.WentEvent and what the event A.went carries would both be called WentEvent",
    },
    {
      title: "a type, and the domain's interface",
      given: inA({ types: [{ id: "ADomain", ...text }] }),
      want: "The interface of the domain A and the type A.ADomain would both be called ADomain",
    },
    {
      title: "a type, and an inline enum that occurs once",
      given: inA({
        types: [
          { id: "BoxLid", ...text },
          { id: "Box", type: "object", properties: [{ name: "lid", ...text, enum: ["a"] }] },
        ],
      }),
      want: "The type A.BoxLid and the enum of A.Box.lid would both be called BoxLid",
    },
    {
      title: "a type, and an inline enum that is shared",
      given: inA({
        types: [
          { id: "BoxLid", ...text },
          {
            id: "Box",
            type: "object",
            properties: [
              { name: "lid", ...text, enum: ["a"] },
              { name: "top", ...text, enum: ["a"] },
            ],
          },
        ],
      }),
      want: "The type A.BoxLid and the enum of A.Box.lid would both be called BoxLid",
    },
    {
      title: "a type, and the alias of a shared inline enum",
      given: inA({
        types: [
          { id: "BoxTop", ...text },
          {
            id: "Box",
            type: "object",
            properties: [
              { name: "lid", ...text, enum: ["a"] },
              { name: "top", ...text, enum: ["a"] },
            ],
          },
        ],
      }),
      want: "The type A.BoxTop and the enum of A.Box.top would both be called BoxTop",
    },
    {
      title: "two inline enums",
      given: inA({
        types: [
          { id: "Foo", type: "object", properties: [{ name: "barBaz", ...text, enum: ["a"] }] },
          { id: "FooBar", type: "object", properties: [{ name: "baz", ...text, enum: ["b"] }] },
        ],
      }),
      want: "The enum of A.Foo.barBaz and the enum of A.FooBar.baz would both be called FooBarBaz",
    },
    {
      title: "two commands that differ in their first letter only",
      given: inA({ commands: [go("go"), go("Go")] }),
      want: "What the command A.go takes and what the command A.Go takes would both be called GoRequest",
    },
    {
      title: "a command and an event",
      given: inA({ commands: [{ name: "went" }], events: [{ name: "went" }] }),
      want: "The command A.went and the event A.went would both be called went (a member of ADomain).",
    },
  ]);
});

describe("two domains of one file", () => {
  clashes([
    {
      title: "differ in case only",
      given: [{ domain: "Page" }, { domain: "PAGE" }],
      want: "The domain Page and the domain PAGE would both be called PAGE (ignoring case, since some file systems do).",
    },
    {
      title: "a domain, and the part of another that a target has",
      given: [
        { domain: "Audio", commands: [{ name: "a" }, { name: "b" }] },
        { domain: "WebAudio", commands: [{ name: "a" }] },
      ],
      targets: [
        target("Web", ["Audio", "WebAudio"], {
          commands: new Map([
            [
              "Audio",
              { only: ["a"], lacks: undefined, refuses: new Map<string, string>(), requires: new Map() },
            ],
          ]),
        }),
      ],
      want:
        "The interface of the domain WebAudio and the part of Audio that the target Web has would both be called " +
        "WebAudioDomain (a name in targets/WebTarget.ts).",
    },
  ]);
});

describe("names that cannot be", () => {
  const tooLong = "a".repeat(129);
  test.each([
    { given: [{ domain: "../x" }], want: 'The domain "../x" has a name that is no identifier.' },
    { given: [{ domain: "a.b" }], want: 'The domain "a.b" has a name that is no identifier.' },
    { given: [{ domain: "Página" }], want: 'The domain "Página" has a name that is no identifier.' },
    { given: [{ domain: "class" }], want: 'The domain "class" has a word of TypeScript as its name.' },
    { given: [{ domain: "then" }], want: 'The domain "then" would make sessions promises to `await`.' },
    {
      given: [{ domain: "send" }],
      want: 'The domain "send" has the name of a member that every session has.',
    },
    {
      given: [{ domain: "newPage" }],
      want: 'The domain "newPage" has the name of a member that every session has.',
    },
    {
      given: [{ domain: "__proto__" }],
      want: 'The domain "__proto__" has the name of a member that every object has.',
    },
    {
      given: [{ domain: "constructor" }],
      want: 'The domain "constructor" has the name of a member that every object has.',
    },
    {
      given: [{ domain: "Promise" }],
      want: 'The domain "Promise" has a name that the generated modules use for something else.',
    },
    {
      given: [{ domain: "connect" }],
      want: 'The domain "connect" has a name that the generated modules use for something else.',
    },
    { given: [{ domain: "Con" }], want: 'The domain "Con" has a name that cannot be a file\'s on Windows.' },
    { given: [{ domain: tooLong }], want: "has a name of 129 characters." },
    {
      given: inA({ types: [{ id: "a-b", ...text }] }),
      want: "The type A.a-b has a name that is no identifier.",
    },
    { given: inA({ types: [{ id: tooLong, ...text }] }), want: "has a name of 129 characters." },
    {
      given: inA({ types: [{ id: "string", ...text }] }),
      want: "The type A.string cannot be called string, which TypeScript has a use for.",
    },
    {
      given: inA({ types: [{ id: "Promise", ...text }] }),
      want: "The type A.Promise cannot be called Promise, which TypeScript has a use for.",
    },
    {
      given: inA({ commands: [{ name: "go now" }] }),
      want: "The command A.go now has a name that is no identifier.",
    },
    {
      given: inA({ commands: [{ name: "new" }] }),
      want: "The command A.new would be read as a constructor by TypeScript.",
    },
    {
      given: inA({ commands: [{ name: "then" }] }),
      want: "The command A.then would make the domain a promise to `await`.",
    },
    {
      given: inA({ commands: [{ name: "__proto__" }] }),
      want: "The command A.__proto__ cannot be an ordinary member of a JavaScript object.",
    },
    { given: inA({ events: [{ name: "1st" }] }), want: "The event A.1st has a name that is no identifier." },
    {
      given: inA({ commands: [{ name: "go", parameters: [{ name: "a.b", ...text }] }] }),
      want: '"a.b" of the command A.go has a name that is no identifier.',
    },
    {
      given: inA({ events: [{ name: "e", parameters: [{ name: "rows[]", ...text }] }] }),
      want: '"rows[]" of the event A.e has a name that is no identifier.',
    },
    {
      given: inA({ types: [{ id: "T", type: "object", properties: [{ name: "__proto__", ...text }] }] }),
      want: '"__proto__" of the type A.T cannot be an ordinary member of a JavaScript object.',
    },
    {
      given: inA({
        types: [
          { id: "T", type: "array", items: { type: "object", properties: [{ name: "x@y", ...text }] } },
        ],
      }),
      want: '"x@y" of the type A.T has a name that is no identifier.',
    },
  ])("$want", ({ given, want }) => {
    const message = failure(() => resolved(given));
    expect(message).toContain(want);
    expect(message).toMatch(/^protocol\.json:\d+:\d+: .*\n.+/);
  });

  test.each([
    { name: "../x", want: 'The target "../x" has a name that is no identifier.' },
    { name: "a".repeat(129), want: "has a name of 129 characters." },
  ])("the target $name", ({ name, want }) => {
    expect(failure(() => resolved(inA({}), [target(name, ["A"])]))).toContain(want);
  });

  test("targets that differ in case only", () => {
    expect(failure(() => resolved(inA({}), [target("Page", ["A"]), target("PAGE", ["A"])]))).toContain(
      "The target Page and the target PAGE would both be called PAGE",
    );
  });
});

test("odd names that harm nothing pass", () => {
  const protocol = resolved(
    [
      {
        domain: "A",
        types: [
          { id: "A", ...text },
          { id: "constructor", ...text },
          {
            id: "toString",
            type: "object",
            properties: [
              { name: "constructor", ...text },
              { name: "valueOf", ...text },
            ],
          },
          { id: "__proto__", ...text },
          { id: "Domain", ...text },
          { id: "Session", ...text },
          { id: "Request", ...text },
          { id: "Type", ...text, enum: ["__proto__", "*/", "`${x}`"] },
        ],
        commands: [
          { name: "constructor", parameters: [{ name: "toString", ...text }] },
          { name: "toString" },
          { name: "delete", returns: [{ name: "new", ...text }] },
          { name: "request" },
        ],
        events: [{ name: "hasOwnProperty", parameters: [{ name: "class", ...text }] }],
      },
      { domain: "Domain", commands: [{ name: "go" }] },
      { domain: "EventSource", events: [{ name: "domain" }] },
    ],
    [target("A", ["A", "Domain"])],
  );
  expect(
    protocol.domains.map(({ types, commands, events }) => [types.length, commands.length, events.length]),
  ).toEqual([
    [8, 4, 1],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});
