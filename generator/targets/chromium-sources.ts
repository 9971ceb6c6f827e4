/**
 * Reads from Chromium's sources which agent host serves which types, and who answers on their sessions: the hosts' own handlers, the
 * embedder's, Blink's agents and V8's, with the conditions on each. It needs no checkout, only the folders that `sourcePaths` names.
 */
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { GeneratorError } from "../errors.js";
import { cppStatements } from "./cpp-statements.js";
import type { CppStatement } from "./cpp-statements.js";

/** A place in the sources, from their folder. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** A domain that is answered by somebody, where all the conditions hold. */
export interface SourceHandler extends SourcePlace {
  readonly domain: string;
  readonly conditions: readonly string[];
  /** Whether it is for trusted clients alone. */
  readonly trusted: boolean;
}

export interface SourceHost extends SourcePlace {
  /** `RenderFrameDevToolsAgentHost` */
  readonly name: string;
  /** What its `GetType()` returns, and where. */
  readonly types: readonly (SourcePlace & {
    readonly type: string;
    readonly conditions: readonly string[];
  })[];
  /** Whether `GetType()` asks somebody else: such a host is a wrapper, and serves no type of its own. */
  readonly delegates: boolean;
  readonly handlers: readonly SourceHandler[];
}

/** Of a domain, the commands and events that a layer answers; undefined for all. */
export interface SourceSubset extends SourcePlace {
  readonly domain: string;
  readonly include: readonly string[] | undefined;
  readonly includeEvents: readonly string[] | undefined;
}

export interface ChromiumSources {
  /** By the constant's name, as `kTypePage`. */
  readonly typeConstants: Readonly<Record<string, string>>;
  readonly hosts: readonly SourceHost[];
  /** By the function that adds them: `WorkerInspectorController::AttachSession`. */
  readonly blink: Readonly<Record<string, readonly SourceHandler[]>>;
  readonly v8: readonly SourceHandler[];
  /** By the class of the embedder's session: `ChromeDevToolsSession`. */
  readonly embedder: Readonly<Record<string, readonly SourceHandler[]>>;
  readonly subsets: readonly SourceSubset[];
  /** What could not be read, and why. */
  readonly unread: readonly (SourcePlace & { readonly why: string })[];
}

const hostFolder = "content/browser/devtools";

/** All that is read, in the order of the layers that a command passes. */
export const sourcePaths = {
  embedder: [
    "chrome/browser/devtools/chrome_devtools_session.cc",
    "headless/lib/browser/headless_devtools_session.cc",
    "headless/lib/browser/protocol/headless_devtools_session.cc",
  ],
  trust: [`${hostFolder}/devtools_session.h`, `${hostFolder}/devtools_session.cc`],
  constants: [`${hostFolder}/devtools_agent_host_impl.cc`, "content/public/browser/devtools_agent_host.cc"],
  blink: [
    "third_party/blink/renderer/core/exported/web_dev_tools_agent_impl.cc",
    "third_party/blink/renderer/core/inspector/worker_inspector_controller.cc",
    "third_party/blink/renderer/modules/modules_initializer.cc",
  ],
  v8: ["v8/src/inspector/v8-inspector-session-impl.cc"],
  subsets: [
    "chrome/browser/devtools/inspector_protocol_config.json",
    `${hostFolder}/protocol_config.json`,
    "third_party/blink/renderer/core/inspector/inspector_protocol_config.json",
    "v8/src/inspector/inspector_protocol_config.json",
  ],
};

/** @param folder a Chromium checkout, or a folder that has the same folders below it */
export function extractTargets(folder: string): ChromiumSources {
  if (!existsSync(join(folder, hostFolder))) {
    throw new GeneratorError(`${folder} has no folder ${hostFolder}.`, {
      hint: "Give the folder src/ of a Chromium checkout, or one with that folder copied into it.",
    });
  }
  return new Extraction(folder).run();
}

