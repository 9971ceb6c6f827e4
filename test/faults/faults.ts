/** The faults of the matrix: how each is brought about, and what it means to those who wait beside the command. */
import type { CallOptions } from "../../templates/runtime/codegen.js";
import { HANGING, MESSAGE_LIMIT } from "./scene.js";
import type { Scene, World } from "./scene.js";
import { ABORTED, CLOSED, CRASHED, DETACHED, DONE, Enough, PENDING, TIMED_OUT } from "./settlements.js";

export type Stage = "before send" | "queued" | "in flight" | "answer half received" | "during event delivery";

export const stages: readonly Stage[] = [
  "before send",
  "queued",
  "in flight",
  "answer half received",
  "during event delivery",
];

/** What those come to who wait beside the command. */
export interface Waits {
  /** `once`, on the session of the command. */
  readonly once: string;
  /** `stream().next()`, there. */
  readonly stream: string;
  /** A command on another page. */
  readonly other: string;
  readonly sessionClosed: string;
  readonly connectionClosed: string;
}

export interface Fault {
  readonly name: string;
  /** The browser does not survive it. */
  readonly endsBrowser?: true;
  /** The page does not survive it. */
  readonly endsPage?: true;
  /** The connection does not survive it. */
  readonly endsConnection?: true;
  /** The browser says nothing for as long as it lasts. */
  readonly silences?: true;
  /** The options of the command, `once` and the stream. */
  readonly options?: (abort: AbortController) => CallOptions;
  /** Brings it about; resolves when it has happened to the browser or the line. The client may not have heard of it. */
  readonly cause: (scene: Scene, abort: AbortController, stage: Stage) => Promise<unknown> | void;
  /** Takes it back, where that is needed for what comes after. */
  readonly undo?: (world: World) => void;
  /** A pattern of the command's error message, where the class and code do not say all. */
  readonly says?: RegExp;
  /** What `onError` gets. */
  readonly reports?: readonly string[];
  readonly waits: Waits;
}

const pending: Waits = {
  once: PENDING,
  stream: PENDING,
  other: PENDING,
  sessionClosed: PENDING,
  connectionClosed: PENDING,
};

const lost: Waits = {
  once: CLOSED,
  stream: CLOSED,
  other: CLOSED,
  sessionClosed: CLOSED,
  connectionClosed: CLOSED,
};

/** To the browser and the processes of its group; it was started as the leader of its own. */
function signalBrowser({ browser }: World, signal: NodeJS.Signals): void {
  process.kill(-browser.pid, signal);
}

/** A command that waits: the id under which it was sent. */
function idOf(scene: Scene, method: string): number {
  const command = scene.root.connection
    .pending()
    .find((each) => each.method === method && each.sessionId === scene.page.id);
  if (command === undefined) throw new Error(`no ${method} is in flight`);
  return command.id;
}

export const faults: readonly Fault[] = [
  {
    name: "browser killed with SIGKILL",
    endsBrowser: true,
    endsConnection: true,
    cause: ({ world }) => signalBrowser(world, "SIGKILL"),
    waits: lost,
  },
  {
    name: "socket reset",
    endsConnection: true,
    cause: (scene) => scene.proxy.reset(),
    waits: lost,
  },
  {
    name: "socket closed cleanly",
    endsConnection: true,
    cause: (scene) => scene.proxy.end(),
    waits: lost,
  },
  {
    name: "half-open peer (SIGSTOP)",
    silences: true,
    cause: ({ world }) => signalBrowser(world, "SIGSTOP"),
    undo: (world) => signalBrowser(world, "SIGCONT"),
    waits: pending,
  },
  {
    name: "target crashed",
    endsPage: true,
    cause: (scene) => {
      const crashed = scene.remote.once("Page.loadEventFired").catch(() => undefined);
      scene.remote.send("Page.crash").catch(() => undefined);
      return crashed;
    },
    waits: { ...pending, once: CRASHED },
  },
  {
    name: "target closed",
    endsPage: true,
    cause: (scene) => {
      const { targetId } = scene.remote;
      scene.world.control.send("Target.closeTarget", { targetId }).catch(() => undefined);
      return scene.remote.closed;
    },
    waits: { ...pending, once: DETACHED, stream: DETACHED, sessionClosed: DETACHED },
  },
  {
    name: "session detached by the browser",
    cause: (scene, _abort, stage) => {
      const { id: sessionId } = scene.page;
      if (stage !== "queued") return scene.root.send("Target.detachFromTarget", { sessionId });
      // A command of ours would wait in the same queue; what the browser says when someone else ends the session is this.
      scene.proxy.inject(JSON.stringify({ method: "Target.detachedFromTarget", params: { sessionId } }));
    },
    waits: { ...pending, once: DETACHED, stream: DETACHED, sessionClosed: DETACHED },
  },
  {
    name: "session detached by this side",
    cause: (scene) => scene.page.detach(),
    waits: { ...pending, once: DETACHED, stream: DONE, sessionClosed: DETACHED },
  },
  {
    name: "abort",
    options: ({ signal }) => ({ signal }),
    cause: (_scene, abort) => abort.abort(new Enough()),
    waits: { ...pending, once: ABORTED, stream: ABORTED },
  },
  {
    name: "timeout",
    options: () => ({ timeout: 250 }),
    cause: () => undefined,
    says: /no (answer|matching event) within 250 ms/,
    waits: { ...pending, once: TIMED_OUT },
  },
  {
    name: "connection closed",
    endsConnection: true,
    cause: (scene) => scene.root.connection.close(),
    says: /closed by this program/,
    waits: { ...lost, stream: DONE },
  },
  {
    name: "listener throws",
    cause: async (scene) => {
      const heard = scene.page.once("Runtime.bindingCalled");
      scene.page.on("Runtime.bindingCalled", () => {
        throw new Enough();
      });
      scene.ring();
      await heard;
    },
    reports: [ABORTED],
    waits: pending,
  },
  {
    name: "message malformed",
    endsConnection: true,
    cause: (scene) => scene.proxy.inject("HTTP/1.1 502 Bad Gateway"),
    says: /cannot be decoded/,
    reports: ["ProtocolError PROTOCOL"],
    waits: lost,
  },
  {
    name: "answer malformed",
    cause: async (scene, _abort, stage) => {
      if (stage === "answer half received") {
        // The quote in the middle of a string ends it, and what follows makes no sense.
        scene.proxy.release((rest) => Buffer.alloc(rest.length, '"'));
        return;
      }
      if (stage === "before send") {
        const spoilt = scene.page.send("Runtime.evaluate", HANGING).catch(() => undefined);
        scene.proxy.inject(`{"id":${idOf(scene, "Runtime.evaluate")},"result":{"value":`);
        await spoilt;
        return;
      }
      scene.proxy.inject(`{"id":${idOf(scene, "Runtime.evaluate")},"result":{"value":`);
    },
    waits: pending,
  },
  {
    name: "message over the limit",
    endsConnection: true,
    cause: (scene, _abort, stage) => {
      // Half of a message that is too large has been received already.
      if (stage === "answer half received") return;
      scene.proxy.injectLong(MESSAGE_LIMIT + 1);
    },
    says: new RegExp(`larger than ${MESSAGE_LIMIT} bytes; raise "maxPayload"`),
    waits: lost,
  },
];
