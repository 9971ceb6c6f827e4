// Copied by cdplex-codegen from templates/runtime/client/target-protocol.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The few methods that the runtime itself needs, typed by hand: the only place that spells any, but for the patterns in
 * `restored-commands.ts`, which know what commands of others leave behind.
 *
 * They must agree with `content/browser/devtools/protocol/target_handler.cc`; results are read as loosely as they arrive.
 */
import { ProtocolError } from "../core/errors.js";

export const ATTACHED_TO_TARGET = "Target.attachedToTarget";
export const DETACHED_FROM_TARGET = "Target.detachedFromTarget";
export const TARGET_INFO_CHANGED = "Target.targetInfoChanged";
/** Comes without any enable. `Inspector.detached` is no sign of a crash: an ordinary close sends it too. */
export const TARGET_CRASHED = "Inspector.targetCrashed";

export const ATTACH_TO_TARGET = "Target.attachToTarget";
export const CLOSE_TARGET = "Target.closeTarget";
export const CREATE_TARGET = "Target.createTarget";
export const DETACH_FROM_TARGET = "Target.detachFromTarget";
export const GET_TARGET_INFO = "Target.getTargetInfo";
export const GET_TARGETS = "Target.getTargets";
export const SET_AUTO_ATTACH = "Target.setAutoAttach";
export const GET_FRAME_TREE = "Page.getFrameTree";
export const GET_RESPONSE_BODY = "Network.getResponseBody";
export const NAVIGATE = "Page.navigate";
export const RESUME = "Runtime.runIfWaitingForDebugger";

/** The type of the target that a browser itself is. */
export const BROWSER = "browser";

/** A dedicated worker. */
export const WORKER = "worker";

/** Measured on Chromium 156: found through a page, a paused one has not been started, and answers nothing until it is resumed. */
export const SERVICE_WORKER = "service_worker";

/** What the browser reports about a target. */
export interface TargetInfo {
  readonly targetId: string;
  /** `page`, `iframe`, `worker` and so on. Browsers add values, and it may change while the target lives. */
  readonly type: string;
  readonly title: string;
  /** Empty while an iframe attaches. */
  readonly url: string;
  /** Whether any client is attached. */
  readonly attached: boolean;
  readonly openerId?: string;
  /** The target that contains it or started it. */
  readonly parentId?: string;
  readonly parentFrameId?: string;
  readonly browserContextId?: string;
  readonly subtype?: string;
}

/** One entry of a target filter: the first that matches decides. An entry without a type matches everything. */
export interface TargetFilterEntry {
  readonly type?: string | undefined;
  readonly exclude?: boolean | undefined;
}

export interface AutoAttachSettings {
  readonly autoAttach: boolean;
  readonly waitForDebuggerOnStart: boolean;
  readonly flatten: true;
  readonly filter?: readonly TargetFilterEntry[];
}

export interface AttachedToTarget {
  readonly sessionId: string;
  readonly targetInfo: TargetInfo;
  readonly waitingForDebugger: boolean;
}

/** A frame and those inside it. */
export interface FrameTree {
  readonly frame: { readonly id: string };
  readonly childFrames?: readonly FrameTree[];
}

/** A field of an answer that the runtime cannot do without. */
export function stringField(value: unknown, name: string, method: string): string {
  const field: unknown = fieldOf(value, name);
  if (typeof field === "string") return field;
  throw new ProtocolError(`the answer has no "${name}"`, { method });
}

/** What a target is, if that is what `value` says. */
export function targetInfoOf(value: unknown): TargetInfo | undefined {
  const isInfo = typeof fieldOf(value, "targetId") === "string" && typeof fieldOf(value, "type") === "string";
  return isInfo ? (value as TargetInfo) : undefined;
}

/** A field of something that arrived and may be anything. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
