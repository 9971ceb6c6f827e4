/**
 * The calls that a probe makes, of two sorts: one with a parameter of the wrong type, which tells whether a command is there and
 * executes nothing, and one with parameters of the right types, which is executed.
 */
import type { BrowserSchema, SchemaCommand, SchemaParameter } from "./schema.js";

/** What the values of a call can be made of: the things that are there while it is made. */
export interface Surroundings {
  /** Of the probe's own pages. */
  readonly origin: string;
  /** Of what the session is on: an iframe is of another site than its page. */
  readonly ownOrigin: string;
  /** A frame that the session has; that of the page where it has none. */
  readonly frameId: string;
  /** A page that may be closed; empty where `speaksOfTarget` says that it is not needed. */
  readonly targetId: string;
}

/** Whether a call takes the page that may be closed, which takes its time to make. */
export function speaksOfTarget({ parameters }: SchemaCommand): boolean {
  return parameters.some(({ name }) => name === "targetId");
}

/**
 * Parameters of which one has the wrong type. Undefined where no parameter can have a wrong type: there is none, or each takes
 * anything.
 */
export function wrongParameters(schema: BrowserSchema, command: SchemaCommand): object | undefined {
  const typed = command.parameters
    .map((parameter) => ({ parameter, type: schema.resolve(command.domain, parameter).type.type }))
    .filter(({ type }) => type !== undefined && type !== "any");
  const chosen = typed.find(({ parameter }) => parameter.optional !== true) ?? typed[0];
  if (chosen === undefined) return undefined;
  return { [chosen.parameter.name]: wrongValue(chosen.type) };
}

function wrongValue(type: string | undefined): unknown {
  switch (type) {
    case "string":
    case "binary":
      return { wrong: 1 };
    case "array":
    case "object":
      return 1;
    default:
      return "wrong";
  }
}

/**
 * Parameters of the right types: what the command requires, and what it takes to mean something by it. Where there are several, a target
 * may take one and refuse another; what it takes counts.
 */
export function validParameters(
  schema: BrowserSchema,
  command: SchemaCommand,
  surroundings: Surroundings,
): readonly object[] {
  const whole = wholeCalls[command.method];
  if (whole !== undefined) return whole(surroundings);
  const values = valuesOf(surroundings);
  return [
    Object.fromEntries(
      command.parameters
        .filter(({ optional }) => optional !== true)
        .map((parameter) => [
          parameter.name,
          values[parameter.name] ?? anyValue(schema, command.domain, parameter, 0),
        ]),
    ),
  ];
}

/** A value of the type that a parameter has. */
function anyValue(schema: BrowserSchema, domain: string, parameter: SchemaParameter, depth: number): unknown {
  const resolved = schema.resolve(domain, parameter);
  const { type } = resolved;
  if (type.enum !== undefined) return type.enum[0];
  switch (type.type) {
    case "string":
    case "binary":
      return "";
    case "boolean":
      return false;
    case "array":
      return [];
    case "object": {
      const properties = depth > 4 || !("properties" in type) ? [] : (type.properties ?? []);
      return Object.fromEntries(
        properties
          .filter(({ optional }) => optional !== true)
          .map((property) => [property.name, anyValue(schema, resolved.domain, property, depth + 1)]),
      );
    }
    default:
      return 0;
  }
}

/** Values by the names of parameters, for all commands. */
function valuesOf({ origin, frameId, targetId }: Surroundings): Readonly<Record<string, unknown>> {
  return {
    expression: "1",
    filePath: "",
    frameId,
    origin,
    securityOrigin: origin,
    storageKey: `${origin}/`,
    targetId,
    timeSeconds: 1,
    url: `${origin}/plain.html`,
  };
}

