/** A probe of a browser that somebody uses, over its port. */
import { fetchProtocol, shownUrl } from "../../load/live.js";
import { connect } from "../../../templates/runtime/index.js";
import type { Session } from "../../../templates/runtime/codegen.js";
import type { ProbeReport } from "../facts.js";
import { ask, resultOf, text } from "./ask.js";
import { Interrupted } from "./interrupted.js";
import { GeneratorError } from "../../errors.js";
import { everything } from "./programme.js";
import { conclude } from "./report.js";
import { versionOf } from "./run.js";
import { Scene } from "./scene.js";
import { BrowserSchema } from "./schema.js";
import { serveSite } from "./site.js";
import type { Site } from "./site.js";
import { askWrongly } from "./wrong-calls.js";

export interface RunningOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told what is being done, in a few words. */
  readonly progress?: ((text: string) => void) | undefined;
}

/**
 * Measures a browser that runs, over its port. Nothing is executed in it but what opens and closes a page of the probe's own, so commands
 * without parameters are inferred from others of their domain, and refusals and conditions are not told.
 */
export async function probeRunning(url: string, options: RunningOptions): Promise<ProbeReport> {
  options.progress?.("the browser's own schema");
  const schemaText = new TextDecoder().decode(await unlessAborted(fetchProtocol(url), options.signal));
  const schema = BrowserSchema.parse(schemaText, shownUrl(url));
  const root = await connect(url, { signal: options.signal, onError: () => undefined });
  const site = await serveSite();
  try {
    const room = await takeRoom(root);
    try {
      return await unlessAborted(measure(url, root, schema, site, room.page, options), options.signal);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      throw new GeneratorError(`The browser could not be measured. ${error.message}`, { cause: error });
    } finally {
      await room.leave();
    }
  } finally {
    await root.connection.close();
    await site.close();
  }
}

async function measure(
  url: string,
  root: Session,
  schema: BrowserSchema,
  site: Site,
  page: string,
  { progress, signal }: RunningOptions,
): Promise<ProbeReport> {
  const browser = { root, connection: root.connection, httpUrl: url, close: () => root.connection.close() };
  const version = await versionOf(browser);
  progress?.("a page of the probe's own");
  const scene = await Scene.open(browser, site, { ...everything(false), page });
  progress?.(`${scene.sessions.size} sessions`);
  const port = await askWrongly(schema, scene, signal);
  const report = conclude({
    schema,
    schemaFrom: "browser",
    version,
    pipe: port,
    port: new Map(),
    untrusted: undefined,
    executed: new Map(),
  });
  return { ...report, transport: "port", conditions: {} };
}

/** What the probe has to itself in somebody's browser. */
interface Room {
  /** The target of its page. */
  readonly page: string;
  /** Leaves the browser as it was. */
  leave(): Promise<void>;
}

/** A page in a browser context of its own, which takes with it what the page has stored, its service worker too. */
async function takeRoom(root: Session): Promise<Room> {
  const context = text(await resultOf(root, "Target.createBrowserContext"), "browserContextId");
  const inContext = context === "" ? {} : { browserContextId: context };
  const made = await ask(root, "Target.createTarget", { url: "about:blank", ...inContext }, 60_000);
  const page = made.kind === "ok" ? text(made.result, "targetId") : "";
  const leave = async (): Promise<void> => {
    if (page !== "" && context === "") await unregister(root, page);
    if (page !== "") await ask(root, "Target.closeTarget", { targetId: page });
    if (context !== "") await ask(root, "Target.disposeBrowserContext", inContext);
  };
  if (page !== "") return { page, leave };
  await leave();
  throw new GeneratorError("The browser opens no page for the probe.");
}

/** Where there are no contexts, as in browsers that are part of a program, the page takes its service worker away itself. */
async function unregister(root: Session, targetId: string): Promise<void> {
  const params = { targetId, flatten: true };
  const session = root.connection.session(
    text(await resultOf(root, "Target.attachToTarget", params), "sessionId"),
  );
  if (session === undefined) return;
  const expression =
    "navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister())))";
  await ask(session, "Runtime.evaluate", { expression, awaitPromise: true });
}

/** What a promise gives, unless the user has had enough of waiting for it. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    // What is left of it ends with the connection.
    promise.catch(() => undefined);
  }
}
