/** A probe of a browser that can be started as often as it takes. */
import { GeneratorError } from "../../errors.js";
import { fetchProtocol } from "../../load/live.js";
import type { ProbeReport } from "../facts.js";
import type { ProbeOptions } from "../probe.js";
import { ask, text } from "./ask.js";
import { leanFlags, startBrowser } from "./browser.js";
import type { ThrowawayBrowser } from "./browser.js";
import { askAlone, askDangerous, askInTurn, askSome } from "./execute.js";
import type { Stage } from "./execute.js";
import { extensionFlags } from "./extras.js";
import { Interrupted, withoutInterruption } from "./interrupted.js";
import { Pool } from "./pool.js";
import { everything } from "./programme.js";
import type { Performance } from "./programme.js";
import { Scene } from "./scene.js";
import type { SceneOptions, SceneSession } from "./scene.js";
import { BrowserSchema } from "./schema.js";
import type { Site } from "./site.js";
import { askUntrusted } from "./untrusted.js";
import type { UntrustedAnswers } from "./untrusted.js";
import type { Execution } from "./verdict.js";
import { askWrongly } from "./wrong-calls.js";
import type { WrongAnswers } from "./wrong-calls.js";

export type Transport = ProbeReport["transport"];

export interface Version {
  readonly product: string;
  readonly protocolVersion: string;
}

/** Valid calls, by `transport label`. */
export type Executed = ReadonlyMap<string, ReadonlyMap<string, Execution>>;

export class Run {
  readonly #options: ProbeOptions;
  readonly #site: Site;
  /** Ends all browsers of the probe. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;

  constructor(options: ProbeOptions, site: Site) {
    this.#options = options;
    this.#site = site;
    const { signal } = options;
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  /** Does several things, and stops all where one fails. */
  async together<T extends readonly unknown[]>(works: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
    try {
      return await Promise.all(works);
    } catch (error) {
      this.#stop.abort();
      await Promise.allSettled(works);
      throw error;
    }
  }

  /** The browser's own schema, which only a port gives; undefined where it has none, or asking for it ends the browser. */
  async ownSchema(): Promise<BrowserSchema | undefined> {
    this.#tell("the browser's own schema");
    // Twice: that it fails may be chance, and what a report goes by may not.
    for (let attempt = 0; attempt < 2; attempt++) {
      const browser = await this.#start("port");
      const { httpUrl = "" } = browser;
      try {
        const text = new TextDecoder().decode(await fetchProtocol(httpUrl, { deadline: 60_000 }));
        return BrowserSchema.parse(text, `${httpUrl}/json/protocol`);
      } catch (error) {
        this.#signal.throwIfAborted();
        if (!(error instanceof GeneratorError)) throw error;
      } finally {
        await browser.close();
      }
    }
    return undefined;
  }

