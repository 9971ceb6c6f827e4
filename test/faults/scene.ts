/** What a cell of the fault matrix plays on: a browser, a connection to it through a proxy, and one on the side that pulls the strings. */
import { connect } from "../../templates/runtime/codegen.js";
import type { ConnectOptions, Session } from "../../templates/runtime/codegen.js";
import { PageTarget } from "../support/small-domains.js";
import { PipeProxy } from "./pipe-proxy.js";
import { Proxy } from "./proxy.js";
import type { FaultyLine } from "./proxy.js";

/** Messages over this many bytes are too large for the connection under test. */
export const MESSAGE_LIMIT = 1024 * 1024;

/** A command that nobody answers before `finish` is called. */
export const HANGING = {
  expression: "globalThis.hanging ??= new Promise((resolve) => { globalThis.finish = resolve; })",
  awaitPromise: true,
};

/** A command that is never answered. The page keeps the promise: one that is collected is answered. */
export const NEVER = { expression: "globalThis.never ??= new Promise(() => {})", awaitPromise: true };

/** What is used of a running browser. */
export interface BrowserProcess {
  readonly pid: number;
  readonly wsUrl: string;
}

/** A browser and a direct connection to it, which cells share. */
export class World {
  readonly browser: BrowserProcess;
  readonly control: Session;
  /** A page that no cell ends. */
  readonly sharedTarget: string;

  /** Whether the connection under test is a pipe. */
  readonly isPipe: boolean;

  private constructor(browser: BrowserProcess, control: Session, sharedTarget: string, isPipe: boolean) {
    this.isPipe = isPipe;
    this.browser = browser;
    this.control = control;
    this.sharedTarget = sharedTarget;
  }

  static async open(browser: BrowserProcess, isPipe = false): Promise<World> {
    const control = await connect(browser.wsUrl);
    return new World(browser, control, await createTarget(control), isPipe);
  }

  async close(): Promise<void> {
    await this.control.connection.close();
  }
}

export async function createTarget(control: Session): Promise<string> {
  const { targetId } = (await control.send("Target.createTarget", { url: "about:blank" })) as {
    readonly targetId: string;
  };
  return targetId;
}

export interface SceneOptions {
  /** Play on a page that may be ended. */
  readonly ownPage?: boolean | undefined;
  readonly connect?: ConnectOptions | undefined;
}

export class Scene {
  readonly world: World;
  readonly proxy: FaultyLine;
  readonly root: Session;
  /** The session under test. */
  readonly page: Session;
  /** A session on a page that nothing happens to. */
  readonly other: Session;
  /** The page under test, seen from the side. */
  readonly remote: Session;
  /** What `onError` was given. */
  readonly errors: readonly unknown[];

  private constructor(
    world: World,
    proxy: FaultyLine,
    sessions: {
      readonly root: Session;
      readonly page: Session;
      readonly other: Session;
      readonly remote: Session;
    },
    errors: readonly unknown[],
  ) {
    this.world = world;
    this.proxy = proxy;
    this.root = sessions.root;
    this.page = sessions.page;
    this.other = sessions.other;
    this.remote = sessions.remote;
    this.errors = errors;
  }

  static async open(world: World, options: SceneOptions = {}): Promise<Scene> {
    const { wsUrl } = world.browser;
    const proxy = world.isPipe ? await PipeProxy.open(wsUrl, MESSAGE_LIMIT) : await Proxy.open(wsUrl);
    const errors: unknown[] = [];
    const root = await connect(proxy.endpoint, {
      onError: (error) => errors.push(error),
      maxPayload: MESSAGE_LIMIT,
      ...options.connect,
    });
    const targetId = options.ownPage === true ? await createTarget(world.control) : world.sharedTarget;
    const [page, other, remote] = await Promise.all([
      root.attach(PageTarget, targetId),
      root.attach(PageTarget, world.sharedTarget),
      world.control.attach(PageTarget, targetId),
    ]);
    // `ring` is an event that nothing replays to whoever enables a domain later.
    await Promise.all([page.send("Runtime.enable"), page.send("Runtime.addBinding", { name: "ring" })]);
    return new Scene(world, proxy, { root, page, other, remote }, errors);
  }

  /** Makes the page send `Runtime.bindingCalled`. */
  ring(): void {
    // A page that ends meanwhile answers nothing.
    this.remote.send("Runtime.evaluate", { expression: "ring('')" }).catch(() => undefined);
  }

  /** Lets `HANGING` be answered. */
  finish(): Promise<unknown> {
    const expression = "globalThis.hanging = undefined; globalThis.finish?.(42)";
    return this.remote.send("Runtime.evaluate", { expression });
  }

  /** Resolves when all that the browser has sent so far has been handled. */
  async roundTrip(): Promise<void> {
    await this.root.send("Browser.getVersion");
  }

  async close(): Promise<void> {
    await this.root.connection.close();
    await this.proxy.close();
    await this.remote.detach();
  }
}
