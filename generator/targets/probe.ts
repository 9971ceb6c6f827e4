/**
 * Measures a browser: which commands each kind of session answers, refuses and lacks.
 *
 * Four passes. Calls with a parameter of the wrong type go to every session there is, over a pipe and over a port; they execute
 * nothing. Calls with valid parameters go to one session of each type, in browsers of their own; they tell of commands without
 * parameters, of refusals, and of layers that read parameters for a handler that is not there. Last, an extension asks what
 * `chrome.debugger` is told.
 */
import { GeneratorError } from "../errors.js";
import { fetchProtocol, shownUrl } from "../load/live.js";
import { connect } from "../../templates/runtime/index.js";
import type { RawProtocol } from "../load/raw.js";
import type { Conditions, ProbeReport } from "./facts.js";
import { ask, text } from "./probe/ask.js";
import type { Answer } from "./probe/ask.js";
import { startBrowser } from "./probe/browser.js";
import type { Executable, ThrowawayBrowser } from "./probe/browser.js";
import { wrongParameters } from "./probe/calls.js";
import { probedSession, refine, unclassified } from "./probe/conclude.js";
import type { Questioned } from "./probe/conclude.js";
import { callSome, execute } from "./probe/execute.js";
import type { Stage } from "./probe/execute.js";
import { extensionFlags } from "./probe/extras.js";
import { everything, expectedLabels, performances } from "./probe/programme.js";
import type { Performance } from "./probe/programme.js";
import { Scene } from "./probe/scene.js";
import type { SceneSession } from "./probe/scene.js";
import { BrowserSchema } from "./probe/schema.js";
import { serveSite } from "./probe/site.js";
import type { Site } from "./probe/site.js";
import { askUntrusted, trustedOnly } from "./probe/untrusted.js";
import { hasCommand } from "./probe/verdict.js";
import type { Execution } from "./probe/verdict.js";

export type { Executable } from "./probe/browser.js";

export interface ProbeOptions {
  readonly executable: Executable;
  /** To go by where the browser does not serve its own: some builds leave it out. */
  readonly definitions: readonly RawProtocol[];
  /** The sessions to make valid calls to, by their labels; one of each type unless given. */
  readonly only?: readonly string[] | undefined;
  /** How many browsers run at once; 4 unless given, since they wait more than they work. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told what is being done, in a few words. */
  readonly progress?: ((text: string) => void) | undefined;
}

type Transport = ProbeReport["transport"];

/** What wrong parameters have told: by label, the session, and by method the answer. */
type WrongAnswers = ReadonlyMap<string, Asked>;

interface Asked {
  readonly one: SceneSession;
  readonly answers: ReadonlyMap<string, Answer>;
}

/** Measures a browser of which the probe starts as many as it needs, each with an empty profile. */
export async function probe(options: ProbeOptions): Promise<ProbeReport> {
  const site = await serveSite();
  try {
    return await probeFrom(site, options);
  } finally {
    await site.close();
  }
}

async function probeFrom(site: Site, options: ProbeOptions): Promise<ProbeReport> {
  const run = new Run(options, site);
  const own = await run.ownSchema();
  const schema = own ?? BrowserSchema.of(options.definitions);
  const { browser, version, scene, port } = await run.overPort(schema);
  try {
    const { pipe, untrusted } = await run.overPipe(schema);
    const planned = performances.filter(
      ({ label }) => pipe.has(label) && (options.only === undefined || options.only.includes(label)),
    );
    const executed = await run.perform(schema, planned);
    const differing = differingByTransport(executed);
    for (const subject of scene.sessions.values()) {
      const key = `port ${subject.label}`;
      if (executed.has(key)) continue;
      const surroundings = await scene.surroundings();
      executed.set(
        key,
        await callSome(schema, { scene, subject, surroundings, enabled: new Set<string>() }, differing),
      );
    }
    const findings = { version, pipe, port, untrusted, executed };
    if (own !== undefined) return conclude({ ...findings, schema: own, schemaFrom: "browser" });
    const known = schema.only(knownMethods(findings));
    return conclude({ ...findings, schema: known, schemaFrom: "definitions" });
  } finally {
    await browser.close();
  }
}

/** What some session has: what none has is newer than the browser, or gone from it. */
function knownMethods({ pipe, port, executed }: Pick<Findings, "executed" | "pipe" | "port">): Set<string> {
  const answers = [
    ...[...pipe.values(), ...port.values()].flatMap((asked) => [...asked.answers]),
    ...[...executed.values()].flatMap((results) =>
      [...results].map(([method, { answer }]): [string, Answer] => [method, answer]),
    ),
  ];
  return new Set(answers.filter(([, answer]) => hasCommand(answer) === true).map(([method]) => method));
}

