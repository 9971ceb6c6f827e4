/** Programs that were written for old definitions, and what a compiler says of them when the definitions are new. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { domainStatements } from "../../../generator/emit/domain.js";
import type { Protocol } from "../../../generator/model/model.js";
import { compile } from "../../support/compile.js";
import { root } from "../../support/paths.js";
import { temporaryFolder } from "../../support/temporary.js";
import { printed } from "../emit/given.js";

export interface Case {
  readonly before: Protocol;
  readonly after: Protocol;
  /** A module beside `domains/` and `runtime/`. */
  readonly program: string;
}

/** What the compiler says of a program on either side, by the name of its case. */
export type Told = (name: string, side: "before" | "after") => string[];

export async function compileAll(cases: Readonly<Record<string, Case>>): Promise<Told> {
  await using folder = await temporaryFolder();
  const door = runtimeDoor();
  const names = Object.keys(cases);
  writeFileSync(join(folder.path, "package.json"), '{ "type": "module" }');
  for (const [index, { before, after, program }] of Object.values(cases).entries()) {
    for (const [side, protocol] of Object.entries({ before, after })) {
      const place = join(folder.path, `${String(index)}-${side}`);
      mkdirSync(join(place, "domains"), { recursive: true });
      mkdirSync(join(place, "runtime"));
      writeFileSync(join(place, "runtime/codegen.ts"), door);
      for (const domain of protocol.domains) {
        writeFileSync(join(place, `domains/${domain.name}.ts`), await printed(domainStatements(domain)));
      }
      writeFileSync(join(place, "program.ts"), program);
    }
  }
  const { diagnostics } = await compile(folder.path, {
    compilerOptions: {
      module: "NodeNext",
      target: "ES2022",
      lib: ["ES2023", "DOM", "ESNext.Disposable"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    },
    include: ["*/program.ts"],
  });
  return (name, side) => {
    const file = `${String(names.indexOf(name))}-${side}/program.ts`;
    return diagnostics.filter((each) => each.file === file).map(({ message }) => message);
  };
}

/** What generated files see of the runtime: its own types as they are, and no more of the rest than they name. */
function runtimeDoor(): string {
  const text = readFileSync(join(root, "templates/runtime/codegen.ts"), "utf8");
  const types = text.slice(text.indexOf("\n", text.lastIndexOf(' from "')));
  return `${types}
export interface CallOptions { readonly timeout?: number }
export interface EventSource<T> { on(listener: (event: T) => void): void }
export interface Domain<T> { readonly of?: T }
export declare function defineDomain<T>(name: string, wire: object): Domain<T>;
`;
}
