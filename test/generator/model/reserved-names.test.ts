/** The lists that repeat what is written elsewhere are held equal to it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { targetMethods } from "../../../generator/emit/target-methods.js";
import { reservedWords, sessionMembers } from "../../../generator/model/reserved-names.js";
import { root } from "../../support/paths.js";

function membersOf(file: string, name: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const declaration = source.statements.find(
    (each) => ts.isInterfaceDeclaration(each) && each.name.text === name,
  );
  if (declaration === undefined || !ts.isInterfaceDeclaration(declaration))
    throw new Error(`No ${name} in ${file}.`);
  return declaration.members.flatMap((member) =>
    member.name !== undefined && ts.isIdentifier(member.name) ? [member.name.text] : [],
  );
}

test("session members are those of the runtime's session, and what a browser adds", () => {
  const members = new Set([
    ...membersOf("templates/runtime/client/session.ts", "Session"),
    ...membersOf("templates/runtime/client/launch.ts", "Launched"),
    "newPage",
    ...targetMethods.map(({ name }) => name),
  ]);
  expect([...sessionMembers].sort()).toEqual([...members].sort());
});

test("every word that TypeScript reserves is reserved", () => {
  const words = Array.from(
    { length: ts.SyntaxKind.LastFutureReservedWord - ts.SyntaxKind.FirstReservedWord + 1 },
    (_, index) => ts.tokenToString(ts.SyntaxKind.FirstReservedWord + index),
  );
  expect(words).toContain("class");
  expect(words).toContain("yield");
  for (const word of words) expect(reservedWords).toContain(word);
});
