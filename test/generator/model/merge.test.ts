import { describe, expect, test } from "vitest";
import { commandOf, failure, json, pdl, resolution, shownAll, typeOf, warningsOf } from "./definitions-of.js";
import type { JsonDomains } from "./definitions-of.js";

const bytes = "(Encoded as a base64 string when passed over JSON)";

/** One domain in both forms, in which `change` is one difference. */
function pair(jsonDomain: object, pdlBody: string): () => unknown {
  return () =>
    resolution([json([{ domain: "A", commands: [], ...jsonDomain }]), pdl(`domain A\n${pdlBody}`)]);
}

const sameRevision = "Take both forms from the same revision.";

describe("the two forms of a protocol", () => {
  test("are one: the PDL adds bytes and what enum values mean", () => {
    const { protocol, warnings } = resolution([
      json([
        {
          domain: "A",
          types: [
            { id: "Kind", type: "string", enum: ["one", "two"], description: "Words of the JSON." },
            { id: "Blob", type: "string" },
            {
              id: "Box",
              type: "object",
              properties: [{ name: "inside", type: "array", items: { type: "string" } }],
            },
          ],
          commands: [
            {
              name: "get",
              parameters: [{ name: "mode", type: "string", enum: ["x"], optional: true }],
              returns: [{ name: "data", type: "string" }],
            },
          ],
        },
      ]),
      pdl(`
domain A
  # Words of the PDL.
  type Kind extends string
    enum
      # The first.
      one
      two
  type Blob extends binary
  type Box extends object
    properties
      array of binary inside
  command get
    parameters
      optional enum mode
        # Marks the spot.
        x
    returns
      binary data
`),
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "There are no targets, so no session type has a domain.",
    ]);
    expect(typeOf(protocol, "A.Kind")).toMatchObject({
      description: "Words of the JSON.",
      position: { file: "protocol.json" },
      values: [
        { value: "one", description: "The first." },
        { value: "two", description: undefined },
      ],
    });
    expect(typeOf(protocol, "A.Blob")).toMatchObject({ type: { name: "binary" } });
    const box = typeOf(protocol, "A.Box");
    expect(box.kind === "object" && shownAll(box.properties)).toBe("inside: array of binary");
    const get = commandOf(protocol, "A.get");
    expect(shownAll(get.returns)).toBe("data: binary");
    expect(get.parameters[0]?.type).toMatchObject({
      values: [{ value: "x", description: "Marks the spot." }],
    });
  });

  test.each([
    {
      title: "a domain of the JSON is missing",
      run: () => resolution([json([{ domain: "A" }, { domain: "B" }]), pdl("domain A\n")]),
      want: [
        "protocol.json:11:14",
        "The domain B is in the JSON and not in the PDL.",
        "Both forms have A (protocol.pdl:5:8)",
      ],
    },
    {
      title: "a domain of the PDL is missing",
      run: () => resolution([json([{ domain: "A" }]), pdl("domain A\n\ndomain B\n")]),
      want: ["protocol.pdl:7:8", "The domain B is in the PDL and not in the JSON."],
    },
    {
      title: "a command of the JSON is missing",
      run: pair({ commands: [{ name: "go" }] }, "  command stop\n"),
      want: [
        "The command A.go is in the JSON and not in the PDL.",
        "It is missing at protocol.pdl:5:8.",
        sameRevision,
      ],
    },
    {
      title: "a command of the PDL is missing",
      run: pair({}, "  command stop\n"),
      want: ["protocol.pdl:6:11", "The command A.stop is in the PDL and not in the JSON."],
    },
    {
      title: "an event is missing",
      run: pair({ events: [{ name: "gone" }] }, ""),
      want: ["The event A.gone is in the JSON and not in the PDL."],
    },
    {
      title: "a type is missing",
      run: pair({}, "  type Gone extends string\n"),
      want: ["The type A.Gone is in the PDL and not in the JSON."],
    },
    {
      title: "a parameter is missing",
      run: pair(
        { commands: [{ name: "go", parameters: [{ name: "far", type: "integer" }] }] },
        "  command go\n    parameters\n      integer fast\n",
      ),
      want: [
        "The parameter far of the command A.go is in the JSON and not in the PDL.",
        "It is missing at protocol.pdl:6:11",
      ],
    },
    {
      title: "a return value is optional in one",
      run: pair(
        { commands: [{ name: "go", returns: [{ name: "far", type: "integer", optional: true }] }] },
        "  command go\n    returns\n      integer far\n",
      ),
      want: [
        "The return value far of the command A.go differs between JSON and PDL in its optional mark: optional, against required.",
        "The PDL is at protocol.pdl:8:15.",
      ],
    },
    {
      title: "a type is another",
      run: pair(
        { types: [{ id: "Box", type: "object", properties: [{ name: "n", type: "integer" }] }] },
        "  type Box extends object\n    properties\n      array of Box n\n",
      ),
      want: [
        "The property n of the type A.Box differs between JSON and PDL in its type: integer, against array of Box.",
      ],
    },
    {
      title: "bytes that are no string in the JSON",
      run: pair(
        { events: [{ name: "e", parameters: [{ name: "n", type: "integer" }] }] },
        "  event e\n    parameters\n      binary n\n",
      ),
      want: [
        "The parameter n of the event A.e differs between JSON and PDL in its type: integer, against binary.",
      ],
    },
    {
      title: "a reference leads elsewhere",
      run: pair(
        {
          types: [
            { id: "X", type: "string" },
            { id: "Y", type: "array", items: { $ref: "X" } },
          ],
        },
        "  type X extends string\n  type Y extends array of Y\n",
      ),
      want: ["The type A.Y differs between JSON and PDL in its type: X, against Y."],
    },
    {
      title: "the values of an enum differ",
      run: pair(
        { types: [{ id: "K", type: "string", enum: ["a", "b"] }] },
        "  type K extends string\n    enum\n      b\n      a\n",
      ),
      want: ['The type A.K differs between JSON and PDL in its values: "a", "b", against "b", "a".'],
    },
    {
      title: "a mark differs",
      run: pair({ commands: [{ name: "go", deprecated: true }] }, "  experimental deprecated command go\n"),
      want: [
        "The command A.go differs between JSON and PDL in its marks: deprecated, against experimental and deprecated.",
      ],
    },
    {
      title: "a redirect differs",
      run: pair({ commands: [{ name: "go" }] }, "  command go\n    redirect B\n"),
      want: ["The command A.go differs between JSON and PDL in its redirect: none, against B."],
    },
    {
      title: "dependencies differ",
      run: pair({ dependencies: ["B"] }, "  depends on C\n"),
      want: ["The domain A differs between JSON and PDL in its dependencies: B, against C."],
    },
    {
      title: "a domain is defined twice in one form",
      run: () => resolution([json([{ domain: "A" }]), json([{ domain: "A" }], "other.json")]),
      want: ["other.json:8:14", "The domain A is defined twice.", "The first is at protocol.json:8:14."],
    },
  ])("must agree: $title", ({ run, want }) => {
    const message = failure(run);
    for (const part of want) expect(message).toContain(part);
  });

  test("a property that says it is bytes, and is a string in the PDL, is worth a warning", () => {
    const data = { name: "data", type: "string", description: `A picture. ${bytes}` };
    const both = resolution([
      json([{ domain: "A", events: [{ name: "e", parameters: [data] }] }]),
      pdl("domain A\n  event e\n    parameters\n      string data\n"),
    ]);
    expect(warningsOf(both)).toEqual([
      "protocol.json:14:16: The parameter data of the event A.e says that it is bytes, and the PDL has it as a string.\n" +
        "The PDL is at protocol.pdl:8:14. It is taken as a string; if it is bytes, say so in quirks.ts.",
    ]);
  });
});

