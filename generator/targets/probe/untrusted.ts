/** The same questions through an extension's `chrome.debugger`, which Chromium does not trust with everything. */
import type { Session } from "../../../templates/runtime/codegen.js";
import { UNKNOWN_METHOD, ask, member, text } from "./ask.js";
import { dangerousMethods, lateMethods, wrongParameters } from "./calls.js";
import { Interrupted } from "./interrupted.js";
import { workletKindExpression } from "./labels.js";
import type { Scene } from "./scene.js";
import type { BrowserSchema } from "./schema.js";

/** Not sent without parameters, for what they would do; they go the way of their domain. */
const notExecuted = new Set([
  ...dangerousMethods,
  ...lateMethods,
  "Page.bringToFront",
  "Page.stopLoading",
  "Page.stopScreencast",
  "Runtime.disable",
]);
const notExecutedDomains = new Set(["Emulation", "Input", "Memory", "Storage", "Target", "Tracing"]);

/** By label: for each method that was sent, whether it was known there. */
export type UntrustedAnswers = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

/** The labels that an extension is asked for. It cannot attach to a browser or a tab. */
const labels = ["page", "iframe", "worker", "worklet.audio", "shared_worker", "service_worker"] as const;

/** Calls that are made in one go: what a busy machine does in less than the time that a go may take. */
const callsAtOnce = 50;
const timeAtOnce = 120_000;

/**
 * Throws `Interrupted` where a session ends meanwhile, or the extension.
 *
 * @param scene one with an extension, and with all that `labels` names; undefined answers where the browser has no extensions
 */
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
  const wanted = labels.filter((label) => scene.sessions.has(label));
  const found = await evaluate(worker, attachAll, scene.site.origin, wanted, workletKindExpression);
  const attached = Array.isArray(found) ? found : [];
  const answers = new Map<string, ReadonlyMap<string, boolean>>();
  for (const label of wanted.filter((each) => attached.includes(each))) {
    const codes = await codesOf(worker, label, calls, 2_000);
    // What was silent once may have been slow. What is silent again, and takes its time for it, waits for something.
    const again = calls.filter(([method]) => codes.get(method) === 0);
    for (const [method, code] of await codesOf(worker, label, again, 10_000)) codes.set(method, code);
    const told = [...codes].filter(([, code]) => code !== 0);
    answers.set(label, new Map(told.map(([method, code]) => [method, code !== UNKNOWN_METHOD])));
  }
  return answers;
}

/** By method, the code of what an extension is told; 0 for silence. */
async function codesOf(
  worker: Session,
  label: string,
  calls: readonly (readonly [string, object])[],
  patience: number,
): Promise<Map<string, number>> {
  const codes = new Map<string, number>();
  for (let at = 0; at < calls.length; at += callsAtOnce) {
    const some = await evaluate(worker, sendAll, label, calls.slice(at, at + callsAtOnce), patience);
    if (typeof some === "string") {
      throw new Interrupted(`The extension's session on ${label} ended while it was asked: ${some}`);
    }
    for (const [method, code] of Object.entries(some as Record<string, number>)) codes.set(method, code);
  }
  return codes;
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

async function evaluate<A extends readonly unknown[]>(
  session: Session,
  work: (...args: A) => Promise<unknown>,
  ...args: A
): Promise<unknown> {
  const expression = `(${work.toString()})(...${JSON.stringify(args)})`;
  const params = { expression, awaitPromise: true, returnByValue: true };
  const answer = await ask(session, "Runtime.evaluate", params, timeAtOnce);
  const value = answer.kind === "ok" ? member(answer.result, "result", "value") : undefined;
  if (value === undefined) {
    const why =
      answer.kind === "ok"
        ? text(answer.result, "exceptionDetails", "exception", "description")
        : answer.kind;
    throw new Interrupted(`The probe's extension did not answer: ${why}`);
  }
  return value;
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
        params: {
          readonly sessionId: string;
          readonly targetInfo: { readonly type: string; readonly subtype?: string; readonly url: string };
        },
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

/** Attaches to what is wanted of the scene, keeps it by label in a global of the worker, and tells what could be had. */
async function attachAll(origin: string, wanted: readonly string[], workletKind: string): Promise<string[]> {
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
  if (page?.tabId === undefined) return [];
  const root: Debuggee = { tabId: page.tabId };
  api.onEvent.addListener((source, method, params) => {
    if (method !== "Target.attachedToTarget") return;
    const child: Debuggee = { ...source, sessionId: params.sessionId };
    const { type, subtype, url } = params.targetInfo;
    // The page has several of some types; those that the probe has asked itself are meant.
    if (type === "iframe" && !subtype) scope.probed["iframe"] ??= child;
    if (type === "worker" && url.endsWith("/worker.js")) scope.probed["worker"] ??= child;
    if (type === "worklet") {
      void api
        .sendCommand(child, "Runtime.evaluate", { expression: workletKind, returnByValue: true })
        .then((answer) => {
          const { value } = (answer as { result: { value: string } }).result;
          scope.probed[`worklet.${value}`] ??= child;
        })
        .catch(() => undefined);
    }
    void api.sendCommand(child, "Target.setAutoAttach", everyChild).catch(() => undefined);
  });
  await api.attach(root, "1.3");
  scope.probed["page"] = root;
  await api.sendCommand(root, "Target.setAutoAttach", everyChild);
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
  const children = wanted.filter((label) => /^(?:iframe|worker|worklet)/.test(label));
  for (let waited = 0; waited < 30_000 && !children.every((label) => label in scope.probed); waited += 50)
    await pause(50);
  return Object.keys(scope.probed);
}

/** Makes calls, and gives the code of each: 1 for an answer, 0 where there was none. Where the session has ended, what was said of it. */
async function sendAll(
  label: string,
  calls: readonly (readonly [string, object])[],
  patience: number,
): Promise<Record<string, number> | string> {
  const scope = globalThis as unknown as {
    chrome: { debugger: ChromeDebugger };
    probed: Record<string, Debuggee>;
  };
  const codes: Record<string, number> = {};
  // In their order, and not one after the other: one that waits for something holds up none.
  const asked = calls.map(async ([method, params]): Promise<string | undefined> => {
    const call = scope.chrome.debugger.sendCommand(scope.probed[label] ?? {}, method, params);
    const silence = new Promise<string>((resolve) => setTimeout(() => resolve("silence"), patience));
    try {
      codes[method] = (await Promise.race([call, silence])) === "silence" ? 0 : 1;
      return undefined;
    } catch (error) {
      const { message } = error as Error;
      try {
        codes[method] = (JSON.parse(message) as { code: number }).code;
        return undefined;
      } catch {
        // Of the interface, not of the target: `Debugger is not attached`.
        return message;
      }
    }
  });
  return (await Promise.all(asked)).find((message) => message !== undefined) ?? codes;
}
