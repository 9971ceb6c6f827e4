/** What an editor shows to who hovers over a domain or a command of a target. */
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { root } from "../support/paths.js";

const file = join(root, "out/src/hover.ts");
const program = `
import type { WorkerTarget } from "./targets/WorkerTarget.js";
declare const worker: WorkerTarget;
worker.Emulation;
worker.HeapProfiler;
worker.Debugger.setScriptSource;
worker.Debugger.getScriptSource;
worker.Emulation.setEmulatedMedia;
worker.Emulation.setUserAgentOverride;
`;

const service = ts.createLanguageService({
  getCompilationSettings: () => ({
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    types: [],
  }),
  getScriptFileNames: () => [file],
  getScriptVersion: () => "1",
  getScriptSnapshot: (path) => {
    const text = path === file ? program : ts.sys.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => root,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (path) => path === file || ts.sys.fileExists(path),
  readFile: (path) => ts.sys.readFile(path),
});

/** The signature, and the doc below it, over the last name of an expression. */
function hover(expression: string): { shown: string; doc: string } {
  const at = program.indexOf(`\n${expression};`) + expression.length;
  const info = service.getQuickInfoAtPosition(file, at);
  return {
    shown: ts.displayPartsToString(info?.displayParts),
    doc: ts.displayPartsToString(info?.documentation),
  };
}

describe("who hovers", () => {
  test.each([
    [
      "worker.Emulation",
      "WorkerTarget.Emulation: WorkerEmulationDomain",
      /^This domain emulates different environments for the page\.\n\nA WorkerTarget has \d+ of \d+ commands and [\w ]+ of Emulation\.\n- Refuses `/,
    ],
    ["worker.HeapProfiler", "WorkerTarget.HeapProfiler: ", /^A WorkerTarget has all \d+ commands and /],
    [
      "worker.Debugger.setScriptSource",
      "setScriptSource: (params: SetScriptSourceRequest, options?: CallOptions) => Promise<SetScriptSourceResponse>",
      /^Live edit is no longer supported[^]*\n\nOn a WorkerTarget it is refused: "setScriptSource functionality no longer available"\.$/,
    ],
    [
      "worker.Debugger.getScriptSource",
      "getScriptSource(params: GetScriptSourceRequest, options?: CallOptions): Promise<GetScriptSourceResponse>",
      /^Returns source for the script with given id\.$/,
    ],
    [
      "worker.Emulation.setEmulatedMedia",
      "setEmulatedMedia: (params?: SetEmulatedMediaRequest, options?: CallOptions) => Promise<void>",
      /^Emulates the given media type or media feature for CSS media queries\.\n\nOn a WorkerTarget it is refused: "/,
    ],
    [
      "worker.Emulation.setUserAgentOverride",
      "setUserAgentOverride(params: SetUserAgentOverrideRequest, options?: CallOptions): Promise<void>",
      /^Allows overriding user agent with the given string\./,
    ],
  ])("over %s", (expression, shown, doc) => {
    const found = hover(expression);
    expect(found.shown).toContain(shown);
    expect(found.doc).toMatch(doc);
  });
});
