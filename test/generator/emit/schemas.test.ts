import { describe, expect, test } from "vitest";
import { schemaStatements, schemaText } from "../../../generator/emit/schemas.js";
import { domainOf, printed, protocolOf, want } from "./given.js";

function textOf(pdl: string, name: string): string {
  return schemaText(domainOf(protocolOf(pdl), name));
}

describe("the file", () => {
  test("has one value, which nothing but its use keeps in a bundle", async () => {
    const protocol = protocolOf(`
      domain Page
        command navigate
          parameters
            string url
        event loaded
    `);
    expect(await printed(schemaStatements(domainOf(protocol, "Page")))).toBe(
      want(`
      import { defineSchema } from "../runtime/schemas.js";
      import type { DomainSchema } from "../runtime/schemas.js";

      /** The schema of \`Page\`: its messages, field by field. */
      export const PageSchema: DomainSchema = /* @__PURE__ */ defineSchema(
        "Page",
        \`
      command navigate url:string
      event loaded
      \`,
      );
      `),
    );
  });
});

interface Row {
  readonly title: string;
  readonly given: string;
  readonly domain?: string;
  readonly want: readonly string[];
}

const rows: readonly Row[] = [
  {
    title: "a command has what it takes and what it gives",
    given: `
      domain Page
        command close
        command take
          parameters
            string a
            optional integer b
        command give
          returns
            boolean c
        command both
          parameters
            number a
          returns
            optional any b
    `,
    want: [
      "command close",
      "command take a:string b?:int",
      "command give -> c:bool",
      "command both a:number -> b?:any",
    ],
  },
  {
    title: "an event has what it says",
    given: `
      domain Page
        event opened
          parameters
            object data
            binary bytes
        event closed
    `,
    want: ["event opened data:object bytes:binary", "event closed"],
  },
  {
    title: "a redirected command has a line of its own beside its fields",
    given: `
      domain Page
        command setPlace
          redirect Emulation
          parameters
            number latitude
    `,
    want: ["command setPlace latitude:number", "redirect setPlace Emulation"],
  },
  {
    title: "types that are reached come first, in the protocol's order, and those that are not are left out",
    given: `
      domain Page
        type Lonely extends object
          properties
            string name
        type Kind extends string
          enum
            a
            b-c
        type Frame extends object
          properties
            string id
            optional array of Frame children
        event opened
          parameters
            Frame frame
            Kind kind
    `,
    want: [
      "enum Kind a b-c",
      "type Frame id:string children?:@Frame[]",
      "event opened frame:@Frame kind:@Kind",
    ],
  },
  {
    title: "an alias is replaced by what it stands for, at any depth",
    given: `
      domain Page
        type Id extends string
        type Ids extends array of Id
        type Rows extends array of Ids
        type Data extends binary
        event opened
          parameters
            Id id
            Rows rows
            array of Data data
    `,
    want: ["event opened id:string rows:string[][] data:binary[]"],
  },
  {
    title: "an enum that is declared where it is used stands there",
    given: `
      domain Page
        command show
          parameters
            enum color
              red
              green
            optional enum size
              big
          returns
            enum size
              big
    `,
    want: ["command show color:=red|green size?:=big -> size:=big"],
  },
  {
    title: "types of other domains that are reached are there by their full names, and so is what they reach",
    given: `
      domain DOM
        depends on Page
        type Shape extends string
          enum
            round
        type Node extends object
          properties
            string name
            optional Page.Frame frame
            Shape shape
        type Other extends object
          properties
            string name
        event changed
          parameters
            Other other

      domain Page
        depends on DOM
        type Frame extends object
          properties
            DOM.Node owner
        event opened
          parameters
            Frame frame
    `,
    domain: "Page",
    want: [
      "type Frame owner:@DOM.Node",
      "type DOM.Node name:string frame?:@Frame shape:@DOM.Shape",
      "enum DOM.Shape round",
      "event opened frame:@Frame",
    ],
  },
  {
    title: "values that are not plain are written by their code units",
    given: `
      domain Page
        event opened
          parameters
            enum odd
              a|b
              \`
              \${x}
              é
              */
              1.5
              x+y/z-w_
              \\
    `,
    want: ["event opened odd:=a%007cb|%0060|%0024%007bx%007d|%00e9|%002a/|1.5|x+y/z-w_|%005c"],
  },
];

describe("the text", () => {
  test.each(rows)("$title", ({ given, domain = "Page", want: lines }) => {
    expect(textOf(given, domain).trimEnd().split("\n")).toEqual(lines);
  });
});
