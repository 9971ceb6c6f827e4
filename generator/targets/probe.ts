/**
 * Measures a browser: which commands each kind of session answers, refuses and lacks.
 *
 * Four passes. Calls with a parameter of the wrong type go to every session there is, over a pipe and over a port; they execute
 * nothing. Calls with valid parameters go to one session of each type, in browsers of their own; they tell of commands without
 * parameters, of refusals, and of layers that read parameters for a handler that is not there. Last, an extension asks what
 * `chrome.debugger` is told.
 */
import { GeneratorError } from "../errors.js";
import type { RawProtocol } from "../load/raw.js";
import type { ProbeReport } from "./facts.js";
import type { Executable } from "./probe/browser.js";
import { isOfExtras, performances } from "./probe/programme.js";
import { conclude, differingByTransport, knownMethods } from "./probe/report.js";
import type { Executed } from "./probe/run.js";
import { Run } from "./probe/run.js";
import { BrowserSchema } from "./probe/schema.js";
import { serveSite } from "./probe/site.js";
import type { Site } from "./probe/site.js";
import type { WrongAnswers } from "./probe/wrong-calls.js";

export type { Executable } from "./probe/browser.js";
export { probeRunning } from "./probe/running.js";

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
  const { version, pipe, port, untrusted } = await askedWrongly(run, schema);
  const missing = (options.only ?? []).filter((label) => !pipe.has(label));
  if (missing.length > 0) {
    throw new GeneratorError(`${version.product} gave no session on ${missing.join(", ")}.`, {
      hint: "Leave it out of --only, or give another browser with --browser.",
    });
  }
  const planned = performances.filter(
    ({ label }) => pipe.has(label) && (options.only === undefined || options.only.includes(label)),
  );
  const performed = await run.perform(schema, planned);
  const others = [...port.keys()].filter((label) => !performed.has(`port ${label}`));
  const overPort = await run.askOverPort(schema, others, differingByTransport(performed));
  const executed: Executed = new Map([
    ...performed,
    ...[...overPort].map(([label, results]) => [`port ${label}`, results] as const),
  ]);
  const findings = { version, pipe, port, untrusted, executed };
  if (own !== undefined) return conclude({ ...findings, schema: own, schemaFrom: "browser" });
  const known = schema.only(knownMethods(findings));
  return conclude({ ...findings, schema: known, schemaFrom: "definitions" });
}

/** How often a pass is made again for a session that the other one has had. */
const attempts = 2;

/** What wrong parameters tell over a pipe and over a port. A session that came to life in one of the two only may be missing by chance. */
async function askedWrongly(
  run: Run,
  schema: BrowserSchema,
): Promise<Awaited<ReturnType<Run["overPipe"]>> & Awaited<ReturnType<Run["overPort"]>>> {
  let [overPort, overPipe] = await run.together<
    [Awaited<ReturnType<Run["overPort"]>>, Awaited<ReturnType<Run["overPipe"]>>]
  >([run.overPort(schema), run.overPipe(schema)]);
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (lacks(overPort.port, overPipe.pipe)) overPort = await run.overPort(schema);
    else if (lacks(overPipe.pipe, overPort.port)) overPipe = await run.overPipe(schema);
    else break;
  }
  return { ...overPort, ...overPipe };
}

function lacks(one: WrongAnswers, other: WrongAnswers): boolean {
  return [...other.keys()].some((label) => !one.has(label) && !isOfExtras(label));
}
