/**
 * Imports resolved from use: printing a name records where it comes from, and the import lists follow.
 *
 * Nobody writes an import list by hand, and nobody asks whether a name is still free.
 */
import { StructureKind, type ImportDeclarationStructure } from "ts-morph";
import { freeName } from "../model/names.js";

/** The module that generated files take the runtime from, seen from `src/`. */
export const runtimeFile = "runtime/codegen.ts";

/** Something that another module exports. */
export interface ImportSymbol {
  readonly name: string;
  /** The module's path inside `src/`: `domains/Page.ts`. */
  readonly file: string;
  /** What the alias begins with where the name is taken: `Network` gives `Network_Request`. Without it: `Request_`. */
  readonly qualifier?: string;
}

/**
 * What generated files take of the runtime. A type of another domain that is called so is imported under an alias, even
 * where the file does not use the runtime's: `Domain` then means one thing in all files.
 */
export const runtimeNames: ReadonlySet<string> = new Set([
  "Bytes",
  "CallOptions",
  "Domain",
  "EventSource",
  "Id",
  "NoParams",
  "Open",
  "Sent",
  "TargetMark",
  "TargetType",
  "defineDomain",
  "defineTarget",
]);

interface Import {
  readonly symbol: ImportSymbol;
  readonly local: string;
  as: "type" | "value" | "namespace";
}

/** The names of one file. */
export class Imports {
  readonly #folder: string;
  readonly #taken: Set<string>;
  readonly #imports = new Map<string, Import>();

  /**
   * @param file - The module's own path inside `src/`: `domains/Page.ts`.
   * @param locals - The names that the file declares.
   */
  constructor(file: string, locals: Iterable<string>) {
    this.#folder = file.slice(0, file.lastIndexOf("/") + 1);
    this.#taken = new Set(locals);
  }

  /** The name by which a type is known in this file. */
  type(symbol: ImportSymbol): string {
    return this.#use(symbol, "type").local;
  }

  /** The name by which a value is known in this file. */
  value(symbol: ImportSymbol): string {
    const used = this.#use(symbol, "value");
    used.as = "value";
    return used.local;
  }

  /** The name by which all types of a module are known in this file: `Page` for `Page.FrameId`. `symbol.name` is made up. */
  namespace(symbol: ImportSymbol): string {
    return this.#use(symbol, "namespace").local;
  }

  /** The name by which a type of the runtime is known in this file. */
  runtimeType(name: string): string {
    return this.type({ name, file: runtimeFile });
  }

  /** The name by which a value of the runtime is known in this file. */
  runtimeValue(name: string): string {
    return this.value({ name, file: runtimeFile });
  }

  #use(symbol: ImportSymbol, as: Import["as"]): Import {
    const key = `${symbol.file}#${as === "namespace" ? "*" : symbol.name}`;
    const known = this.#imports.get(key);
    if (known !== undefined) return known;
    const used: Import = { symbol, local: this.#freeName(symbol), as };
    this.#taken.add(used.local);
    this.#imports.set(key, used);
    return used;
  }

  #freeName({ name, file, qualifier }: ImportSymbol): string {
    const reserved = file !== runtimeFile && runtimeNames.has(name);
    if (!reserved && !this.#taken.has(name)) return name;
    return freeName(qualifier === undefined ? `${name}_` : `${qualifier}_${name}`, this.#taken);
  }

  /** The import declarations: the runtime's first, then by path; names in alphabetical order. */
  structures(): ImportDeclarationStructure[] {
    const files = new Map<string, Import[]>();
    for (const used of this.#imports.values()) {
      const list = files.get(used.symbol.file);
      if (list === undefined) files.set(used.symbol.file, [used]);
      else list.push(used);
    }
    const structures: ImportDeclarationStructure[] = [];
    for (const file of [...files.keys()].sort(byRuntimeFirst)) {
      const imports = [...(files.get(file) ?? [])].sort((a, b) => compare(a.symbol.name, b.symbol.name));
      const moduleSpecifier = specifier(this.#folder, file);
      // The runtime's names are many, and read better as values and types apart; of other modules a file takes one or two.
      const lists = isRuntime(file)
        ? [imports.filter(({ as }) => as === "value"), imports.filter(({ as }) => as === "type")]
        : [imports.filter(({ as }) => as !== "namespace")];
      for (const named of lists.filter((list) => list.length > 0)) {
        const isTypeOnly = named.every(({ as }) => as === "type");
        structures.push({
          kind: StructureKind.ImportDeclaration,
          isTypeOnly,
          moduleSpecifier,
          namedImports: named.map(({ symbol: { name }, local, as }) => ({
            name,
            ...(local === name ? {} : { alias: local }),
            isTypeOnly: !isTypeOnly && as === "type",
          })),
        });
      }
      for (const { local } of imports.filter((used) => used.as === "namespace")) {
        structures.push({
          kind: StructureKind.ImportDeclaration,
          isTypeOnly: true,
          namespaceImport: local,
          moduleSpecifier,
        });
      }
    }
    return structures;
  }
}

/** @param folder - Of the importing file: with a slash at its end, or empty. No folder inside `src/` imports from a deeper one. */
function specifier(folder: string, file: string): string {
  const path = file.startsWith(folder) ? `./${file.slice(folder.length)}` : `../${file}`;
  return path.replace(/\.ts$/, ".js");
}

function byRuntimeFirst(a: string, b: string): number {
  const rank = (file: string): number => (isRuntime(file) ? 0 : file.includes("/") ? 2 : 1);
  return rank(a) - rank(b) || compare(a, b);
}

function isRuntime(file: string): boolean {
  return file.startsWith("runtime/");
}

/** By code unit, the same in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
