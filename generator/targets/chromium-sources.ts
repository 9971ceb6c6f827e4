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
    const hosts = readdirSync(join(this.#folder, hostFolder))
      .filter((name) => name.endsWith("_devtools_agent_host.cc"))
      .sort()
      .flatMap((name) => this.#host(`${hostFolder}/${name}`, ofContent));
    const blink = this.#byFunction(sourcePaths.blink, /CreateAndAppend<Inspector(\w+)Agent>/g);
    const v8 = sourcePaths.v8.flatMap((file) =>
      this.#statements(file).flatMap((statement) =>
        this.#handlers(file, statement, /protocol::(\w+)::Dispatcher::wire\(/g, undefined),
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
    const text = files.map((file) => this.#text(file) ?? "").join("\n");
    if (!text.includes("IsDomainAvailableToUntrustedClient")) return undefined;
    const found = text.matchAll(/is_same(?:_v)?<\s*Handler,\s*(?:protocol::)?(\w+)Handler\s*>/g);
    return new Set(Array.from(found, ([, domain = ""]) => domain));
  }

  #host(file: string, untrusted: ReadonlySet<string> | undefined): SourceHost[] {
    const statements = this.#statements(file);
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
    const attach = statements.filter(({ inFunction }) => inFunction === `${name}::AttachSession`);
    const pattern = /(?:CreateAndAddHandler|make_unique)<(?:content::)?protocol::(\w+)Handler>/g;
    const handlers = attach.flatMap((statement) => {
      const found = this.#handlers(file, statement, pattern, untrusted);
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
      return found;
    });
    if (ofType.length === 0)
      this.#unread.push({ file, line: 1, why: `${name} has no GetType of its own here` });
    return [{ name, file, line: ofType[0]?.line ?? 1, types, delegates, handlers }];
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

  #handlers(
    file: string,
    { text, line, conditions }: CppStatement,
    pattern: RegExp,
    untrusted: ReadonlySet<string> | undefined,
  ): SourceHandler[] {
    return Array.from(text.matchAll(pattern), ([, domain = ""]) => ({
      domain,
      file,
      line,
      conditions,
      trusted:
        (untrusted !== undefined && !untrusted.has(domain)) ||
        conditions.some(
          (condition) =>
            /\bkFullyTrusted\b/.test(condition) ||
            (/\bIsTrusted\(\)/.test(condition) &&
              !condition.includes("||") &&
              !/!\s*[\w>()-]*IsTrusted/.test(condition)),
        ),
    }));
  }

  #byFunction(files: readonly string[], pattern: RegExp): Record<string, SourceHandler[]> {
    const found: Record<string, SourceHandler[]> = {};
    for (const file of files) {
      for (const statement of this.#statements(file)) {
        const handlers = this.#handlers(file, statement, pattern, undefined);
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
        const handlers = this.#handlers(file, statement, pattern, untrusted);
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
      this.#unread.push({ file, line: 1, why: "it is no JSON" });
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