  /** What sessions over a port have. */
  overPort(schema: BrowserSchema): Promise<{ version: Version; port: WrongAnswers }> {
    this.#tell("a browser over a port");
    return withoutInterruption(
      "What is answered over a port",
      () =>
        this.#within("port", [], everything(false), async (scene) => ({
          version: await versionOf(scene.browser),
          port: await askWrongly(schema, scene, this.#signal),
        })),
      this.#signal,
    );
  }

  overPipe(schema: BrowserSchema): Promise<{ pipe: WrongAnswers; untrusted: UntrustedAnswers | undefined }> {
    this.#tell("a browser over a pipe, with an extension");
    return withoutInterruption(
      "What is answered over a pipe",
      () =>
        this.#within("pipe", extensionFlags, everything(true), async (scene) => {
          const pipe = await askWrongly(schema, scene, this.#signal);
          this.#tell("an extension");
          return { pipe, untrusted: await askUntrusted(schema, scene) };
        }),
      this.#signal,
    );
  }

  /** Makes the valid calls. */
  async perform(schema: BrowserSchema, planned: readonly Performance[]): Promise<Executed> {
    const pool = new Pool(this.#options.concurrency ?? 4);
    const jobs = planned.flatMap((performance) =>
      performance.transports.map((transport) => ({ performance, transport })),
    );
    const done = new Map(jobs.map((job) => [job, 0]));
    const tell = (): void => {
      const all = jobs.length * schema.commands.length;
      const made = [...done.values()].reduce((sum, count) => sum + count, 0);
      this.#tell(`valid calls to ${jobs.length} sessions: ${Math.floor((100 * made) / all)} %`);
    };
    const perform = async (job: (typeof jobs)[number]): Promise<[string, ReadonlyMap<string, Execution>]> => {
      const { performance, transport } = job;
      const open = (): Promise<Stage> => this.#stage(performance, transport);
      const passed = pool.run(() =>
        askInTurn(schema, open, (count) => {
          done.set(job, count);
          if (count % 100 === 0) tell();
        }),
      );
      // What ends a browser does so over a port, too; there, only what is refused is of interest.
      const dangerous = transport === "port" ? empty : pool.run(() => askDangerous(schema, open));
      const [pass, others] = await this.together<[Awaited<typeof passed>, Awaited<typeof dangerous>]>([
        passed,
        dangerous,
      ]);
      const alone = pass.open.map((command) =>
        pool.run(async (): Promise<[string, Execution]> => [
          command.method,
          { answer: await askAlone(schema, open, command) },
        ]),
      );
      const rest = await this.together(alone);
      done.set(job, schema.commands.length);
      tell();
      return [`${transport} ${performance.label}`, new Map([...pass.results, ...others, ...rest])];
    };
    return new Map(await this.together(jobs.map(perform)));
  }

  /** Makes some calls over a port to each of these sessions. By label. */
  async askOverPort(
    schema: BrowserSchema,
    labels: readonly string[],
    methods: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, Execution>>> {
    if (labels.length === 0 || methods.length === 0) return new Map();
    this.#tell("what a port refuses and a pipe does not");
    const scene = everything(false);
    const work = async (shared: Scene): Promise<Map<string, ReadonlyMap<string, Execution>>> => {
      const executed = new Map<string, ReadonlyMap<string, Execution>>();
      for (const label of labels) {
        const subject = shared.sessions.get(label);
        if (subject === undefined) throw new Interrupted(`${label} was had once, and did not come again.`);
        const open = (): Promise<Stage> => this.#stage({ label, scene }, "port");
        executed.set(label, await askSome(schema, stageOf(shared, subject), methods, open));
      }
      return executed;
    };
    return withoutInterruption(
      "What is refused over a port",
      () => this.#within("port", [], scene, work),
      this.#signal,
    );
  }

  /** A browser with just what it takes to have that session. */
  #stage(
    { label, scene: options }: Pick<Performance, "label" | "scene">,
    transport: Transport,
  ): Promise<Stage> {
    return withoutInterruption(
      `A session on ${label}`,
      async () => {
        const lean = label.startsWith("browser_ui") ? [] : leanFlags;
        const flags = [...(options.extras === undefined ? [] : extensionFlags), ...lean];
        const browser = await this.#start(transport, flags);
        try {
          const scene = await Scene.open(browser, this.#site, options);
          const subject = scene.sessions.get(label);
          if (subject === undefined) throw new Interrupted("It was had once, and did not come again.");
          return stageOf(scene, subject);
        } catch (error) {
          await browser.close();
          throw error;
        }
      },
      this.#signal,
    );
  }

  /** Does something in a browser of its own. */
  async #within<T>(
    transport: Transport,
    flags: readonly string[],
    options: SceneOptions,
    work: (scene: Scene) => Promise<T>,
  ): Promise<T> {
    const browser = await this.#start(transport, flags);
    try {
      return await work(await Scene.open(browser, this.#site, options));
    } finally {
      await browser.close();
    }
  }

  #start(transport: Transport, flags: readonly string[] = []): Promise<ThrowawayBrowser> {
    return startBrowser(this.#options.executable, { transport, flags, signal: this.#signal });
  }

  #tell(text: string): void {
    this.#options.progress?.(text);
  }
}

const empty: Promise<ReadonlyMap<string, Execution>> = Promise.resolve(new Map());

function stageOf(scene: Scene, subject: SceneSession): Stage {
  return {
    subject,
    session: subject.session,
    root: scene.browser.root,
    surroundings: (withTarget) => scene.surroundings(subject, withTarget),
    close: () => scene.browser.close(),
  };
}

export async function versionOf({ root }: Pick<ThrowawayBrowser, "root">): Promise<Version> {
  const answer = await ask(root, "Browser.getVersion", {}, 60_000);
  if (answer.kind !== "ok") throw new Interrupted("The browser does not tell its version.");
  return {
    product: text(answer.result, "product"),
    protocolVersion: text(answer.result, "protocolVersion"),
  };
}