/** Commands that a page or the browser takes over a pipe and not over a port, in spite of knowing them. */
function differingByTransport(executed: ReadonlyMap<string, ReadonlyMap<string, Execution>>): string[] {
  return ["page", "browser"].flatMap((label) => {
    const overPort = executed.get(`port ${label}`);
    return [...(executed.get(`pipe ${label}`) ?? [])]
      .filter(([method, { answer }]) => {
        const other = overPort?.get(method)?.answer;
        return answer.kind === "ok" && other?.kind === "error" && hasCommand(other) === true;
      })
      .map(([method]) => method);
  });
}

/**
 * Measures a browser that runs, over its port. Nothing is executed in it but what opens and closes a page of the probe's own, so commands
 * without parameters are inferred from others of their domain, and refusals and conditions are not told.
 */
export async function probeRunning(
  url: string,
  options: Pick<ProbeOptions, "progress" | "signal">,
): Promise<ProbeReport> {
  options.progress?.("the browser's own schema");
  const text = new TextDecoder().decode(await fetchProtocol(url));
  const schema = BrowserSchema.parse(text, shownUrl(url));
  const root = await connect(url, { signal: options.signal, onError: () => undefined });
  const { connection } = root;
  const site = await serveSite();
  const browser = { root, connection, httpUrl: url, close: () => connection.close() };
  try {
    const version = await versionOf(browser);
    options.progress?.("a page of the probe's own");
    const scene = await Scene.open(browser, site, { ...everything(false), inUse: true });
    try {
      const port = await askWrongly(schema, scene);
      const executed = new Map<string, ReadonlyMap<string, Execution>>();
      const report = conclude({
        schema,
        schemaFrom: "browser",
        version,
        pipe: port,
        port: new Map(),
        untrusted: undefined,
        executed,
      });
      return { ...report, transport: "port", conditions: {} };
    } finally {
      await scene.closePage();
    }
  } finally {
    await browser.close();
    await site.close();
  }
}

class Run {
  readonly #options: ProbeOptions;
  readonly #site: Site;

  constructor(options: ProbeOptions, site: Site) {
    this.#options = options;
    this.#site = site;
  }

  /** The browser's own schema, which only a port gives; undefined where asking for it ends the browser. */
  async ownSchema(): Promise<BrowserSchema | undefined> {
    this.#tell("the browser's own schema");
    const browser = await this.#start("port");
    const { httpUrl = "" } = browser;
    try {
      const text = new TextDecoder().decode(await fetchProtocol(httpUrl));
      return BrowserSchema.parse(text, `${httpUrl}/json/protocol`);
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      if (error instanceof GeneratorError) return undefined;
      throw error;
    } finally {
      await browser.close();
    }
  }

