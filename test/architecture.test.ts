/** Who may import whom. The rules are DESIGN's house; this test walks every import, type imports included. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { root } from "./support/paths.js";

interface Import {
  /** A path from the top of the repository, or a package's name. */
  readonly target: string;
  readonly line: number;
}

interface SourceFile {
  /** From the top of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const maximumLines = 400;

function sourcesBelow(folder: string): SourceFile[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => posix.join(folder, relativeFolder(absolute, entry.parentPath), entry.name))
    .filter((path) => !path.startsWith("generator/dist/") && !path.includes("/node_modules/"))
    .sort()
    .map((path) => readSource(path, readFileSync(join(root, path), "utf8")));
}

function relativeFolder(from: string, to: string): string {
  return to.slice(from.length).replaceAll("\\", "/");
}

function readSource(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    imports.push({ target: resolveSpecifier(path, specifier.text), line: line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node, node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0]);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, text, imports };
}

function resolveSpecifier(from: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return posix.join(dirname(from), specifier).replace(/\.js$/, ".ts");
}

/** The identifiers of a file that stand for themselves: no property names, no words in comments or strings. */
function freeIdentifiers(source: SourceFile): Set<string> {
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isQualifiedName(parent) && parent.right === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        (ts.isPropertySignature(parent) && parent.name === node) ||
        (ts.isMethodSignature(parent) && parent.name === node) ||
        (ts.isMethodDeclaration(parent) && parent.name === node);
      if (!isMember) found.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const generator = sourcesBelow("generator");
const runtime = sourcesBelow("templates/runtime");

const isPackage = (target: string): boolean =>
  !target.startsWith("generator/") && !target.startsWith("templates/") && !target.startsWith("out/");

/** A rule: files below `in` may import only what `may` allows. */
interface ImportRule {
  readonly title: string;
  readonly in: readonly string[];
  readonly may: (target: string, from: string) => boolean;
}

const under =
  (...folders: readonly string[]) =>
  (target: string): boolean =>
    folders.some((folder) => target === folder || target.startsWith(folder));

/** What every stage of the generator speaks: how a fault is told. */
const vocabulary = ["generator/errors.ts", "generator/did-you-mean.ts"];

const rules: readonly ImportRule[] = [
  {
    title: "load knows raw shapes only",
    in: ["generator/load/"],
    may: (target) =>
      (isPackage(target) && target !== "ts-morph" && target !== "typescript" && target !== "prettier") ||
      under("generator/load/", ...vocabulary, "generator/file-errors.ts")(target),
  },
  {
    title: "model knows neither JSON nor ts-morph, and no file system",
    in: ["generator/model/"],
    may: under("generator/model/", "generator/load/raw.ts", ...vocabulary),
  },
  {
    title: "emit knows the model only",
    in: ["generator/emit/"],
    may: (target) =>
      target === "ts-morph" ||
      target === "handlebars" ||
      under("generator/emit/", "generator/model/", "generator/foreign-text.ts", ...vocabulary)(target),
  },
  {
    title: "diff knows the model and raw shapes, and reads no input but in one file",
    in: ["generator/diff/"],
    may: (target, from) =>
      from === "generator/diff/protocols.ts" ||
      under(
        "generator/diff/",
        "generator/model/",
        "generator/load/raw.ts",
        "generator/foreign-text.ts",
        ...vocabulary,
      )(target),
  },
  {
    title: "update fetches, reads and replaces, and generates nothing",
    in: ["generator/update/"],
    may: (target) => !under("generator/emit/", "generator/generate.ts", "ts-morph", "prettier")(target),
  },
  {
    title: "config reads configurations and corrections, and nothing of the protocol",
    in: ["generator/config/"],
    may: (target) => isPackage(target) || !under("generator/load/", "generator/emit/")(target),
  },
  {
    title: "write and build know nothing of what they write",
    in: ["generator/write.ts", "generator/build.ts"],
    may: (target) => !under("generator/load/", "generator/model/", "generator/cli.ts")(target),
  },
  {
    title: "nothing but the command line's own files imports them",
    in: ["generator/"],
    may: (target, from) =>
      !under("generator/cli.ts", "generator/commands/")(target) ||
      under("generator/cli.ts", "generator/commands/")(from),
  },
  {
    title:
      "the generator imports neither the runtime nor what it generates, but for the prober's untyped channel",
    in: ["generator/"],
    may: (target, from) =>
      !target.startsWith("out/") &&
      (!target.startsWith("templates/") || from.startsWith("generator/targets/probe")),
  },
  {
    title: "core imports only core and codec",
    in: ["templates/runtime/core/"],
    may: under("templates/runtime/core/", "templates/runtime/codec/"),
  },
  {
    title: "codec imports only codec, and the runtime's one vocabulary of errors and limits",
    in: ["templates/runtime/codec/"],
    may: under(
      "templates/runtime/codec/",
      "templates/runtime/core/errors.ts",
      "templates/runtime/core/limits.ts",
    ),
  },
  {
    title: "client and server know no platform",
    in: ["templates/runtime/client/", "templates/runtime/server/"],
    may: (target) => target.startsWith("templates/runtime/") && !target.includes("/adapters/"),
  },
  {
    title: "client does not know server, nor server client",
    in: ["templates/runtime/client/", "templates/runtime/server/"],
    may: (target, from) => {
      const other = from.includes("/client/") ? "/server/" : "/client/";
      return !target.includes(other);
    },
  },
  {
    title: "the runtime imports nothing but itself, node: and ws",
    in: ["templates/runtime/"],
    may: (target) =>
      target.startsWith("templates/runtime/") ||
      target.startsWith("node:") ||
      target === "ws" ||
      target.startsWith("#"),
  },
  {
    title: "only transports, launch and adapters touch a platform",
    in: ["templates/runtime/"],
    may: (target, from) =>
      target.startsWith("templates/runtime/") ||
      under(
        "templates/runtime/transports/",
        "templates/runtime/launch/",
        "templates/runtime/adapters/",
      )(from),
  },
];

function violations(rule: ImportRule, sources: readonly SourceFile[]): string[] {
  return sources
    .filter((source) => under(...rule.in)(source.path))
    .flatMap((source) =>
      source.imports
        .filter(({ target }) => !rule.may(target, source.path))
        .map(({ target, line }) => `${source.path}:${line} imports ${target}`),
    );
}

describe("imports", () => {
  test("there is something to look at", () => {
    expect(generator.length).toBeGreaterThan(10);
    expect(runtime.length).toBeGreaterThan(10);
    expect(generator.flatMap((source) => source.imports).length).toBeGreaterThan(20);
  });

  test.each(rules.map((rule) => [rule.title, rule] as const))("%s", (_title, rule) => {
    expect(violations(rule, [...generator, ...runtime])).toEqual([]);
  });

  test("every relative import leads to a file", () => {
    const lost = [...generator, ...runtime].flatMap((source) =>
      source.imports
        .filter(({ target }) => !isPackage(target) && !existsSync(join(root, target)))
        .map(({ target, line }) => `${source.path}:${line} imports ${target}`),
    );
    expect(lost).toEqual([]);
  });

  test("a broken rule would be seen", () => {
    const bad = readSource(
      "generator/emit/bad.ts",
      'import { readFile } from "node:fs/promises";\nimport type { RawDomain } from "../load/raw.js";\n',
    );
    expect(
      violations(
        rules.find((rule) => rule.title === "emit knows the model only")!,
        [bad],
      ),
    ).toEqual([
      "generator/emit/bad.ts:1 imports node:fs/promises",
      "generator/emit/bad.ts:2 imports generator/load/raw.ts",
    ]);
  });
});

describe("globals", () => {
  const clocksAndPromises = [
    "Promise",
    "setTimeout",
    "setInterval",
    "setImmediate",
    "queueMicrotask",
    "Date",
    "performance",
    "process",
    "fetch",
    "WebSocket",
  ];

  test("core and codec have no clock, no socket and no promise", () => {
    const found = runtime
      .filter((source) => under("templates/runtime/core/", "templates/runtime/codec/")(source.path))
      .flatMap((source) => {
        const names = freeIdentifiers(source);
        const forbidden = clocksAndPromises.filter((name) => names.has(name));
        if (/\b(async|await)\b(?=\s+(function|\(|[a-z]))/.test(stripComments(source.text))) {
          forbidden.push("async");
        }
        return forbidden.map((name) => `${source.path} uses ${name}`);
      });
    expect(found).toEqual([]);
  });

  test("only the command line touches process, and what has to know whether another one lives", () => {
    const found = generator
      .filter((source) => !["generator/cli.ts", "generator/claim.ts"].includes(source.path))
      .filter(
        (source) =>
          freeIdentifiers(source).has("process") ||
          source.imports.some(({ target }) => target === "node:process"),
      )
      .map((source) => source.path);
    expect(found).toEqual([]);
  });
});

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

describe("files", () => {
  const handWritten = [...generator, ...runtime, ...sourcesBelow("test")].filter(
    (source) => !source.path.startsWith("test/golden/") && !source.path.startsWith("test/types/fixtures/"),
  );

  test(`none is longer than ${maximumLines} lines`, () => {
    const long = handWritten
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > maximumLines)
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    expect(long).toEqual([]);
  });

  test("names say what a file holds", () => {
    const names = handWritten.map((source) => source.path);
    expect(names.filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(path))).toEqual([]);
    expect(names.filter((path) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.d)?$/.test(baseName(path)))).toEqual([]);
  });

  test("the top level holds what it should and nothing else", () => {
    const allowed = new Set(
      "package.json package-lock.json tsconfig.json generator templates protocol target_types.json out test README.md LICENSE node_modules".split(
        " ",
      ),
    );
    const found = readdirSync(root).filter((name) => !name.startsWith("."));
    expect(found.filter((name) => !allowed.has(name))).toEqual([]);
  });
});

