/**
 * Definitions that try to be code, comment, markup, path and shell command (`test/golden/hostile`). What they say is nowhere
 * more than words: the package is, statement by statement, that of the same definitions with harmless words.
 */
import { mkdirSync, readFileSync, existsSync, symlinkSync, writeFileSync, copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createContext, runInContext } from "node:vm";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { diffProtocols } from "../../generator/diff/diff.js";
import { diffAsMarkdown, diffAsText } from "../../generator/diff/print.js";
import { GeneratorError } from "../../generator/errors.js";
import { errorText } from "../../generator/report.js";
import { emitPackage } from "../../generator/emit/package.js";
import { readJsonProtocol } from "../../generator/load/json.js";
import { readTargets } from "../../generator/load/targets.js";
import { loadTemplates } from "../../generator/load/templates.js";
import type { Protocol } from "../../generator/model/model.js";
import { resolve } from "../../generator/model/resolve.js";
import { compile } from "../support/compile.js";
import { root } from "../support/paths.js";
import { copyGenerator } from "../support/generator-copy.js";
import { temporaryFolder, type TemporaryFolder } from "../support/temporary.js";
import { runSteps, type Step } from "../support/workflow-run.js";
import { fakePrograms, readWorkflow, stepEnvironment } from "../support/workflow-scene.js";

vi.setConfig({ testTimeout: 120_000 });

const hostileText = readFileSync(join(root, "test/golden/hostile/protocol.json"), "utf8");
interface Words {
  [key: string]: unknown;
}

/** The same with other words: descriptions and values, each of its own length in lines that no comment is made longer by. */
function harmless(value: unknown, key = ""): unknown {
  if (key === "description") {
    // That a string is bytes is known from its words.
    const note = "(Encoded as a base64 string when passed over JSON)";
    return String(value).includes(note) ? `Words. ${note}` : "Words.";
  }
  if (key === "enum") return (value as string[]).map((_, index) => `value${String(index)}`);
  if (Array.isArray(value)) return value.map((each) => harmless(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, harmless(each, name)]));
}

const targetWords = "`x` | </td><script>globalThis.pwned = 12</script> */ {{x}} ${x} [a](javascript:b)";
function targetsWith(description: string): ReturnType<typeof readTargets> {
  return readTargets(
    JSON.stringify([
      {
        name: "Page",
        chromiumAgentHostType: "FrameDevToolsAgentHost",
        supportedCdpTargets: ["page"],
        supportedDomainsInChromium: ["Hostile"],
        additionalSupportedDomains: [],
        description,
        commands: { Hostile: { refuses: { take: description } } },
        measured: { browser: description, transport: description },
      },
    ]),
    "target_types.json",
  );
}

function modelOf(text: string, description = targetWords): Protocol {
  const raw = readJsonProtocol(text, "protocol.json");
  return resolve({ protocols: [raw], revision: undefined }, targetsWith(description), {
    shipped: false,
    quirks: [],
  }).protocol;
}

let hostile: Map<string, string>;
let twin: Map<string, string>;
let temporary: TemporaryFolder;
beforeAll(async () => {
  temporary = await temporaryFolder();
  const templates = await loadTemplates(root);
  const files = (protocol: Protocol): Map<string, string> =>
    new Map(
      [...emitPackage(protocol, templates, { version: "0.0.0" })].map(({ path, text }) => [path, text]),
    );
  hostile = files(modelOf(hostileText));
  twin = files(modelOf(JSON.stringify(harmless(JSON.parse(hostileText) as Words)), "Words"));
});
afterAll(() => temporary[Symbol.asyncDispose]());