  /** What sessions over a port have. */
  async overPort(schema: BrowserSchema): Promise<OverPort> {
    this.#tell("a browser over a port");
    const browser = await this.#start("port");
    try {
      const version = await versionOf(browser);
      const scene = await Scene.open(browser, this.#site, everything(false));
      return { browser, version, scene, port: await askWrongly(schema, scene) };
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  async overPipe(schema: BrowserSchema): Promise<{
    pipe: WrongAnswers;
    untrusted: Awaited<ReturnType<typeof askUntrusted>>;
  }> {
    this.#tell("a browser over a pipe, with an extension");
    const browser = await this.#start("pipe", extensionFlags);
    try {
      const scene = await Scene.open(browser, this.#site, everything(true));
      const pipe = await askWrongly(schema, scene);
      this.#tell("an extension");
      return { pipe, untrusted: await askUntrusted(schema, scene) };
    } finally {
      await browser.close();
    }
  }

  /** Makes the valid calls. By `transport label`. */
  async perform(
    schema: BrowserSchema,
    planned: readonly Performance[],
  ): Promise<Map<string, ReadonlyMap<string, Execution>>> {
    const results = new Map<string, ReadonlyMap<string, Execution>>();
    const jobs = planned.flatMap((performance) =>
      performance.transports.map((transport) => ({ performance, transport })),
    );
    let next = 0;
    let done = 0;
    const work = async (): Promise<void> => {
      for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
        const { performance, transport } = job;
        const tell = (count: number): void => {
          if (count % 100 !== 0) return;
          this.#tell(
            `${done} of ${jobs.length} sessions executed; ${performance.label}: ${count} of ${schema.commands.length} commands`,
          );
        };
        const open = (): Promise<Stage> => this.#stage(performance, transport);
        results.set(`${transport} ${performance.label}`, await execute(schema, open, tell));
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: this.#options.concurrency ?? 4 }, work));
    return results;
  }

  /** A browser with just what it takes to have that session. One that does not come to life is tried for again. */
  async #stage(performance: Performance, transport: Transport): Promise<Stage> {
    for (let attempt = 0; attempt < 4; attempt++) {
      const browser = await this.#start(
        transport,
        performance.scene.extras === undefined ? [] : extensionFlags,
      );
      try {
        const scene = await Scene.open(browser, this.#site, performance.scene);
        const subject = scene.sessions.get(performance.label);
        if (subject !== undefined)
          return { scene, subject, surroundings: await scene.surroundings(), enabled: new Set() };
      } catch (error) {
        await browser.close();
        throw error;
      }
      await browser.close();
    }
    throw new GeneratorError(`A session on ${performance.label} was had once, and cannot be had again.`, {
      hint: "The machine may be too busy: run it again when there is less to do.",
    });
  }

  #start(transport: Transport, flags: readonly string[] = []): Promise<ThrowawayBrowser> {
    const { executable, signal } = this.#options;
    return startBrowser(executable, { transport, flags, signal });
  }

  #tell(text: string): void {
    this.#options.progress?.(text);
  }
}

interface OverPort {
  /** To be closed by who gets it. */
  readonly browser: ThrowawayBrowser;
  readonly version: Version;
  readonly scene: Scene;
  readonly port: WrongAnswers;
}

interface Version {
  readonly product: string;
  readonly protocolVersion: string;
}

async function versionOf({ root }: ThrowawayBrowser): Promise<Version> {
  const answer = await root.send("Browser.getVersion");
  return {
    product: text(answer, "product"),
    protocolVersion: text(answer, "protocolVersion"),
  };
}

/** Sends every session every command that has a parameter, with one of the wrong type. */
async function askWrongly(schema: BrowserSchema, scene: Scene): Promise<WrongAnswers> {
  const calls = schema.commands.flatMap((command): { method: string; params: object }[] => {
    const params = wrongParameters(schema, command);
    return params === undefined ? [] : [{ method: command.method, params }];
  });
  const asked = new Map<string, Asked>();
  for (const one of scene.sessions.values()) {
    const answers = new Map<string, Answer>();
    await Promise.all(
      calls.map(async ({ method, params }) => {
        answers.set(method, await ask(one.session, method, params, 10_000));
      }),
    );
    asked.set(one.label, { one, answers });
  }
  return asked;
}

interface Findings {
  readonly schema: BrowserSchema;
  readonly schemaFrom: ProbeReport["schemaFrom"];
  readonly version: Version;
  readonly pipe: WrongAnswers;
  readonly port: WrongAnswers;
  readonly untrusted: Awaited<ReturnType<typeof askUntrusted>>;
  readonly executed: ReadonlyMap<string, ReadonlyMap<string, Execution>>;
}

function conclude({ schema, schemaFrom, version, pipe, port, untrusted, executed }: Findings): ProbeReport {
  const questioned = (asked: WrongAnswers, transport: Transport): Questioned[] =>
    [...asked.values()].map(({ one, answers }) => ({
      one,
      wrong: answers,
      valid: executed.get(`${transport} ${one.label}`),
    }));
  const overPipe = questioned(pipe, "pipe");
  const sessions = refine(
    overPipe.map((each) => probedSession(schema, each)),
    overPipe,
  );
  const overPort = new Map(
    questioned(port, "port").map((each) => [each.one.label, probedSession(schema, each)]),
  );
  const conditions = sessions.flatMap((session): [string, Conditions][] => {
    const other = overPort.get(session.label);
    const methods = Object.keys(session.commands);
    const has = (one: typeof session, method: string): boolean => one.commands[method]?.has === true;
    const works = (one: typeof session, method: string): boolean =>
      one.commands[method]?.verdict === "present";
    const pipeOnly = methods.filter((method) => {
      const verdict = other?.commands[method]?.verdict;
      return verdict === "refuses" ? works(session, method) : verdict === "absent" && has(session, method);
    });
    // Like with like: where only wrong parameters have told of the port, only they tell of the pipe.
    const toldOverPipe = (method: string): boolean | undefined => {
      const answer = pipe.get(session.label)?.answers.get(method);
      return answer === undefined ? undefined : hasCommand(answer);
    };
    const portOnly = methods.filter(
      (method) => toldOverPipe(method) === false && other?.commands[method]?.verdict === "present",
    );
    const answers = untrusted?.get(session.type === "worklet" ? "worklet" : session.label);
    const present = methods.filter((method) => has(session, method));
    return [
      [
        session.label,
        {
          pipe: pipeOnly,
          port: portOnly,
          trusted: answers === undefined ? undefined : trustedOnly(answers, present),
        },
      ],
    ];
  });
  return {
    format: 1,
    browser: version.product,
    protocolVersion: version.protocolVersion,
    transport: "pipe",
    schema: schema.commands.map(({ method }) => method),
    schemaFrom,
    sessions,
    conditions: Object.fromEntries(conditions),
    unreached: expectedLabels.filter((label) => !pipe.has(label)),
    unclassified: unclassified(sessions, overPipe),
  };
}