describe("one form alone", () => {
  const domains: JsonDomains = [
    {
      domain: "A",
      types: [{ id: "Blob", type: "string", description: bytes }],
      commands: [
        {
          name: "go",
          parameters: [
            { name: "image", type: "string", description: `PNG. ${bytes}` },
            { name: "parts", type: "array", items: { type: "string" }, description: bytes },
            { name: "count", type: "integer", description: `Not a string. ${bytes}` },
            { name: "title", type: "string", description: "Base64 is not meant here." },
            {
              name: "nested",
              type: "object",
              description: bytes,
              properties: [
                { name: "in", type: "string", description: bytes },
                { name: "plain", type: "string" },
              ],
            },
          ],
        },
      ],
    },
  ];

  test("a JSON: bytes are guessed from the converter's sentence", () => {
    const { protocol } = resolution([json(domains)]);
    expect(shownAll(commandOf(protocol, "A.go").parameters)).toBe(
      "image: binary, parts: array of binary, count: integer, title: string, nested: { in: binary, plain: string }",
    );
    expect(typeOf(protocol, "A.Blob")).toMatchObject({ type: { name: "binary" } });
  });

  test("a PDL is a definition too", () => {
    const { protocol } = resolution([
      pdl("domain A\n  command go\n    returns\n      optional binary data\n"),
    ]);
    expect(protocol.version).toEqual({ major: "1", minor: "3" });
    expect(shownAll(commandOf(protocol, "A.go").returns)).toBe("data?: binary");
  });

  test("a custom domain beside a protocol in both forms stands alone, and may refer to it", () => {
    const { protocol } = resolution([
      json([{ domain: "A", types: [{ id: "Id", type: "string" }] }]),
      pdl("domain A\n  type Id extends string\n"),
      json(
        [{ domain: "Mine", commands: [{ name: "go", parameters: [{ name: "a", $ref: "A.Id" }] }] }],
        "mine.json",
      ),
    ]);
    expect(protocol.domains.map(({ name }) => name)).toEqual(["A", "Mine"]);
    expect(shownAll(commandOf(protocol, "Mine.go").parameters)).toBe("a: A.Id");
  });
});
