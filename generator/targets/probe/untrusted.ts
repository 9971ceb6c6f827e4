/** The same questions through an extension's `chrome.debugger`, which Chromium does not trust with everything. */
import type { Session } from "../../../templates/runtime/codegen.js";
import { member, resultOf } from "./ask.js";
import { dangerousMethods, lateMethods, wrongParameters } from "./calls.js";
import type { Scene } from "./scene.js";
import type { BrowserSchema } from "./schema.js";

/** Not sent without parameters, for what they would do; they go the way of their domain. */
const notExecuted = new Set([
  ...dangerousMethods,
  ...lateMethods,
  "Page.bringToFront",
  "Page.stopScreencast",
  "Runtime.disable",
]);
const notExecutedDomains = new Set(["Emulation", "Input", "Memory", "Storage", "Target", "Tracing"]);

/** By label: for each method that was sent, whether it was known there. */
export type UntrustedAnswers = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

/** The labels that an extension is asked for. It cannot attach to a browser or a tab. */
const labels = ["page", "iframe", "worker", "worklet", "shared_worker", "service_worker"] as const;

/** @param scene one with an extension, and with all that `labels` names; undefined answers where the browser has no extensions */
export async function askUntrusted(
  schema: BrowserSchema,
  scene: Scene,
): Promise<UntrustedAnswers | undefined> {
  const worker = scene.sessions.get("service_worker.extension")?.session;
  if (worker === undefined) return undefined;
  const calls = schema.commands.flatMap((command): [string, object][] => {
    const wrong = wrongParameters(schema, command);
    if (wrong !== undefined) return [[command.method, wrong]];
    const isLeftOut = notExecuted.has(command.method) || notExecutedDomains.has(command.domain);
    return isLeftOut ? [] : [[command.method, {}]];
  });
  const found = await evaluate(worker, `(${attachAll.toString()})(${JSON.stringify(scene.site.origin)})`);
  if (typeof found !== "object" || found === null) return undefined;
  const answers = new Map<string, ReadonlyMap<string, boolean>>();
  for (const label of labels) {
    if (!(label in found)) continue;
    const codes = await evaluate(
      worker,
      `(${sendAll.toString()})(${JSON.stringify(label)}, ${JSON.stringify(calls)})`,
    );
    if (typeof codes !== "object" || codes === null) continue;
    const told = Object.entries(codes).filter(([, code]) => code !== 0);
    answers.set(label, new Map(told.map(([method, code]) => [method, code !== -32601])));
  }
  return answers;
}

/** The methods that an untrusted client lacks, of those that a session has. */
export function trustedOnly(
  answers: ReadonlyMap<string, boolean>,
  methods: readonly string[],
): readonly string[] {
  return methods.filter((method) => {
    const known = answers.get(method);
    if (known !== undefined) return !known;
    const domain = `${method.slice(0, method.indexOf("."))}.`;
    const others = [...answers].filter(([other]) => other.startsWith(domain));
    return others.length > 0 && others.every(([, isKnown]) => !isKnown);
  });
}

async function evaluate(session: Session, expression: string): Promise<unknown> {
  const result = await resultOf(
    session,
    "Runtime.evaluate",
    { expression, awaitPromise: true, returnByValue: true },
    60_000,
  );
  return member(result, "result", "value");
}

// What follows runs in the extension's worker, and is sent there as text: it sees nothing of this file.

interface Debuggee {
  readonly tabId?: number;
  readonly targetId?: string;
  readonly sessionId?: string;
}

interface ChromeDebugger {
  readonly onEvent: {
    addListener(
      listener: (
        source: Debuggee,
        method: string,
        params: { readonly sessionId: string; readonly targetInfo: { readonly type: string } },
      ) => void,
    ): void;
  };
  getTargets(): Promise<
    readonly {
      readonly id: string;
      readonly tabId?: number;
      readonly title: string;
      readonly type: string;
      readonly url: string;
    }[]
  >;
  attach(debuggee: Debuggee, version: string): Promise<void>;
  sendCommand(debuggee: Debuggee, method: string, params: object): Promise<unknown>;
}

/** Attaches to everything of the scene, and keeps it by label in a global of the worker. */
async function attachAll(origin: string): Promise<Record<string, true>> {
  const scope = globalThis as unknown as {
    chrome: { debugger: ChromeDebugger };
    probed: Record<string, Debuggee>;
  };
  const api = scope.chrome.debugger;
  const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
  const everyChild = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
  scope.probed = {};
  const targets = await api.getTargets();
  const page = targets.find(({ type, url }) => type === "page" && url.startsWith(`${origin}/scene`));
  if (page?.tabId === undefined) return {};
  const root: Debuggee = { tabId: page.tabId };
  api.onEvent.addListener((source, method, params) => {
    if (method !== "Target.attachedToTarget") return;
    const child: Debuggee = { ...source, sessionId: params.sessionId };
    scope.probed[params.targetInfo.type] ??= child;
    void api.sendCommand(child, "Target.setAutoAttach", everyChild).catch(() => undefined);
  });
  await api.attach(root, "1.3");
  scope.probed["page"] = root;
  await api.sendCommand(root, "Target.setAutoAttach", everyChild);
  const expected = ["iframe", "worker", "worklet"];
  for (let waited = 0; waited < 4_000 && !expected.every((type) => type in scope.probed); waited += 50)
    await pause(50);
  for (const { id, url } of targets) {
    const label = { "/shared.js": "shared_worker", "/service.js": "service_worker" }[
      url.slice(origin.length)
    ];
    if (label === undefined || !url.startsWith(origin)) continue;
    try {
      await api.attach({ targetId: id }, "1.3");
      scope.probed[label] = { targetId: id };
    } catch {
      // An extension may not.
    }
  }
  return Object.fromEntries(Object.keys(scope.probed).map((label) => [label, true]));
}

/** Makes calls, and gives the code of each: 1 for an answer, 0 where there was none. */
async function sendAll(
  label: string,
  calls: readonly (readonly [string, object])[],
): Promise<Record<string, number>> {
  const scope = globalThis as unknown as {
    chrome: { debugger: ChromeDebugger };
    probed: Record<string, Debuggee>;
  };
  const codes: Record<string, number> = {};
  for (const [method, params] of calls) {
    const call = scope.chrome.debugger.sendCommand(scope.probed[label] ?? {}, method, params);
    const silence = new Promise<string>((resolve) => setTimeout(() => resolve("silence"), 1_000));
    try {
      codes[method] = (await Promise.race([call, silence])) === "silence" ? 0 : 1;
    } catch (error) {
      try {
        codes[method] = (JSON.parse((error as Error).message) as { code: number }).code;
      } catch {
        // An error of the interface, not of the target: `Debugger is not attached`.
        codes[method] = 0;
      }
    }
  }
  return codes;
}
