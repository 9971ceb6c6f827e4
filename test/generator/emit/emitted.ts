/** An emitted file as a compiler reads it. */
import ts from "typescript";
import type { Domain } from "../../../generator/model/model.js";

export type Owner = ts.InterfaceDeclaration | ts.TypeLiteralNode;

/** One emitted file, its statements and imports by name. */
export class Emitted {
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly #statements = new Map<string, ts.Statement>();
  /** What a name of the file stands for: `domains/DOM.ts#NodeId`. */
  readonly #imports = new Map<string, string>();

  constructor(texts: ReadonlyMap<string, string>, path: string) {
    this.path = path;
    const text = texts.get(path);
    if (text === undefined) throw new Error(`${path} is not emitted`);
    this.file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const { parseDiagnostics } = this.file as unknown as { parseDiagnostics: readonly ts.Diagnostic[] };
    for (const { messageText } of parseDiagnostics) {
      throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
    }
    for (const statement of this.file.statements) {
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
        this.#statements.set(statement.name.text, statement);
      }
      if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
        const module = statement.moduleSpecifier.text.split("/").at(-1) ?? "";
        const bindings = statement.importClause?.namedBindings;
        if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
        for (const { name, propertyName } of bindings.elements) {
          this.#imports.set(name.text, `${module.replace(/\.js$/, "")}#${(propertyName ?? name).text}`);
        }
      }
    }
  }

  interface(name: string): ts.InterfaceDeclaration {
    const found = this.#statements.get(name);
    if (found === undefined || !ts.isInterfaceDeclaration(found)) {
      throw new Error(`${this.path} has no interface ${name}`);
    }
    return found;
  }

  alias(name: string): ts.TypeAliasDeclaration {
    const found = this.#statements.get(name);
    if (found === undefined || !ts.isTypeAliasDeclaration(found))
      throw new Error(`${this.path} has no type ${name}`);
    return found;
  }

  /** An interface or an alias. */
  declared(name: string): ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
    const found = this.#statements.get(name);
    return found !== undefined && ts.isTypeAliasDeclaration(found) ? found : this.interface(name);
  }

  /** What a name in the file is, wherever it is declared: `DOM#NodeId`. */
  origin(name: string, domain: Domain): string {
    return this.#imports.get(name) ?? `${domain.name}#${name}`;
  }

  doc(node: ts.Node): string {
    const comment = ts.getJSDocCommentsAndTags(node).find((doc) => ts.isJSDoc(doc));
    if (comment === undefined) return "";
    return this.file.text
      .slice(comment.pos, comment.end)
      .replace(/^\/\*\*|\*\/$/g, "")
      .split("\n")
      .map((line) => line.replace(/^\s*\* ?/, ""))
      .join("\n")
      .trim();
  }
}

export function member(owner: Owner, name: string): ts.TypeElement {
  const found = owner.members.find(
    (candidate) => candidate.name !== undefined && nameText(candidate.name) === name,
  );
  if (found === undefined) throw new Error(`no member ${name}`);
  return found;
}

export function nameText(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}