class Extraction {
  readonly #folder: string;
  readonly #unread: (SourcePlace & { why: string })[] = [];
  readonly #constants: Record<string, string> = {};

  constructor(folder: string) {
    this.#folder = folder;
  }

  run(): ChromiumSources {
    for (const file of sourcePaths.constants) this.#readConstants(file);
    const ofContent = this.#untrustedDomains(sourcePaths.trust);
    const hostFiles = readdirSync(join(this.#folder, hostFolder))
      .filter((name) => name.endsWith("_devtools_agent_host.cc"))
      .sort()
      .map((name) => ({
        file: `${hostFolder}/${name}`,
        statements: this.#statements(`${hostFolder}/${name}`),
      }));
    const hosts = hostFiles.flatMap(({ file }) => this.#host(file, hostFiles, ofContent));
    const blink = this.#byFunction(sourcePaths.blink, /CreateAndAppend<Inspector(\w+)Agent>/g);
    const v8 = sourcePaths.v8.flatMap((file) =>
      this.#statements(file).flatMap((statement) =>
        this.#handlers(file, statement, /protocol::(\w+)::Dispatcher::wire\(/g),
      ),
    );
    return {
      typeConstants: this.#constants,
      hosts,
      blink,
      v8,
      embedder: this.#embedder(),
      subsets: sourcePaths.subsets.flatMap((file) => this.#subsets(file)),
      unread: this.#unread,
    };
  }

  #text(file: string): string | undefined {
    const path = join(this.#folder, file);
    if (existsSync(path) && statSync(path).isFile()) return readFileSync(path, "utf8");
    return undefined;
  }

  #statements(file: string): CppStatement[] {
    const text = this.#text(file);
    if (text === undefined) this.#unread.push({ file, line: 0, why: "the file is not there" });
    return text === undefined ? [] : cppStatements(text);
  }

  #readConstants(file: string): void {
    const text = this.#text(file);
    // The file that has them has moved once.
    for (const statement of text === undefined ? [] : cppStatements(text)) {
      const [, name, value] = /\bkType(\w+)\[\] = "([^"]*)"/.exec(statement.text) ?? [];
      if (name !== undefined && value !== undefined) this.#constants[`kType${name}`] = value;
    }
  }

  /** The domains that a layer names for untrusted clients; undefined where it has no such list, and trusts everybody. */
  #untrustedDomains(files: readonly string[]): Set<string> | undefined {
    const missing = files.filter((file) => this.#text(file) === undefined);
    const text = files.map((file) => this.#text(file) ?? "").join("\n");
    if (!text.includes("IsDomainAvailableToUntrustedClient")) {
      for (const file of missing)
        this.#unread.push({ file, line: 0, why: "the file is not there, and so nobody says who is trusted" });
      return undefined;
    }
    const found = text.matchAll(/is_same(?:_v)?<\s*Handler,\s*(?:protocol::)?(\w+)Handler\s*>/g);
    return new Set(Array.from(found, ([, domain = ""]) => domain));
  }

  #host(file: string, all: readonly HostFile[], untrusted: ReadonlySet<string> | undefined): SourceHost[] {
    const statements = all.find((one) => one.file === file)?.statements ?? [];
    const name = hostClass(statements);
    if (name === undefined) {
      this.#unread.push({
        file,
        line: 1,
        why: "no class of it has a function named GetType or AttachSession",
      });
      return [];
    }
    const ofType = statements.filter(({ inFunction }) => inFunction === `${name}::GetType`);
    const types = ofType.flatMap((statement) => this.#types(file, statement));
    const delegates = types.length === 0 && ofType.some(({ text }) => /->GetType\(\)/.test(text));
    const seen = new Set<string>();
    const handlers = this.#handlersOf(`${name}::AttachSession`, file, all, untrusted, [], seen);
    // What adds handlers, and is called from where this does not look.
    for (const { inFunction, text, line } of statements) {
      if (seen.has(inFunction) || text.match(hostHandler) === null) continue;
      this.#unread.push({ file, line, why: `a handler that AttachSession was not seen to add: ${text}` });
    }
    if (ofType.length === 0)
      this.#unread.push({ file, line: 1, why: `${name} has no GetType of its own here` });
    return [{ name, file, line: ofType[0]?.line ?? 1, types, delegates, handlers }];
  }

  /** The handlers that a function adds, and those that it calls for it: helpers, and what its class comes from. */
  #handlersOf(
    called: string,
    file: string,
    all: readonly HostFile[],
    untrusted: ReadonlySet<string> | undefined,
    given: readonly string[],
    seen: Set<string>,
  ): SourceHandler[] {
    if (seen.has(called)) return [];
    seen.add(called);
    const [owner = ""] = called.split("::");
    const statements = all.find((one) => one.file === file)?.statements ?? [];
    const handlers: SourceHandler[] = [];
    for (const own of statements.filter(({ inFunction }) => inFunction === called)) {
      const statement = { ...own, conditions: [...given, ...own.conditions] };
      const found = this.#handlers(
        file,
        statement,
        hostHandler,
        (domain) => untrusted?.has(domain) === false,
      );
      handlers.push(...found);
      if (
        found.length === 0 &&
        /Add(?:Handler)\b/.test(statement.text) &&
        !/std::move\(\w+\)/.test(statement.text)
      ) {
        this.#unread.push({
          file,
          line: statement.line,
          why: `what it adds is not plain: ${statement.text}`,
        });
      }
      for (const [, ofBase, helper = ""] of statement.text.matchAll(
        /(?<![\w>.:])(?:(\w+)::)?(\w+)\((?=[^()]*\bsession\b)/g,
      )) {
        const name = `${ofBase ?? owner}::${helper}`;
        const there = all.find((one) => one.statements.some(({ inFunction }) => inFunction === name));
        if (there !== undefined) {
          const conditions = [...statement.conditions, ...reached(statement)];
          handlers.push(...this.#handlersOf(name, there.file, all, untrusted, conditions, seen));
        } else if (ofBase !== undefined && helper === "AttachSession") {
          this.#unread.push({ file, line: statement.line, why: `what ${name} adds was not read` });
        }
      }
    }
    return handlers;
  }

  /** The types that a `return` names: one, or two where a condition chooses. */
  #types(file: string, { text, line, conditions }: CppStatement): SourceHost["types"] {
    if (!text.startsWith("return ")) return [];
    const names = [...text.matchAll(/\bkType\w+/g)].map(([name]) => name);
    const literal = /^return "([^"]*)"$/.exec(text)?.[1];
    const found = [
      ...names.flatMap((name) => {
        const type = this.#constants[name];
        if (type === undefined) this.#unread.push({ file, line, why: `the constant ${name} is nowhere` });
        return type === undefined ? [] : [type];
      }),
      ...(literal === undefined ? [] : [literal]),
    ];
    if (found.length === 0 && !/->GetType\(\)/.test(text)) {
      this.#unread.push({ file, line, why: `a type that is worked out: ${text}` });
    }
    return found.map((type) => ({ type, file, line, conditions }));
  }

  /** @param isTrusted whether a domain is for trusted clients alone, where the conditions do not say so */
  #handlers(
    file: string,
    statement: CppStatement,
    pattern: RegExp,
    isTrusted: (domain: string, conditions: readonly string[]) => boolean = () => false,
  ): SourceHandler[] {
    const { text, line } = statement;
    const conditions = [...statement.conditions, ...reached(statement)];
    return Array.from(text.matchAll(pattern), ([, domain = ""]) => ({
      domain,
      file,
      line,
      conditions,
      trusted: isTrusted(domain, conditions) || conditions.some(asksForTrust),
    }));
  }

  #byFunction(files: readonly string[], pattern: RegExp): Record<string, SourceHandler[]> {
    const found: Record<string, SourceHandler[]> = {};
    for (const file of files) {
      for (const statement of this.#statements(file)) {
        const handlers = this.#handlers(file, statement, pattern);
        if (handlers.length > 0) (found[statement.inFunction] ??= []).push(...handlers);
        else if (/CreateAndAppend\b(?!<Inspector\w+Agent>)/.test(statement.text)) {
          this.#unread.push({
            file,
            line: statement.line,
            why: `an agent of another form: ${statement.text}`,
          });
        }
      }
    }
    return found;
  }

  #embedder(): Record<string, SourceHandler[]> {
    const found: Record<string, SourceHandler[]> = {};
    const files = sourcePaths.embedder.filter((file) => this.#text(file) !== undefined);
    if (files.length === 0) {
      this.#unread.push({ file: sourcePaths.embedder[0] ?? "", line: 0, why: "the file is not there" });
    }
    for (const file of files) {
      const untrusted = this.#untrustedDomains([file]);
      for (const statement of this.#statements(file)) {
        const [owner = ""] = statement.inFunction.split("::");
        const pattern = /make_unique<(?:\w+::)*(\w+)Handler>/g;
        // Unlike the hosts' sessions, the embedder's asks for each handler whether it is for everybody, or does not ask.
        const handlers = this.#handlers(
          file,
          statement,
          pattern,
          (domain, conditions) =>
            untrusted?.has(domain) === false &&
            conditions.some((condition) =>
              condition.includes(`IsDomainAvailableToUntrustedClient<${domain}Handler>`),
            ),
        );
        if (handlers.length > 0) (found[owner] ??= []).push(...handlers);
      }
    }
    return found;
  }

  #subsets(file: string): SourceSubset[] {
    const text = this.#text(file);
    if (text === undefined) {
      this.#unread.push({ file, line: 0, why: "the file is not there" });
      return [];
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      this.#unread.push({ file, line: 1, why: "it is not valid JSON" });
      return [];
    }
    const options = (parsed as { protocol?: { options?: unknown } } | null)?.protocol?.options;
    if (!Array.isArray(options)) {
      this.#unread.push({ file, line: 1, why: 'it has no list "protocol.options"' });
      return [];
    }
    return (options as readonly SubsetOption[]).map(({ domain, include, include_events: includeEvents }) => ({
      domain,
      include,
      includeEvents,
      file,
      line: text.slice(0, text.indexOf(`"${domain}"`)).split("\n").length,
    }));
  }
}

