/**
 * The exports of modules that exist as text, one line each and one for each member.
 *
 * Read from the syntax alone: what is exported has its types written out, since declarations are made file by file.
 */
import { ts } from "ts-morph";

/**
 * @param entries - The modules that can be imported from outside, by path inside `src/`.
 * @param sources - By path inside `src/`. An export from a module that is not among them is printed as it stands.
 */
export function exportedSurface(entries: readonly string[], sources: ReadonlyMap<string, string>): string[] {
  const modules = new Map<string, ts.SourceFile>();
  for (const [path, text] of sources) {
    // With parents, by which the tags of a doc comment are found.
    modules.set(path, ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  }
  const lines: string[] = [];
  const visited = new Set<string>();
  /** @param name - One export, or `*` for all of the module. */
  const visit = (path: string, name: string, typesOnly: boolean): void => {
    const module = modules.get(path);
    const key = `${path}#${name}#${typesOnly}`;
    if (module === undefined || visited.has(key)) return;
    visited.add(key);
    for (const statement of module.statements) {
      if (ts.isExportDeclaration(statement)) visitExport(path, name, statement, typesOnly);
      else if (typesOnly && (ts.isFunctionDeclaration(statement) || ts.isVariableStatement(statement)))
        continue;
      else if (name === "*" || declaredNames(statement).includes(name)) {
        lines.push(...declarationLines(path, statement, module));
      }
    }
  };
  const visitExport = (path: string, name: string, statement: ts.ExportDeclaration, above: boolean): void => {
    const { exportClause, moduleSpecifier, isTypeOnly } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return;
    const typesOnly = above || isTypeOnly;
    const from = join(path, moduleSpecifier.text);
    const kind = typesOnly ? "export type" : "export";
    if (exportClause === undefined) {
      if (name === "*") lines.push(`${plain(path)}  ${kind} * from ${plain(from)}`);
      visit(from, name, typesOnly);
    } else if (ts.isNamespaceExport(exportClause)) {
      if (name === "*" || name === exportClause.name.text) {
        lines.push(`${plain(path)}  ${kind} * as ${exportClause.name.text} from ${plain(from)}`);
      }
    } else {
      for (const { name: exported, propertyName } of exportClause.elements) {
        if (name !== "*" && name !== exported.text) continue;
        const original = (propertyName ?? exported).text;
        const renamed = original === exported.text ? original : `${original} as ${exported.text}`;
        lines.push(`${plain(path)}  ${kind} ${renamed} from ${plain(from)}`);
        visit(from, original, typesOnly);
      }
    }
  };
  for (const path of entries) visit(path, "*", false);
  return lines;
}

function plain(path: string): string {
  return path.replace(/\.ts$/, "");
}

/** `runtime/index.ts` and `./core/errors.js` give `runtime/core/errors.ts`. */
function join(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/").replace(/\.js$/, ".ts");
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

/** The names that a statement exports by declaring them. */
function declaredNames(statement: ts.Statement): string[] {
  if (!isExported(statement)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  ) {
    return statement.name === undefined ? [] : [statement.name.text];
  }
  return [];
}

const printer = ts.createPrinter({ removeComments: true });

/** What an exported declaration looks like from outside. */
function declarationLines(path: string, statement: ts.Statement, file: ts.SourceFile): string[] {
  if (!isExported(statement)) return [];
  const print = (node: ts.Node): string =>
    printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/\s+/g, " ").replace(/;$/, "").trim();
  const line = (text: string): string => `${plain(path)}  ${text}`;
  const typeOf = (type: ts.TypeNode | undefined): string => (type === undefined ? "" : `: ${print(type)}`);
  const parametersOf = (parameters: readonly ts.TypeParameterDeclaration[] | undefined): string =>
    parameters === undefined ? "" : `<${parameters.map(print).join(", ")}>`;
  // What is used where a caller gives nothing is the callee's business: it only shows as `?`.
  const parameter = ({
    dotDotDotToken,
    name,
    questionToken,
    initializer,
    type,
  }: ts.ParameterDeclaration): string => {
    const mark = questionToken === undefined && initializer === undefined ? "" : "?";
    return `${dotDotDotToken === undefined ? "" : "..."}${print(name)}${mark}${typeOf(type)}`;
  };
  const signature = (node: ts.SignatureDeclaration): string =>
    `${parametersOf(node.typeParameters)}(${node.parameters.map(parameter).join(", ")})${typeOf(node.type)}`;

  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name, type }) =>
      line(`const ${print(name)}${typeOf(type)}`),
    );
  }
  if (ts.isFunctionDeclaration(statement)) {
    return [line(`function ${statement.name?.text ?? ""}${signature(statement)}`)];
  }
  if (ts.isTypeAliasDeclaration(statement)) {
    const { name, typeParameters, type } = statement;
    return [line(`type ${name.text}${parametersOf(typeParameters)} = ${print(type)}`)];
  }
  if (!ts.isInterfaceDeclaration(statement) && !ts.isClassDeclaration(statement)) return [];
  const name = statement.name?.text ?? "";
  const kind = ts.isClassDeclaration(statement) ? "class" : "interface";
  const head = [
    `${kind} ${name}${parametersOf(statement.typeParameters)}`,
    ...(statement.heritageClauses ?? []).map(print),
  ].join(" ");
  const members = [...statement.members].flatMap((member): string[] => {
    if (isHidden(member)) return [];
    const text = memberText(member, print, typeOf, signature);
    return text === undefined ? [] : [line(`${kind} ${name}${text}`)];
  });
  return [line(head), ...members];
}

/** Whether a member is nobody's business outside of the package. */
function isHidden(member: ts.TypeElement | ts.ClassElement): boolean {
  const { name } = member;
  if (name !== undefined && ts.isPrivateIdentifier(name)) return true;
  // A symbol that is not well known is one that nobody outside has.
  if (name !== undefined && ts.isComputedPropertyName(name) && !name.getText().startsWith("[Symbol."))
    return true;
  const modifiers = ts.canHaveModifiers(member) ? ts.getModifiers(member) : undefined;
  return (
    modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true ||
    ts.getJSDocTags(member).some(({ tagName }) => tagName.text === "internal")
  );
}

/** `.name(...)`, `.name: type` or `(...)`; nothing for what cannot be used from outside. */
function memberText(
  member: ts.TypeElement | ts.ClassElement,
  print: (node: ts.Node) => string,
  typeOf: (type: ts.TypeNode | undefined) => string,
  signature: (node: ts.SignatureDeclaration) => string,
): string | undefined {
  const at = (name: ts.PropertyName): string =>
    ts.isComputedPropertyName(name) ? print(name) : `.${print(name)}`;
  if (ts.isMethodSignature(member) || ts.isMethodDeclaration(member)) {
    return `${at(member.name)}${member.questionToken === undefined ? "" : "?"}${signature(member)}`;
  }
  if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) {
    return `${at(member.name)}${member.questionToken === undefined ? "" : "?"}${typeOf(member.type)}`;
  }
  if (ts.isGetAccessorDeclaration(member)) return `${at(member.name)}${typeOf(member.type)}`;
  if (ts.isCallSignatureDeclaration(member) || ts.isConstructorDeclaration(member)) {
    return `${ts.isConstructorDeclaration(member) ? ".constructor" : ""}${signature(member)}`;
  }
  if (ts.isIndexSignatureDeclaration(member)) return print(member);
  return undefined;
}
