import { describe, expect, test } from "vitest";
import { declarationHoldsBytes, domainHasBytes, wireMarks } from "../../../generator/emit/bytes.js";
import { domainOf, protocolOf } from "./given.js";

interface Marks {
  readonly sends?: Readonly<Record<string, string>>;
  readonly receives?: Readonly<Record<string, string>>;
  readonly shapes?: Readonly<Record<string, string>>;
}

describe("wireMarks", () => {
  const cases: [title: string, given: string, want: Marks][] = [
    [
      "no bytes, no marks",
      `
      domain Page
        command navigate
          parameters
            string url
        event loaded
      `,
      {},
    ],
    [
      "parameters, results and events",
      `
      domain Page
        command swap
          parameters
            binary body
            optional array of binary keys
          returns
            binary data
        event sent
          parameters
            binary data
      `,
      { sends: { swap: "body keys[]" }, receives: { swap: "data", sent: "data" } },
    ],
    [
      "bytes within objects, arrays and names for them",
      `
      domain Page
        type Blob extends binary
        type Blobs extends array of Blob
        type Entry extends object
          properties
            optional binary bytes
            Blobs more
        type Request extends object
          properties
            array of Entry entries
        command get
          returns
            Request request
            Blob blob
      `,
      { receives: { get: "request.entries[].bytes request.entries[].more[] blob" } },
    ],
    [
      "a type that holds itself and bytes is a shape",
      `
      domain Page
        type Node extends object
          properties
            binary data
            optional array of Node children
        event tree
          parameters
            Node root
            binary head
      `,
      { receives: { tree: "root@Node head" }, shapes: { Node: "data children[]@Node" } },
    ],
    [
      "two types that hold each other",
      `
      domain Page
        type A extends object
          properties
            B b
        type B extends object
          properties
            binary data
            array of A as
        command send
          parameters
            array of A as
      `,
      { sends: { send: "as[]@A" }, shapes: { A: "b@B", B: "data as[]@A" } },
    ],
    [
      "a type that holds itself and no bytes is nobody's business",
      `
      domain Page
        type Node extends object
          properties
            array of Node children
        event tree
          parameters
            Node root
            binary data
      `,
      { receives: { tree: "data" } },
    ],
  ];
  test.each(cases)("%s", (_title, given, want) => {
    const domain = domainOf(protocolOf(given), "Page");
    const { sends, receives, shapes } = wireMarks(domain);
    expect({
      sends: Object.fromEntries(sends),
      receives: Object.fromEntries(receives),
      shapes: Object.fromEntries(shapes),
    }).toEqual({ sends: {}, receives: {}, shapes: {}, ...want });
    expect(domainHasBytes(domain)).toBe(want.sends !== undefined || want.receives !== undefined);
  });

  test("a shape of another domain is named without a dot, which would part segments", () => {
    const protocol = protocolOf(`
      domain DOM
        type Node extends object
          properties
            binary data
            optional Node parent

      domain Page
        depends on DOM
        command get
          returns
            array of DOM.Node nodes
    `);
    const { receives, shapes } = wireMarks(domainOf(protocol, "Page"));
    expect(Object.fromEntries(receives)).toEqual({ get: "nodes[]@DOM_Node" });
    expect(Object.fromEntries(shapes)).toEqual({ DOM_Node: "data parent@DOM_Node" });
  });
});

test("types that lead to bytes in many ways are written once each, under their names", () => {
  // Forty to the power of eight ways.
  const places = Array.from({ length: 40 }, (_, place) => `p${String(place)}`);
  const family = Array.from({ length: 8 }, (_, index) => [
    `  type A${String(index)} extends object`,
    "    properties",
    ...places.map((place) => `      ${index === 7 ? "binary" : `A${String(index + 1)}`} ${place}`),
  ]);
  const pdl = ["domain Page", ...family.flat(), "  command go", "    returns", "      A0 x"].join("\n");
  const { receives, shapes } = wireMarks(domainOf(protocolOf(pdl), "Page"));
  expect(Object.fromEntries(receives)).toEqual({ go: "x@A0" });
  const want = Array.from({ length: 8 }, (_, index) => {
    const end = index === 7 ? "" : `@A${String(index + 1)}`;
    return [`A${String(index)}`, places.map((place) => place + end).join(" ")];
  });
  expect(Object.fromEntries(shapes)).toEqual(Object.fromEntries(want));
});

test("declarationHoldsBytes looks through names, arrays and circles", () => {
  const { types } = domainOf(
    protocolOf(`
      domain Page
        type Circle extends object
          properties
            optional Circle next
        type Deep extends object
          properties
            array of Deeper deeper
        type Deeper extends object
          properties
            optional Deep up
            binary data
    `),
    "Page",
  );
  expect(types.map((type) => declarationHoldsBytes(type))).toEqual([false, true, true]);
});
