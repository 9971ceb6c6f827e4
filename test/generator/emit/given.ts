/** What emitter tests have in common: a model from PDL, and statements as a reader sees them. */
import { format } from "prettier";
import { Project, type StatementStructures } from "ts-morph";
import { readPdlProtocol } from "../../../generator/load/pdl.js";
import { readTargets } from "../../../generator/load/targets.js";
import type { Domain, Protocol } from "../../../generator/model/model.js";
import { resolve } from "../../../generator/model/resolve.js";
import type { Templates } from "../../../generator/emit/prose.js";

/** A model of the domains given as PDL, without a known revision unless given. */
export function protocolOf(
  pdl: string,
  { targets = [], revision }: { targets?: readonly object[]; revision?: string } = {},
): Protocol {
  const text = `version\n  major 1\n  minor 3\n\n${outdented(pdl)}\n`;
  const raw = readPdlProtocol(text, "given.pdl", (path) => {
    throw new Error(`${path} is included by a test`);
  });
  const rawTargets = readTargets(JSON.stringify(targets), "given.json");
  return resolve({ protocols: [raw], revision }, rawTargets, { shipped: false, quirks: [] }).protocol;
}

/** Without the indentation that the first line has. */
function outdented(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  return lines.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))).join("\n");
}

export function domainOf(protocol: Protocol, name: string): Domain {
  const domain = protocol.domains.find((candidate) => candidate.name === name);
  if (domain === undefined) throw new Error(`the test's protocol has no domain ${name}`);
  return domain;
}

/** A target as `target_types.json` has it. */
export function targetOf(name: string, domains: readonly string[], more: object = {}): object {
  return {
    name,
    chromiumAgentHostType: `${name}DevToolsAgentHost`,
    supportedCdpTargets: [name.toLowerCase()],
    supportedDomainsInChromium: domains,
    additionalSupportedDomains: [],
    ...more,
  };
}

/** The statements as the file shows them. */
export async function printed(statements: StatementStructures[]): Promise<string> {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  return formatted(project.createSourceFile("file.ts", { statements }).getFullText());
}

export async function formatted(text: string, parser = "typescript"): Promise<string> {
  return format(text, { parser, printWidth: 110 });
}

/** The text of a test's want: without the first line end and the indentation of the first line. */
export function want(text: string): string {
  return `${outdented(text)}\n`;
}

/** Templates with the given texts and nothing else. */
export function templatesOf(
  prose: Readonly<Record<string, string>>,
  runtime: Readonly<Record<string, string>> = {},
): Templates {
  return {
    prose: new Map(Object.entries(prose)),
    runtime: new Map(Object.entries(runtime)),
    licences: new Map([["LICENSE", "MIT\n"]]),
  };
}
