/**
 * Everything that `out/` holds, file by file.
 *
 * A generator function, and the biggest files first: while the next one is made, the last can be formatted elsewhere.
 */
import { Project, type StatementStructures } from "ts-morph";
import type { Domain, Protocol } from "../model/model.js";
import { domainFile, schemaFile, targetFile } from "../model/names.js";
import { apiText } from "./api.js";
import { connectText } from "./connect.js";
import { coreText } from "./core.js";
import { domainStatements, hasMembers } from "./domain.js";
import type { EmittedFile, EmitOptions } from "./emitted-file.js";
import { indexText } from "./index.js";
import { packageFiles } from "./package-files.js";
import { banner, type Templates } from "./prose.js";
import { protocolMapStatements } from "./protocol-map.js";
import { protocolStatements } from "./protocol-namespace.js";
import { runtimeFiles } from "./runtime.js";
import { schemaStatements } from "./schemas.js";
import { serverText } from "./server.js";
import { sessionText } from "./session.js";
import { definitionsFile, definitionsStatements, supportFile, supportStatements } from "./support.js";
import { targetStatements } from "./target.js";
import { typedCodecText } from "./typed-codec.js";
import { unsafeStatements } from "./unsafe.js";

export type { EmittedFile, EmitOptions };

/** Makes the package's files. The same input gives the same texts, in the same order. */
export function* emitPackage(
  protocol: Protocol,
  templates: Templates,
  options: EmitOptions,
): Generator<EmittedFile> {
  const top = banner(templates, protocol);
  const source = (path: string, text: string): EmittedFile => ({
    path: `src/${path}`,
    text: top + text,
    format: "typescript",
  });
  const print = statementPrinter();

  for (const domain of bySize(protocol.domains)) {
    yield source(domainFile(domain), print(domainStatements(domain)));
  }
  yield source("protocol-map.ts", print(protocolMapStatements(protocol)));
  for (const target of protocol.targets) yield source(targetFile(target), print(targetStatements(target)));
  yield source("protocol.ts", print(protocolStatements(protocol)));
  yield source(supportFile, print(supportStatements(protocol)));
  yield source(definitionsFile, print(definitionsStatements(protocol)));

  for (const domain of protocol.domains) {
    if (hasMembers(domain)) yield source(schemaFile(domain), print(schemaStatements(domain)));
  }

  // What these export, api.txt reads from their text; for all above it asks the model.
  const read = new Map([
    ["unsafe.ts", print(unsafeStatements(protocol))],
    ["session.ts", sessionText(templates)],
    ["connect.ts", connectText(protocol, templates)],
    ["index.ts", indexText(protocol, templates)],
    ["core.ts", coreText(templates)],
    ["schemas.ts", typedCodecText(templates)],
    ["server.ts", serverText(templates)],
  ]);
  for (const [path, text] of read) yield source(path, text);
  for (const { path, text } of runtimeFiles(templates)) {
    read.set(path, text);
    // It is formatted where it is kept.
    yield { path: `src/${path}`, text, format: "none" };
  }
  yield { path: "api.txt", text: apiText(protocol, read), format: "none" };
  yield* packageFiles(protocol, templates, options);
}

/** Prints the statements of one file after the other, all of a file in one call: that is what ts-morph is fast at. */
function statementPrinter(): (statements: StatementStructures[]) => string {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    manipulationSettings: { useTrailingCommas: true },
  });
  return (statements) => {
    const file = project.createSourceFile("file.ts", { statements });
    const text = file.getFullText();
    file.forget();
    return text;
  };
}

/** The biggest first, by what they declare. */
function bySize(domains: readonly Domain[]): Domain[] {
  const size = (domain: Domain): number =>
    domain.commands.length * 3 +
    domain.events.length * 2 +
    domain.types.reduce((sum, type) => sum + (type.kind === "object" ? type.properties.length : 1), 0);
  return domains
    .map((domain) => ({ domain, size: size(domain) }))
    .sort((a, b) => b.size - a.size)
    .map(({ domain }) => domain);
}
