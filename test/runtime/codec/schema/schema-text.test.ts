import { describe, expect, test, vi } from "vitest";
import { SchemaSet } from "../../../../templates/runtime/codec/schema/schema-set.js";
import { SchemaText } from "../../../../templates/runtime/codec/schema/schema-text.js";
import { Kind } from "../../../../templates/runtime/codec/schema/shape.js";
import type { FieldType, Shape } from "../../../../templates/runtime/codec/schema/shape.js";
import { UntypedCodec, defineSchema } from "../../../../templates/runtime/schemas.js";

/** A type in words; shapes by their names, which ends where one holds itself. */
function words(type: FieldType): string {
  switch (type.kind) {
    case Kind.ARRAY:
      return `${words(type.items)}[]`;
    case Kind.OBJECT:
      return type.shape.name;
    case Kind.ENUM:
      return [...type.choice.values].map((value) => JSON.stringify(value)).join("|");
    default:
      return Object.keys(Kind).find((name) => Kind[name as keyof typeof Kind] === type.kind) ?? "";
  }
}

function fieldsOf(shape: Shape | undefined): Record<string, string> {
  return Object.fromEntries(
    (shape?.fields ?? []).map(({ name, isOptional, type }) => [name + (isOptional ? "?" : ""), words(type)]),
  );
}

const schema = new SchemaText(
  "Page",
  `
enum Kind a b-c %00e9 %
type Frame id:string kind:@Kind children?:@Frame[] request?:@Network.Request
type Network.Request url:string
type Nothing
command navigate url:string frame?:@Frame -> ok:bool
command give -> rows:number[][]
command close
command odd inner:{a:int b?:{c:any[]}}[] $dollar?:object raw:deferred data:binary one:=x|%|%007c
event closed
event opened frame:@Frame nothing:@Nothing
redirect close Target
`,
);

describe("a command", () => {
  test.each([
    ["navigate", { url: "STRING", "frame?": "Page.Frame" }, { ok: "BOOL" }],
    ["give", {}, { rows: "NUMBER[][]" }],
    ["close", {}, {}],
    [
      "odd",
      {
        inner: "Page.odd.inner[]",
        "$dollar?": "RECORD",
        raw: "DEFERRED",
        data: "BINARY",
        one: '"x"|""|"|"',
      },
      {},
    ],
  ])("%s has its fields", (name, params, result) => {
    const shapes = schema.command(name);
    expect(fieldsOf(shapes?.params)).toEqual(params);
    expect(fieldsOf(shapes?.result)).toEqual(result);
    expect(schema.command(name)).toBe(shapes);
  });

  test("has objects that are declared where they are used", () => {
    const array = schema.command("odd")!.params.field("inner")!.type;
    const inner = array.kind === Kind.ARRAY ? array.items : array;
    expect(inner.kind === Kind.OBJECT ? fieldsOf(inner.shape) : undefined).toEqual({
      a: "INT",
      "b?": "Page.odd.inner.b",
    });
  });

  test("that does not exist is none, and neither is what every object has", () => {
    expect(schema.command("toString")).toBe(undefined);
    expect(schema.command("opened")).toBe(undefined);
    expect(schema.event("navigate")).toBe(undefined);
    expect(schema.event("")).toBe(undefined);
  });

  test("that does not exist is not remembered: its name may be anybody's", () => {
    const set = new SchemaSet([schema]);
    const codec = new UntypedCodec([defineSchema("Page", "event opened")]);
    // What there is has been read.
    set.answer("Page.close");
    set.eventMessage("Page.closed");
    codec.has("Page.opened");
    const remember = vi.spyOn(Map.prototype, "set");
    try {
      for (const name of ["made", "up"]) {
        expect(schema.command(name) ?? schema.event(name)).toBe(undefined);
        for (const method of [`Page.${name}`, `Made.${name}`, name]) {
          expect(set.command(method) ?? set.event(method)).toBe(undefined);
          expect(set.answer(method) ?? set.eventMessage(method)).toBe(undefined);
          expect(codec.has(method)).toBe(false);
        }
      }
      expect(remember).not.toHaveBeenCalled();
    } finally {
      remember.mockRestore();
    }
    expect(set.answer("Page.close")).toBe(set.answer("Page.close"));
    expect(set.eventMessage("Page.closed")).toBe(set.eventMessage("Page.closed"));
  });

  test("may have moved", () => {
    expect(schema.redirect("close")).toBe("Target");
    expect(schema.redirect("navigate")).toBe(undefined);
  });
});

describe("an event", () => {
  test("has its fields", () => {
    expect(fieldsOf(schema.event("opened"))).toEqual({ frame: "Page.Frame", nothing: "Page.Nothing" });
    expect(fieldsOf(schema.event("closed"))).toEqual({});
    expect(schema.event("opened")).toBe(schema.event("opened"));
  });
});

describe("a type", () => {
  test("may hold itself", () => {
    const frame = schema.type("Frame");
    const shape = frame.kind === Kind.OBJECT ? frame.shape : undefined;
    expect(fieldsOf(shape)).toEqual({
      id: "STRING",
      kind: '"a"|"b-c"|"é"|""',
      "children?": "Page.Frame[]",
      "request?": "Network.Request",
    });
    const children = shape?.field("children")?.type;
    expect(children?.kind === Kind.ARRAY && children.items === frame).toBe(true);
  });

  test("is one and the same wherever it is named", () => {
    expect(schema.command("navigate")!.params.field("frame")!.type).toBe(
      schema.event("opened")!.field("frame")!.type,
    );
  });
});

test("names are listed by kind", () => {
  expect(schema.names("command")).toEqual(["navigate", "give", "close", "odd"]);
  expect(schema.names("event")).toEqual(["closed", "opened"]);
  expect(schema.names("type")).toEqual(["Frame", "Network.Request", "Nothing"]);
  expect(schema.names("enum")).toEqual(["Kind"]);
  expect(schema.names("redirect")).toEqual(["close"]);
});

describe("text that is wrong is told when it is needed", () => {
  test.each([
    ["a type that is none", "command run a:text", '"text", the type of Page.run.a, is none'],
    ["a type that is not declared", "command run a:@Frame", "the type Frame is not declared"],
    ["a field without a type", "command run a b:int", '"a b:int" is no field'],
    ["an object without an end", "command run a:{b:int", "Page.run.a has no end"],
    ["something behind an object", "command run a:{b:int}c", '"c" is no field'],
  ])("%s", (_title, text, want) => {
    const bad = new SchemaText("Page", `${text}\nevent fine x:int`);
    expect(fieldsOf(bad.event("fine"))).toEqual({ x: "INT" });
    expect(() => bad.command("run")).toThrow(`the schema of Page cannot be read: ${want}`);
  });
});
