/**
 * Every request, response, event, type and inline enum of `out/src` is the one that `devtools-protocol` of the same revision
 * declares, and there is no other; likewise what each command takes and gives and what each event carries.
 *
 * The assertions are one line a name, written here and given to TypeScript. `same.ts` is the rule that they apply.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { countPdl } from "../support/counts.js";
import { readDomains } from "../support/definitions.js";
import { out, root } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

const theirs = join(root, "node_modules/devtools-protocol/types");
const protocolText = readFileSync(join(theirs, "protocol.d.ts"), "utf8");

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};

/** One line of the file that is compiled. */
interface Assertion {
  readonly name: string;
  readonly text: string;
}

/** The names that a namespace of `protocol.d.ts` declares, by domain. */
function declaredNames(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const visit = (node: ts.Node, domain: string | undefined): void => {
    if (ts.isModuleDeclaration(node) && node.body !== undefined && ts.isModuleBlock(node.body)) {
      const name = node.name.text === "Protocol" ? undefined : node.name.text;
      if (name !== undefined) found.set(name, []);
      for (const statement of node.body.statements) visit(statement, name);
    } else if (
      domain !== undefined &&
      (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node))
    ) {
      found.get(domain)?.push(node.name.text);
    }
  };
  for (const statement of ts.createSourceFile("p.d.ts", text, ts.ScriptTarget.Latest).statements) {
    visit(statement, undefined);
  }
  return found;
}

const names = declaredNames(protocolText);
const domains = readDomains();

function assertions(): Assertion[] {
  const types = [...names].flatMap(([domain, declared]) =>
    declared.map((name) => ({
      name: `${domain}.${name}`,
      text: `Same<Plain<Ours.${domain}.${name}>, Plain<Theirs.${domain}.${name}>>`,
    })),
  );
  const commands = domains.flatMap(({ domain, commands: list = [] }) =>
    list.map(({ name }) => ({
      name: `${domain}.${name}()`,
      text:
        `Same<CommandOf<Ours.${domain}.${domain}Domain["${name}"]>, ` +
        `MappedCommand<Mapping.Commands["${domain}.${name}"]>>`,
    })),
  );
  const events = domains.flatMap(({ domain, events: list = [] }) =>
    list.map(({ name }) => ({
      name: `${domain}.${name} (event)`,
      text:
        `Same<PayloadOf<Ours.${domain}.${domain}Domain["${name}"]>, ` +
        `MappedPayload<Mapping.Events["${domain}.${name}"]>>`,
    })),
  );
  return [...types, ...commands, ...events];
}