/** The kinds of all nodes in order, names among them; what literals say is left out. */
function shape(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const problems = (file as unknown as { parseDiagnostics: readonly ts.Diagnostic[] }).parseDiagnostics;
  const found = problems.map(
    ({ messageText }) => `error: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
  );
  const visit = (node: ts.Node): void => {
    found.push(ts.isIdentifier(node) ? `${String(node.kind)} ${node.text}` : String(node.kind));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe("in what is generated", () => {
  test("there are the same files", () => {
    expect([...hostile.keys()]).toEqual([...twin.keys()]);
    expect([...hostile.keys()].filter((path) => path.includes("..") || path.startsWith("/"))).toEqual([]);
  });

  test("no word is code: every file has the statements of its twin", () => {
    let compared = 0;
    for (const [path, text] of hostile) {
      if (!path.endsWith(".ts") || text === twin.get(path)) continue;
      compared++;
      expect([path, shape(path, text)]).toEqual([path, shape(path, twin.get(path)!)]);
    }
    expect(compared).toBeGreaterThanOrEqual(3);
  });

  test("all of it compiles", async () => {
    const folder = join(temporary.path, "package");
    for (const [path, text] of hostile) {
      if (!path.startsWith("src/") && path !== "package.json") continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { diagnostics } = await compile(folder, {
      compilerOptions: {
        target: "ES2022",
        lib: ["ES2022", "DOM", "ESNext.Disposable"],
        module: "NodeNext",
        types: [],
        noEmit: true,
        strict: true,
        exactOptionalPropertyTypes: true,
        isolatedDeclarations: true,
        declaration: true,
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: true,
      },
      include: ["src"],
    });
    expect(diagnostics).toEqual([]);
  });

  test("a comment that ended too early would be seen", () => {
    const text = hostile.get("src/domains/Hostile.ts")!;
    expect(text).toContain("*\\/");
    const broken = text.replace("*\\/", "*/");
    expect(shape("x.ts", broken)).not.toEqual(shape("x.ts", text));
  });

  test("nothing runs, and a value is the text that it was", () => {
    const text = hostile.get("src/domains/Hostile.ts")!;
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
    });
    const context = createContext({ exports: {}, require: () => ({ defineDomain: () => ({}) }) });
    runInContext(outputText, context);
    expect((context as { pwned?: unknown }).pwned).toBeUndefined();

    const values = (JSON.parse(hostileText) as { domains: [{ types: [{ enum: string[] }] }] }).domains[0]
      .types[0].enum;
    const file = ts.createSourceFile("x.ts", text, ts.ScriptTarget.Latest, true);
    const alias = file.statements.find(
      (node): node is ts.TypeAliasDeclaration =>
        ts.isTypeAliasDeclaration(node) && node.name.text === "Values",
    )!;
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteral(node)) found.push(node.text);
      ts.forEachChild(node, visit);
    };
    visit(alias.type);
    expect(found).toEqual(values);
  });

  test("no line of a comment is a directive or a banner", () => {
    for (const [path, text] of hostile) {
      if (!path.endsWith(".ts") || text === twin.get(path)) continue;
      const lines = text.split(/[\n\r\u2028\u2029]/).slice(4);
      expect([
        path,
        lines.filter((line) => /^\s*\/\/\s*(?:@ts-|Generated by|oxlint-)|^\s*\/\/\/\s*</.test(line)),
      ]).toEqual([path, []]);
    }
  });

  test("api.txt has a line for each thing and no more", () => {
    const lines = (files: Map<string, string>): number =>
      files.get("api.txt")!.split(/[\n\r\u2028\u2029]/).length;
    expect(lines(hostile)).toBe(lines(twin));
  });

  test("the README has no markup but its own", () => {
    const text = hostile.get("README.md")!;
    expect(text).toContain("globalThis.pwned");
    // What is in a code span is none.
    const markup = (of: string): string[] =>
      of.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "").match(/<\/?[a-z]+|\]\(/g) ?? [];
    expect(markup(text)).toEqual(markup(twin.get("README.md")!));
    const cells = (of: string): number[] =>
      of
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .map((line) => line.split(/(?<!\\)\|/).length);
    expect(cells(text)).toEqual(cells(twin.get("README.md")!));
  });
});

/** What a person gets to see of an error of the input. */
function printed(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof GeneratorError) return errorText(error);
    throw error;
  }
  return "";
}

describe("a name that is none is refused", () => {
  const evil = [
    "../../x",
    "a/b",
    "a\\b",
    "C:x",
    'a";globalThis.pwned=1;//',
    "a b",
    "a-b",
    "a\nb",
    "a\u0000b",
    "\u202ea",
    "${x}",
    "{{x}}",
    "<b>",
    "$(touch pwned)",
    "x".repeat(100_000),
    "1a",
  ];
  const places: readonly (readonly [what: string, definitions: (name: string) => object])[] = [
    ["a domain", (name) => ({ domain: name, commands: [{ name: "a" }] })],
    ["a type", (name) => ({ domain: "D", types: [{ id: name, type: "string" }] })],
    ["a command", (name) => ({ domain: "D", commands: [{ name }] })],
    ["an event", (name) => ({ domain: "D", events: [{ name }] })],
    [
      "a parameter",
      (name) => ({ domain: "D", commands: [{ name: "a", parameters: [{ name, type: "string" }] }] }),
    ],
    [
      "a property",
      (name) => ({
        domain: "D",
        types: [{ id: "T", type: "object", properties: [{ name, type: "string" }] }],
      }),
    ],
  ];
  test.each(places)("as %s", (_what, definitions) => {
    for (const name of evil) {
      const told = printed(() => modelOf(JSON.stringify({ domains: [definitions(name)] })));
      expect(told).toMatch(/^protocol\.json:1:\d+: /);
      expect(told.length).toBeLessThan(10_000);
    }
  });

  test.each(["constructor", "__proto__", "then", "prototype", "toString", "Object", "con", "Promise"])(
    "%s as a domain, or it does no harm",
    (name) => {
      const before = Object.getOwnPropertyNames(Object.prototype);
      try {
        modelOf(JSON.stringify({ domains: [{ domain: name, commands: [{ name: "a" }] }] }));
      } catch (error) {
        expect((error as Error).name).toBe("GeneratorError");
      }
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
      expect(({} as { a?: unknown }).a).toBeUndefined();
    },
  );
});

describe("in a difference", () => {
  // oxlint-disable-next-line no-control-regex
  const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

  test("no word steers a terminal or is markup", () => {
    const plain = modelOf(JSON.stringify(harmless(JSON.parse(hostileText) as Words)));
    for (const diff of [
      diffProtocols(plain, modelOf(hostileText)),
      diffProtocols(modelOf(hostileText), plain),
    ]) {
      expect(diff.changes.length).toBeGreaterThan(100);
      expect(diffAsText(diff)).not.toMatch(steering);
      const markdown = diffAsMarkdown(diff);
      expect(markdown).not.toMatch(steering);
      const outside = markdown.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "");
      expect(outside).not.toMatch(/[<>@[\]`]|javascript:|pwned|\$\{?\(?/);
    }
  });
});

