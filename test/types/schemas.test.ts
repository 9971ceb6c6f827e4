/**
 * What the schemas say of each command and event is what its types say: names, optional marks, kinds and values of enums, at any depth.
 *
 * The schemas are printed as types, one interface a shape, and TypeScript holds each against the generated one by the rule of
 * `same.ts`. That rule takes bytes for text; `schemas-of-protocol.test.ts` looks at those.
 */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SchemaText } from "../../templates/runtime/codec/schema/schema-text.js";
import { Kind } from "../../templates/runtime/codec/schema/shape.js";
import type { FieldType, Shape } from "../../templates/runtime/codec/schema/shape.js";
import { compile } from "../support/compile.js";
import { out, root } from "../support/paths.js";
import { readSchemaText } from "../support/schema-text.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

/** Prints the shapes of one schema. */
class Printer {
  readonly lines: string[] = [];
  readonly #names = new Map<Shape, string>();

  shape(shape: Shape): string {
    let name = this.#names.get(shape);
    if (name === undefined) {
      name = `S${this.#names.size}`;
      // Known before it is printed, since a shape may hold itself.
      this.#names.set(shape, name);
      const fields = shape.fields.map(
        (field) => `${field.name}${field.isOptional ? "?" : ""}: ${this.#type(field.type)}`,
      );
      this.lines.push(`interface ${name} { ${fields.join("; ")} }`);
    }
    return name;
  }

  #type(type: FieldType): string {
    switch (type.kind) {
      case Kind.BOOL:
        return "boolean";
      case Kind.INT:
      case Kind.NUMBER:
        return "number";
      case Kind.STRING:
        return "string";
      case Kind.ENUM:
        return `(${[...type.choice.values].map((value) => JSON.stringify(value)).join(" | ")})`;
      case Kind.BINARY:
        return "Uint8Array";
      case Kind.RECORD:
        return "Record<string, unknown>";
      case Kind.ARRAY:
        return `${this.#type(type.items)}[]`;
      case Kind.OBJECT:
        return this.shape(type.shape);
      default:
        return "unknown";
    }
  }
}

const domains = readdirSync(join(out, "src/schemas")).map((file) => basename(file, ".ts"));

/** The module that holds one schema against the types; `change` may make the schema another. */
function assertions(domain: string, change: (text: string) => string = (text) => text): string {
  const schema = new SchemaText(domain, change(readSchemaText(domain)));
  const printer = new Printer();
  const asserts: string[] = [];
  const hold = (shape: Shape, generated: string): void => {
    const given = shape.fields.length === 0 ? "void | NoParams" : generated;
    asserts.push(
      shape.fields.length === 0
        ? `export type A${asserts.length} = Assert<${generated} extends ${given} ? true : false>;`
        : `export type A${asserts.length} = Assert<Same<Plain<${printer.shape(shape)}>, Plain<${generated}>>>;`,
    );
  };
  for (const name of schema.names("command")) {
    const { params, result } = schema.command(name)!;
    const method = JSON.stringify(`${domain}.${name}`);
    hold(params, `Params[${method}]`);
    hold(result, `Results[${method}]`);
  }
  for (const name of schema.names("event")) {
    hold(schema.event(name)!, `Events[${JSON.stringify(`${domain}.${name}`)}]`);
  }
  return [
    'import type { Events, Params, Results } from "../out/src/protocol-map.js";',
    'import type { NoParams } from "../out/src/runtime/codegen.js";',
    'import type { Assert, Plain, Same } from "../test/types/same.js";',
    ...printer.lines,
    ...asserts,
    "",
  ].join("\n");
}

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await temporaryFolder();
  mkdirSync(join(folder.path, "test"));
  symlinkSync(out, join(folder.path, "out"), "junction");
  symlinkSync(join(root, "test/types"), join(folder.path, "test/types"), "junction");
  writeFileSync(join(folder.path, "package.json"), '{ "type": "module" }');
});

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

/** The errors that the compiler has in these modules. */
async function failures(name: string, modules: ReadonlyMap<string, string>): Promise<string[]> {
  const project = join(folder.path, name);
  mkdirSync(project);
  for (const [file, text] of modules) writeFileSync(join(project, `${file}.ts`), text);
  const { diagnostics } = await compile(project, {
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2022", "DOM", "ESNext.Disposable"],
      module: "NodeNext",
      types: [],
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      preserveSymlinks: true,
    },
    include: ["*.ts"],
  });
  return diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe("each schema", () => {
  test("says what the types say", async () => {
    expect(domains.length).toBeGreaterThan(50);
    expect(await failures("all", new Map(domains.map((domain) => [domain, assertions(domain)])))).toEqual([]);
  });

  test("is found out where it says something else", async () => {
    const changes: Readonly<Record<string, readonly [RegExp, string]>> = {
      missing: [/ url:string/, ""],
      required: [/referrer\?:string/, "referrer:string"],
      otherType: [/scale:number/, "scale:string"],
      otherValue: [/\bpng\b/, "pgn"],
      added: [/-> frameId:string/, "-> frameId:string frames?:int"],
    };
    const modules = Object.entries(changes).map(([name, [from, to]]) => {
      const text = assertions("Page", (given) => given.replace(from, to));
      expect(text, name).not.toBe(assertions("Page"));
      return [name, text] as const;
    });
    const found = await failures("changed", new Map(modules));
    expect([...new Set(found.map((failure) => failure.slice(0, failure.indexOf(".ts"))))].sort()).toEqual(
      Object.keys(changes).sort(),
    );
  });
});