/** A program over `out/src` and a copy of `devtools-protocol`'s types, which may have been tampered with. */
class Comparison {
  readonly #folder: string;
  readonly #assertions = assertions();
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The names whose assertion fails, and messages of any other kind. */
  run(protocol: string): { failed: string[]; others: string[]; program: ts.Program } {
    const library = join(this.#folder, "theirs");
    mkdirSync(library, { recursive: true });
    writeFileSync(join(this.#folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(library, "protocol.d.ts"), protocol);
    const mapping = readFileSync(join(theirs, "protocol-mapping.d.ts"), "utf8");
    writeFileSync(join(library, "protocol-mapping.d.ts"), mapping);
    const prelude = [
      `import type { Protocol as Ours } from ${JSON.stringify(join(out, "src/index.js"))};`,
      'import type { Protocol as Theirs } from "./theirs/protocol.js";',
      'import type { ProtocolMapping as Mapping } from "./theirs/protocol-mapping.js";',
      `import type { Assert, CommandOf, MappedCommand, MappedPayload, PayloadOf, Plain, Same } from ${JSON.stringify(join(root, "test/types/same.js"))};`,
    ];
    const lines = this.#assertions.map(({ text }, index) => `export type _${index} = Assert<${text}>;`);
    const file = join(this.#folder, "assertions.ts");
    writeFileSync(file, [...prelude, ...lines, ""].join("\n"));

    const program = ts.createProgram({ rootNames: [file], options, host: this.#host() });
    const source = program.getSourceFile(file)!;
    const diagnostics = [
      ...program.getOptionsDiagnostics(),
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    const failed = new Set<string>();
    const others: string[] = [];
    for (const { code, start = 0, messageText } of diagnostics) {
      const line = source.getLineAndCharacterOfPosition(start).line - prelude.length;
      const assertion = this.#assertions[line];
      if (assertion !== undefined && (code === 2344 || code === 2694 || code === 2339)) {
        failed.add(code === 2344 ? assertion.name : `${assertion.name} is not there`);
      } else others.push(`${line}: TS${code} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    }
    return { failed: [...failed], others, program };
  }

  /** Parses what does not change only once. */
  #host(): ts.CompilerHost {
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) => {
      if (name.startsWith(this.#folder)) return read(name, ...rest);
      if (!this.#parsed.has(name)) this.#parsed.set(name, read(name, ...rest));
      return this.#parsed.get(name);
    };
    return host;
  }
}

/** What `Protocol.<Domain>` of ours exports. */
function exportedNames(program: ts.Program): Map<string, string[]> {
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(join(out, "src/index.ts"))!)!;
  const resolve = (symbol: ts.Symbol): ts.Symbol =>
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  const protocol = checker.getExportsOfModule(index).find(({ name }) => name === "Protocol")!;
  return new Map(
    checker.getExportsOfModule(resolve(protocol)).map((domain) => {
      const members = checker.getExportsOfModule(resolve(domain));
      return [domain.name, members.map(({ name }) => name).sort()] as const;
    }),
  );
}

interface Seed {
  readonly title: string;
  /** Where the difference is made: the first match of `piece` behind this text. */
  readonly after: string;
  readonly piece: RegExp;
  readonly replacement: string;
  /** The assertions that have to fail. */
  readonly seen: readonly string[];
}

/** Replaces one piece of text, which has to be there, at its first place after `after`. */
function tamper(text: string, after: string, piece: RegExp, replacement: string): string {
  const start = text.indexOf(after);
  expect(start, `no ${after} in protocol.d.ts`).toBeGreaterThan(-1);
  const rest = text.slice(start);
  expect(rest, `no ${String(piece)} after ${after}`).toMatch(piece);
  return text.slice(0, start) + rest.replace(piece, replacement);
}

/** Differences made in a copy of `protocol.d.ts`, each in a type that no other type refers to. */
const seeds: readonly Seed[] = [
  {
    title: "a field that we lack",
    after: "interface CompositingReasonsRequest {",
    piece: /\{/,
    replacement: "{ seeded: string;",
    seen: ["LayerTree.CompositingReasonsRequest", "LayerTree.compositingReasons()"],
  },
  {
    title: "a field that we have and they do not",
    after: "interface HandleJavaScriptDialogRequest {",
    piece: /promptText\?: string;/,
    replacement: "",
    seen: ["Page.HandleJavaScriptDialogRequest", "Page.handleJavaScriptDialog()"],
  },
  {
    title: "an optional flipped",
    after: "interface DomContentEventFiredEvent {",
    piece: /timestamp:/,
    replacement: "timestamp?:",
    seen: ["Page.DomContentEventFiredEvent", "Page.domContentEventFired (event)"],
  },
  {
    title: "a wrong scalar",
    after: "interface GetHeapUsageResponse {",
    piece: /usedSize: number/,
    replacement: "usedSize: string",
    seen: ["Runtime.GetHeapUsageResponse", "Runtime.getHeapUsage()"],
  },
  {
    title: "a wrong value of an inline enum's name",
    after: "const enum SetTouchEmulationEnabledRequestConfiguration {",
    piece: /'mobile'/,
    replacement: "'mobil'",
    seen: ["Page.SetTouchEmulationEnabledRequestConfiguration"],
  },
  {
    title: "a wrong value where an enum is used",
    after: "interface CaptureScreenshotRequest {",
    piece: /'jpeg'/,
    replacement: "'jpg'",
    seen: ["Page.CaptureScreenshotRequest", "Page.captureScreenshot()"],
  },
  {
    title: "a reference to another type",
    after: "interface GetBoxModelResponse {",
    piece: /model: BoxModel/,
    replacement: "model: Rect",
    seen: ["DOM.GetBoxModelResponse", "DOM.getBoxModel()"],
  },
];

describe("against devtools-protocol", () => {
  let folder: TemporaryFolder;
  let comparison: Comparison;
  let asPublished: ReturnType<Comparison["run"]>;

  beforeAll(async () => {
    folder = await temporaryFolder();
    comparison = new Comparison(folder.path);
    asPublished = comparison.run(protocolText);
    return () => folder[Symbol.asyncDispose]();
  }, 120_000);

  test("it is the revision that is shipped here", () => {
    const revision = readFileSync(join(root, "protocol/version.txt"), "utf8");
    const manifest = readFileSync(join(root, "node_modules/devtools-protocol/package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { readonly version: string };
    expect(revision).toContain(version.replace(/^0\.0\./, ""));
  });

  test("every name is compared", () => {
    const count = [...names.values()].reduce((sum, list) => sum + list.length, 0);
    const { domains, types, requests, responses, carrying, inlineEnums } = countPdl();
    expect({ domains: names.size, names: count }).toEqual({
      domains,
      names: types + requests + responses + carrying + inlineEnums,
    });
  });

  test("all is the same, both ways", () => {
    expect(asPublished.others).toEqual([]);
    expect(asPublished.failed).toEqual([]);
  });

  test("nothing is declared besides, but for the domain itself", () => {
    const ours = exportedNames(asPublished.program);
    expect([...ours.keys()].sort()).toEqual([...names.keys()].sort());
    const besides = [...ours].flatMap(([domain, exported]) => {
      const known = new Set([...(names.get(domain) ?? []), domain, `${domain}Domain`]);
      return exported.filter((name) => !known.has(name)).map((name) => `${domain}.${name}`);
    });
    expect(besides).toEqual([]);
  });

  test("a seeded difference of each kind is seen where it is, and nowhere else", () => {
    const text = seeds.reduce(
      (current, { after, piece, replacement }) => tamper(current, after, piece, replacement),
      protocolText,
    );
    const { failed } = comparison.run(text);
    expect(failed.sort()).toEqual(seeds.flatMap(({ seen }) => seen).sort());
  });
});