describe("in the workflow's shell", () => {
  const before: readonly Step[] = [
    { id: "update", name: "Update", run: 'echo changed=true >> "$GITHUB_OUTPUT"' },
    { id: "check", name: "Check", run: "true" },
  ];
  const steps = readWorkflow("update-protocol.yml").jobs["update"]!.steps.filter(
    ({ name }) => name === "Describe the difference",
  );

  function scene(name: string, version: string): Parameters<typeof runSteps>[1] {
    const place = join(temporary.path, name);
    const { folder } = copyGenerator(join(place, "clone"), { packages: false });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    for (const where of [join(folder, "protocol"), join(place, "temp/before")]) {
      mkdirSync(where, { recursive: true });
      writeFileSync(join(where, "version.txt"), version);
    }
    copyFileSync(
      join(root, "test/golden/hostile/protocol.json"),
      join(folder, "protocol/browser_protocol.json"),
    );
    writeFileSync(
      join(place, "temp/before/browser_protocol.json"),
      JSON.stringify(harmless(JSON.parse(hostileText) as Words)),
    );
    return {
      folder,
      temporary: join(place, "temp"),
      environment: stepEnvironment(fakePrograms(place, { realNpm: true }), "http://127.0.0.1:1/", place),
      github: { server_url: "https://github.com", repository: "a/b", run_id: "1" },
    };
  }

  test("no word is a command", async () => {
    const context = scene("words", "1000002\n");
    const { steps: ran, summary } = await runSteps([...before, ...steps], context);
    expect(ran.map(({ outcome, output }) => [outcome, output])).toEqual([
      ["success", ""],
      ["success", ""],
      ["success", ""],
    ]);
    expect(summary).toContain("touch pwned");
    expect(existsSync(join(context.folder, "pwned"))).toBe(false);
    expect(summary.split("\n").filter((line) => line.startsWith("::"))).toEqual([]);
  });

  test("a revision that is a command is refused before any shell has it", async () => {
    const context = scene("revision", "1000002; touch pwned\n");
    const { steps: ran } = await runSteps([...before, ...steps], context);
    expect(ran.at(-1)?.outcome).toBe("failure");
    expect(ran.at(-1)?.output).toContain("The revision has to be a number.");
    expect(existsSync(join(context.folder, "pwned"))).toBe(false);
  });
});