interface HostFile {
  readonly file: string;
  readonly statements: readonly CppStatement[];
}

const hostHandler = /(?:CreateAndAddHandler|make_unique)<(?:content::)?protocol::(\w+)Handler>/g;

/** What holds where a statement is reached. A host that returns `false` has no session, and so asks nothing of its handlers. */
function reached({ guards }: CppStatement): string[] {
  return guards.filter(({ returned }) => returned !== "false").map(({ condition }) => condition);
}

/** Whether a condition holds for trusted clients alone. */
function asksForTrust(condition: string): boolean {
  if (/\bkFullyTrusted\b/.test(condition)) return true;
  if (!/\bIsTrusted\(\)/.test(condition) || condition.includes("||")) return false;
  return !/!\s*[\w>()-]*IsTrusted/.test(condition);
}

interface SubsetOption {
  readonly domain: string;
  readonly include?: readonly string[];
  readonly include_events?: readonly string[];
}

/** The class that a host's file is about: the one that has these functions. */
function hostClass(statements: readonly CppStatement[]): string | undefined {
  for (const member of ["GetType", "AttachSession"]) {
    const found = statements.find(({ inFunction }) => inFunction.endsWith(`::${member}`))?.inFunction;
    if (found !== undefined) return found.slice(0, -`::${member}`.length);
  }
  return undefined;
}
