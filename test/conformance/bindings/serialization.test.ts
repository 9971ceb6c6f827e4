/** Section 11 of the wire format: what is written, and in which order; and what a redirected command is. */
import { describe, expect, test } from "vitest";
import { UntypedCodec, defineSchema } from "../../../templates/runtime/schemas.js";
import { array, hex, map } from "./wire.js";

const schema = defineSchema(
  "Page",
  `
type Rect x:number y:number
command go zulu:string alpha?:int whole:number data?:binary clip?:@Rect rows?:int[][] free?:any form?:object kind?:=one|two
command stop
command moved place:string -> ok:bool
event gone
redirect moved Emulation
`,
);
const codec = new UntypedCodec([schema]);

function written(params: object): string {
  return Buffer.from(codec.encodeParams("Page.go", params, "cbor") as Uint8Array).toString("hex");
}

const base = "'zulu' 'z' 'whole' fb3ff0000000000000";

describe("an object", () => {
  test.each([
    [
      "has its fields in their declared order, not in that of names or of the value",
      { whole: 1, zulu: "z" },
      map(base),
    ],
    ["leaves out what is absent or undefined", { zulu: "z", alpha: undefined, whole: 1 }, map(base)],
    [
      "writes an integer as one",
      { zulu: "z", alpha: 1, whole: 1 },
      map("'zulu' 'z' 'alpha' 01 'whole' fb3ff0000000000000"),
    ],
    [
      "writes a whole number as a double",
      { zulu: "z", whole: -0 },
      map("'zulu' 'z' 'whole' fb0000000000000000"),
    ],
    [
      "writes bytes as bytes",
      { zulu: "z", whole: 1, data: Uint8Array.of(1, 2) },
      map(`${base} 'data' d6420102`),
    ],
    [
      "writes objects and arrays in envelopes, at every depth",
      { zulu: "z", whole: 1, clip: { y: 0, x: 0 }, rows: [[], [1]] },
      map(
        `${base} 'clip' ${map("'x' fb0000000000000000 'y' fb0000000000000000")} 'rows' ${array(`${array("")} ${array("01")}`)}`,
      ),
    ],
    [
      "writes values of any form as they are",
      { zulu: "z", whole: 1, free: [1.5, null, "x"], form: { b: 1, a: 2 } },
      map(`${base} 'free' ${array("fb3ff8000000000000 f6 'x'")} 'form' ${map("'b' 01 'a' 02")}`),
    ],
    [
      "writes text beyond ASCII as UTF-16",
      { zulu: "é", whole: 1 },
      map("'zulu' 42 e900 'whole' fb3ff0000000000000"),
    ],
    [
      "writes values of an enum that it does not know",
      { zulu: "z", whole: 1, kind: "three" },
      map(`${base} 'kind' 'three'`),
    ],
    [
      "writes what the schema does not have behind all else",
      { extra: 1, zulu: "z", whole: 1 },
      map(`${base} 'extra' 01`),
    ],
  ])("%s", (_title, params, want) => {
    expect(written(params)).toBe(hex(want));
  });

  test("is empty where there are no fields", () => {
    expect(codec.encodeParams("Page.stop", {}, "cbor")).toEqual(
      Uint8Array.from(Buffer.from("d8185a00000002bfff", "hex")),
    );
    expect(codec.encodeEvent("Page.gone", {}, "json")).toBe("{}");
  });

  test("is the same in JSON, with bytes as base64", () => {
    expect(
      codec.encodeParams(
        "Page.go",
        {
          extra: "e",
          rows: [[1], []],
          data: Uint8Array.of(1, 2, 3),
          whole: 1.5,
          zulu: 'é"',
          clip: { x: 0, y: -0 },
        },
        "json",
      ),
    ).toBe('{"zulu":"é\\"","whole":1.5,"data":"AQID","clip":{"x":0,"y":0},"rows":[[1],[]],"extra":"e"}');
  });
});

describe("a redirected command", () => {
  test("has the name of what it is carried out as", () => {
    expect(codec.redirect("Page.moved")).toBe("Emulation.moved");
    expect(codec.redirect("Page.go")).toBe(undefined);
    expect(codec.redirect("Nowhere.moved")).toBe(undefined);
  });

  test("has its fields all the same", () => {
    expect(codec.decodeParams("Page.moved", '{"place":"here"}')).toEqual({ place: "here" });
  });
});