function baseName(path: string): string {
  return posix.basename(path).replace(/(\.test|\.config)?\.ts$/, "");
}

describe("generated files", () => {
  const domains = sourcesBelow("out/src/domains");
  const targets = sourcesBelow("out/src/targets");

  test("domain files see other domains' types, and of the runtime one door", () => {
    expect(domains.length).toBeGreaterThan(50);
    const found = domains.flatMap((source) =>
      source.imports
        .filter(
          ({ target }) =>
            target !== "out/src/runtime/codegen.ts" && !/^out\/src\/domains\/\w+\.ts$/.test(target),
        )
        .map(({ target, line }) => `${source.path}:${line} imports ${target}`),
    );
    expect(found).toEqual([]);
  });

  test("domains refer to each other in circles, so only by type imports", () => {
    const found = domains.filter((source) =>
      source.text
        .split("\n")
        .some((line) => /^import (?!type\b)/.test(line) && !line.includes("../runtime/codegen.js")),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test("schemas and their codec see one door, which nothing else does", () => {
    const using = sourcesBelow("out/src").filter(({ imports }) =>
      imports.some(({ target }) => target === "out/src/runtime/schemas.ts"),
    );
    expect(using.length).toBeGreaterThan(50);
    expect(using.filter(({ path }) => !/^out\/src\/schemas(\/\w+)?\.ts$/.test(path))).toEqual([]);
  });

  test("target files see domains, the typed session and the door", () => {
    expect(targets.length).toBeGreaterThan(3);
    const found = targets.flatMap((source) =>
      source.imports
        .filter(
          ({ target }) =>
            target !== "out/src/runtime/codegen.ts" &&
            target !== "out/src/session.ts" &&
            !/^out\/src\/domains\/\w+\.ts$/.test(target),
        )
        .map(({ target, line }) => `${source.path}:${line} imports ${target}`),
    );
    expect(found).toEqual([]);
  });
});
