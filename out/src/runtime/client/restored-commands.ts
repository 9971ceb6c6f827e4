// Copied by cdplex-codegen from templates/runtime/client/restored-commands.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Which commands leave a session in a state that a reconnection has to bring back. By the look of their names, so that commands of
 * domains yet to come are known too. What is not in this table is not sent again: actions (`Page.navigate`), streams and
 * recordings that have begun (`Tracing.start`, `Page.startScreencast`), what the browser keeps without the session (cookies), and
 * whatever names something by an id that ends with the session (nodes, remote objects, virtual authenticators).
 */
import { MAX_CACHED_NAMES } from "../core/limits.js";
import { fieldOf } from "./target-protocol.js";

/** Commands that set something. The last one counts, or the last one for each value of the parameters in `by`. */
interface Setting {
  readonly pattern: RegExp;
  readonly by?: readonly string[];
  /** The field of the answer that names what was set, for a command that adds another each time. It may be another after a reconnection. */
  readonly named?: string;
}

const settings: readonly Setting[] = [
  { pattern: /\.enable$/ },
  { pattern: /^Target\.set(AutoAttach|DiscoverTargets|RemoteLocations)$/ },
  { pattern: /^Target\.autoAttachRelated$/, by: ["targetId"] },
  { pattern: /^Page\.addScriptToEvaluateOn(NewDocument|Load)$/, named: "identifier" },
  { pattern: /^Debugger\.set(BreakpointByUrl|InstrumentationBreakpoint)$/, named: "breakpointId" },
  { pattern: /^Runtime\.addBinding$/, by: ["name", "executionContextName", "executionContextId"] },
  {
    pattern: /^(DOMDebugger|EventBreakpoints)\.set(EventListener|Instrumentation|XHR)Breakpoint$/,
    by: ["eventName", "targetName", "url"],
  },
  { pattern: /^Emulation\.setSensorOverride/, by: ["type"] },
  { pattern: /^Emulation\.setPressure/, by: ["source"] },
  // Both of these do something once, rather than set something.
  { pattern: /^Emulation\.set(?!PageScaleFactor$|VirtualTimePolicy$)/ },
  { pattern: /^Network\.(set(?!Cookies?$)|emulateNetworkConditions|overrideNetworkState$|enable)/ },
  { pattern: /^Page\.set(?!DocumentContent$|WebLifecycleState$)/ },
  { pattern: /^Debugger\.set(AsyncCallStackDepth|BlackboxPatterns|PauseOnExceptions|SkipAllPauses)$/ },
  { pattern: /^(Input|Profiler|Runtime|Security|ServiceWorker)\.set/ },
  { pattern: /^Animation\.setPlaybackRate$/ },
  { pattern: /^Storage\.set\w*Tracking$/, by: ["storageKey"] },
  { pattern: /^Overlay\.setShow/ },
  { pattern: /^Browser\.setDownloadBehavior$/, by: ["browserContextId"] },
  { pattern: /^Browser\.grantPermissions$/, by: ["origin", "browserContextId"] },
  { pattern: /^Browser\.setPermission$/, by: ["permission", "origin", "embeddedOrigin", "browserContextId"] },
  { pattern: /\.set\w*(Override|Enabled|Disabled|Active)$/ },
];

/** Commands that take back what others have set: `method` has to match, and the parameters in `by` have to be the same. */
interface Removal {
  readonly pattern: RegExp;
  /** What is taken back; `$1` is what the pattern has caught. */
  readonly of: string;
  readonly by?: readonly string[];
  /** The parameter that names what was set. */
  readonly named?: string;
}

const removals: readonly Removal[] = [
  // An agent that is disabled clears all of its state.
  { pattern: /^(\w+)\.disable$/, of: "^$1\\." },
  { pattern: /^(\w+)\.clear(\w*Override)$/, of: "^$1\\.set$2$" },
  {
    pattern: /^Page\.removeScriptToEvaluateOn(\w+)$/,
    of: "^Page\\.addScriptToEvaluateOn$1$",
    named: "identifier",
  },
  { pattern: /^Debugger\.removeBreakpoint$/, of: "^Debugger\\.set\\w*Breakpoint", named: "breakpointId" },
  { pattern: /^Runtime\.removeBinding$/, of: "^Runtime\\.addBinding$", by: ["name"] },
  {
    pattern: /^(DOMDebugger|EventBreakpoints)\.remove(\w+)Breakpoint$/,
    of: "^$1\\.set$2Breakpoint$",
    by: ["eventName", "targetName", "url"],
  },
  {
    pattern: /^Browser\.resetPermissions$/,
    of: "^Browser\\.(grantPermissions|setPermission)$",
    by: ["browserContextId"],
  },
];

/** What a command does to what has to be restored. */
export type Effect =
  | { readonly kind: "sets"; readonly by: readonly string[]; readonly named: string | undefined }
  | {
      readonly kind: "removes";
      readonly of: RegExp;
      readonly by: readonly string[];
      readonly named: string | undefined;
    };

const known = new Map<string, Effect | undefined>();

/** Undefined for a command that leaves nothing to restore. */
export function effectOf(method: string): Effect | undefined {
  if (known.has(method)) return known.get(method);
  const effect = findEffect(method);
  if (known.size < MAX_CACHED_NAMES) known.set(method, effect);
  return effect;
}

function findEffect(method: string): Effect | undefined {
  for (const { pattern, of, by = [], named } of removals) {
    if (pattern.test(method))
      return { kind: "removes", of: new RegExp(method.replace(pattern, of)), by, named };
  }
  for (const { pattern, by = [], named } of settings) {
    if (pattern.test(method)) return { kind: "sets", by, named };
  }
  return undefined;
}

/** The values of these parameters, as one text. */
export function valuesOf(params: unknown, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => fieldOf(params, name) ?? null));
}
