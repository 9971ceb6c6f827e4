/** Reads a generated domain file by TypeScript's parser, for tests that look at what is in it. */
import ts from "typescript";

export interface GeneratedModule {
  /** Interfaces by name, their members by theirs. */
  readonly interfaces: ReadonlyMap<string, ReadonlyMap<string, ts.TypeElement>>;
  readonly aliases: ReadonlyMap<string, ts.TypeNode>;
  /** Names of exported constants. */
  readonly values: ReadonlySet<string>;
  /** Names of all that is exported. */
  readonly exported: readonly string[];
  /** The doc comment of a declaration; empty where it has none, undefined where there is no such declaration. */
  documentationOf(name: string): string | undefined;
  documentation(node: ts.Node): string;
  /** The node's text on one line, without its doc comment. */
  text(node: ts.Node): string;
  /** What a type reference means, as `Network.Request`; undefined for what is no reference to a protocol's type. */
  resolve(node: ts.TypeNode): string | undefined;
  /** The values of a union of string literals, through an alias of this module; undefined for anything else. */
  literals(node: ts.TypeNode): string[] | undefined;
}

export function readModule(domain: string, text: string): GeneratedModule {
  const file = ts.createSourceFile(`${domain}.ts`, text, ts.ScriptTarget.Latest, true);
  const interfaces = new Map<string, Map<string, ts.TypeElement>>();
  const aliases = new Map<string, ts.TypeNode>();
  const values = new Set<string>();
  const declarations = new Map<string, ts.Node>();
  const imports = new Map<string, string>();
  const namespaces = new Map<string, string>();

  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      const members = statement.members.map((member) => [nameOf(member.name), member] as const);
      interfaces.set(statement.name.text, new Map(members));
      declarations.set(statement.name.text, statement);
    } else if (ts.isTypeAliasDeclaration(statement)) {
      aliases.set(statement.name.text, statement.type);
      declarations.set(statement.name.text, statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) values.add(name.getText());
    } else if (ts.isImportDeclaration(statement)) {
      const from = /^\.\/(\w+)\.js$/.exec((statement.moduleSpecifier as ts.StringLiteral).text)?.[1];
      const bindings = statement.importClause?.namedBindings;
      if (from === undefined || bindings === undefined) continue;
      if (ts.isNamespaceImport(bindings)) namespaces.set(bindings.name.text, from);
      else {
        for (const { name, propertyName } of bindings.elements) {
          imports.set(name.text, `${from}.${(propertyName ?? name).text}`);
        }
      }
    }
  }

  const documentation = (node: ts.Node): string => text.slice(node.getFullStart(), node.getStart());

  const literals = (node: ts.TypeNode): string[] | undefined => {
    if (ts.isParenthesizedTypeNode(node)) return literals(node.type);
    if (ts.isTypeReferenceNode(node) && node.typeArguments === undefined) {
      const alias = aliases.get(node.typeName.getText());
      return alias === undefined ? undefined : literals(alias);
    }
    const members = ts.isUnionTypeNode(node) ? node.types : [node];
    const found: string[] = [];
    for (const member of members) {
      if (member.kind === ts.SyntaxKind.UndefinedKeyword) continue;
      if (!ts.isLiteralTypeNode(member) || !ts.isStringLiteral(member.literal)) return undefined;
      found.push(member.literal.text);
    }
    return found;
  };

  return {
    interfaces,
    aliases,
    values,
    exported: [...declarations.keys()],
    documentationOf: (name) => {
      const node = declarations.get(name);
      return node === undefined ? undefined : documentation(node);
    },
    documentation,
    text: (node) => node.getText().replace(/\s+/g, " ").replace(/\( /g, "(").replace(/,? \)/g, ")"),
    resolve: (node) => {
      if (!ts.isTypeReferenceNode(node) || node.typeArguments !== undefined) return undefined;
      if (ts.isQualifiedName(node.typeName)) {
        const from = namespaces.get(node.typeName.left.getText());
        return from === undefined ? undefined : `${from}.${node.typeName.right.text}`;
      }
      const name = node.typeName.text;
      return imports.get(name) ?? (declarations.has(name) ? `${domain}.${name}` : undefined);
    },
    literals,
  };
}

function nameOf(name: ts.PropertyName | undefined): string {
  if (name === undefined) return "";
  return ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : name.getText();
}