/** Calls that zeros and empty strings would not do for: they would be refused for what they ask, not for whom they ask. */
const wholeCalls: Readonly<Record<string, (surroundings: Surroundings) => readonly object[]>> = {
  // Without a target it asks for the session's own, and not all that have a session have a window.
  "Browser.getWindowForTarget": ({ targetId }) => [{ targetId }],
  "Browser.setWindowBounds": () => [{ windowId: 0, bounds: { width: 500 } }],
  // With none the browser crashes, whatever the target.
  "Emulation.setDisplayFeaturesOverride": () => [
    { features: [{ orientation: "vertical", offset: 100, maskLength: 10 }] },
  ],
  "Emulation.setPageScaleFactor": () => [{ pageScaleFactor: 1.5 }],
  // A factor of 0 never comes to an end.
  "Input.synthesizePinchGesture": () => [{ x: 10, y: 10, scaleFactor: 2 }],
  "Network.loadNetworkResource": ({ ownOrigin, frameId }) => [
    {
      frameId,
      url: `${ownOrigin}/plain.html`,
      options: { disableCache: true, includeCredentials: false },
    },
  ],
  "Network.setCookies": ({ origin }) => [{ cookies: [{ name: "probe", value: "1", url: origin }] }],
  // Without the address it asks for the page that the session is on.
  "PWA.install": ({ origin }) => [
    { manifestId: `${origin}/`, installUrlOrBundleUrl: `${origin}/plain.html` },
  ],
  // To another site it would take another process, and the session would end before the answer.
  "Page.navigate": ({ ownOrigin }) => [{ url: `${ownOrigin}/plain.html` }],
  "Page.setDocumentContent": ({ frameId }) => [{ frameId, html: "x" }],
  "Storage.clearDataForOrigin": ({ origin }) => [{ origin, storageTypes: "cookies" }],
  "Storage.clearDataForStorageKey": ({ origin }) => [{ storageKey: `${origin}/`, storageTypes: "cookies" }],
  "Storage.deleteStorageBucket": ({ origin }) => [{ bucket: { storageKey: `${origin}/`, name: "probe" } }],
  // Pages want a frame, workers answer for themselves.
  "Storage.getStorageKey": ({ frameId }) => [{}, { frameId }],
  "Target.detachFromTarget": () => [{ sessionId: "none" }],
  "Target.exposeDevToolsProtocol": ({ targetId }) => [{ targetId, bindingName: "cdp" }],
  "Tethering.bind": () => [{ port: 45123 }],
  "Tethering.unbind": () => [{ port: 45123 }],
};

/**
 * Calls that end or stop what they are sent to, at once or a while after they were answered. Each group is made in a browser of its own, in
 * its order, and in another one from there on where a call is not answered: an answer is one whatever came before it. Those that are sent to
 * end something come last, since what came of them is the same however it shows. A screenshot is here for the sake of what comes before it.
 */
export const dangerousGroups: readonly (readonly string[])[] = [
  [
    "Page.captureScreenshot",
    "Runtime.terminateExecution",
    "Page.waitForDebugger",
    "Debugger.pause",
    "Page.close",
  ],
  ["Memory.getDOMCountersForLeakDetection", "Browser.close"],
  ["Memory.prepareForLeakDetection", "Browser.crash"],
  ["Browser.crashGpuProcess", "Page.crash"],
];

export const dangerousMethods: readonly string[] = dangerousGroups.flat();

/**
 * Calls that are answered while something is still to be drawn, and later on, where nobody sees the target, wait for a frame that never
 * comes. They are made alone, and after a rest.
 */
export const restfulMethods: ReadonlySet<string> = new Set(["Page.captureScreenshot"]);

/**
 * Commands whose parameters are read by a layer that then hands them on to nobody: where nothing is executed, wrong parameters tell nothing
 * of them.
 */
export const fallingThrough: ReadonlySet<string> = new Set([
  "Emulation.setAutomationOverride",
  "SystemInfo.getFeatureState",
]);

/** Calls that change what later ones meet: made after all others, in this order. */
export const lateMethods: readonly string[] = [
  "Inspector.enable",
  "Inspector.disable",
  "Emulation.setScriptExecutionDisabled",
  "Page.setWebLifecycleState",
  "Page.setBypassCSP",
  "Target.exposeDevToolsProtocol",
  "Target.disposeBrowserContext",
  "Target.setAutoAttach",
  "Target.autoAttachRelated",
  "Target.detachFromTarget",
  "Target.closeTarget",
  "Storage.clearDataForOrigin",
  "Emulation.setVirtualTimePolicy",
  "Page.navigateToHistoryEntry",
  "Page.setDocumentContent",
  "Page.reload",
  "Page.navigate",
  "ServiceWorker.stopAllWorkers",
  "ServiceWorker.unregister",
  "ServiceWorker.stopWorker",
  "Memory.forciblyPurgeJavaScriptMemory",
];

/**
 * All commands in the order in which they are executed: domain by domain, `disable` as the last of each, then those that are late. Those
 * that are dangerous are not among them.
 */
export function executionOrder(commands: readonly SchemaCommand[]): SchemaCommand[] {
  const byMethod = new Map(commands.map((command) => [command.method, command]));
  const apart = new Set([...dangerousMethods, ...lateMethods]);
  const early = [...new Set(commands.map(({ domain }) => domain))].flatMap((domain) => {
    const own = commands.filter((command) => command.domain === domain && !apart.has(command.method));
    const isLast = ({ method }: SchemaCommand): boolean => method.endsWith(".disable");
    return [...own.filter((command) => !isLast(command)), ...own.filter(isLast)];
  });
  return [...early, ...lateMethods.flatMap((method) => byMethod.get(method) ?? [])];
}
