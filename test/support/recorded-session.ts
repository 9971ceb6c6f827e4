/**
 * A session with a real browser as it travels: every message that came, as bytes, over either form of the pipe. What reads the pipe
 * here is as plain as can be, and shares nothing with the transports.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { decodePlainly } from "../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../templates/runtime/codec/cbor/value-encoder.js";

export type PipeForm = "json" | "cbor";

/** A command, as the recorder sent it. */
export interface RecordedCommand {
  readonly id: number;
  readonly method: string;
  readonly params: object;
  readonly sessionId?: string;
}

export interface Recording {
  readonly received: readonly Uint8Array[];
  readonly sent: readonly RecordedCommand[];
}

interface ReadMessage {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Record<string, unknown>;
  readonly params?: Record<string, unknown>;
}

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser at `path` on a pipe, lets it work on pages of `origin` until `atLeast` messages have come, and gives those. */
export async function recordSession(
  browser: { readonly path: string; readonly env: Readonly<Record<string, string>> },
  form: PipeForm,
  origin: string,
  atLeast = 1000,
): Promise<Recording> {
  const profile = await mkdtemp(join(tmpdir(), "cdplex-recording-"));
  const child = spawn(
    browser.path,
    [
      ...flags,
      `--user-data-dir=${profile}`,
      form === "cbor" ? "--remote-debugging-pipe=cbor" : "--remote-debugging-pipe",
      "about:blank",
    ],
    { env: { ...process.env, ...browser.env }, stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  );
  const ended = new Promise<void>((resolve) =>
    child.once("exit", () => resolve()).once("error", () => resolve()),
  );
  const pipe = new RecordedPipe(child.stdio[3] as Duplex, child.stdio[4] as Duplex, form);
  void ended.then(() => pipe.end());
  try {
    await drive(pipe, origin, atLeast);
    return { received: pipe.received, sent: pipe.sent };
  } finally {
    child.kill("SIGKILL");
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

class RecordedPipe {
  readonly received: Uint8Array[] = [];
  readonly sent: RecordedCommand[] = [];
  readonly #form: PipeForm;
  readonly #input: Duplex;
  readonly #waiting = new Map<number, (message: ReadMessage) => void>();
  readonly #listeners = new Set<(message: ReadMessage) => void>();
  #rest: Buffer = Buffer.alloc(0);
  #isOver = false;

  constructor(input: Duplex, output: Duplex, form: PipeForm) {
    this.#input = input;
    this.#form = form;
    input.on("error", () => this.end());
    output.on("error", () => this.end()).on("data", (chunk: Buffer) => this.#read(chunk));
  }

  /** The result; empty where the browser refused. */
  send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const command = {
      id: this.sent.length + 1,
      method,
      params,
      ...(sessionId === undefined ? {} : { sessionId }),
    };
    this.sent.push(command);
    this.#input.write(this.#form === "cbor" ? encode(command) : `${JSON.stringify(command)}\0`);
    return new Promise((resolve, reject) => {
      if (this.#isOver) reject(new Error("The browser has ended."));
      this.#waiting.set(command.id, (message) => {
        if (this.#isOver) reject(new Error(`The browser ended before it answered ${method}.`));
        else resolve(message.result ?? {});
      });
    });
  }

  /** The parameters of the next event of that name; undefined where it does not come in time. */
  async next(method: string, deadline = 15_000): Promise<Record<string, unknown> | undefined> {
    let listener: ((message: ReadMessage) => void) | undefined;
    const event = new Promise<Record<string, unknown>>((resolve) => {
      listener = (message) => message.method === method && resolve(message.params ?? {});
      this.#listeners.add(listener);
    });
    try {
      return await Promise.race([event, sleep(deadline, undefined, { ref: false })]);
    } finally {
      if (listener !== undefined) this.#listeners.delete(listener);
    }
  }

  end(): void {
    this.#isOver = true;
    for (const settle of this.#waiting.values()) settle({});
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const end = this.#form === "cbor" ? envelopeEnd(this.#rest) : this.#rest.indexOf(0);
      if (end === -1) return;
      const bytes = new Uint8Array(this.#rest.subarray(0, end));
      this.#rest = this.#rest.subarray(this.#form === "cbor" ? end : end + 1);
      this.received.push(bytes);
      const message = (
        this.#form === "cbor" ? decodePlainly(bytes) : JSON.parse(Buffer.from(bytes).toString())
      ) as ReadMessage;
      for (const listener of this.#listeners) listener(message);
      if (message.id === undefined) continue;
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
  }
}

function envelopeEnd(bytes: Buffer): number {
  if (bytes.length < 7) return -1;
  const end = 7 + bytes.readUInt32BE(3);
  return end <= bytes.length ? end : -1;
}

/** Domains of a page that have something to say once they are enabled. */
const domains =
  "Page Runtime Network DOM CSS Debugger Log Performance Accessibility Audits DOMStorage LayerTree Overlay Profiler ServiceWorker Security Animation Media WebAudio Inspector".split(
    " ",
  );

async function drive(pipe: RecordedPipe, origin: string, atLeast: number): Promise<void> {
  await pipe.send("Browser.getVersion");
  await pipe.send("SystemInfo.getInfo");
  await pipe.send("Target.setDiscoverTargets", { discover: true });
  for (let round = 0; round < 2 || pipe.received.length < atLeast; round++) {
    if (round === 30) throw new Error(`Only ${pipe.received.length} messages came.`);
    const { targetId } = await pipe.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await pipe.send("Target.attachToTarget", { targetId, flatten: true });
    await visit(pipe, sessionId as string, `${origin}/?${round}`);
    await pipe.send("Target.closeTarget", { targetId });
  }
}

async function visit(pipe: RecordedPipe, session: string, url: string): Promise<void> {
  const send = (method: string, params?: object): Promise<Record<string, unknown>> =>
    pipe.send(method, params, session);
  await Promise.all(domains.map((domain) => send(`${domain}.enable`)));
  await send("Page.setLifecycleEventsEnabled", { enabled: true });
  await send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  await send("DOM.getDocument", { depth: -1 });
  const loaded = pipe.next("Page.loadEventFired");
  await send("Page.navigate", { url });
  await loaded;
  await send("Page.startScreencast", { format: "jpeg", everyNthFrame: 1 });
  await look(send);
  await trace(pipe, send);
  await send("Page.stopScreencast");
}

async function look(
  send: (method: string, params?: object) => Promise<Record<string, unknown>>,
): Promise<void> {
  const { root } = await send("DOM.getDocument", { depth: -1, pierce: true });
  const document = (root as { readonly nodeId?: number } | undefined)?.nodeId ?? 1;
  const { nodeIds = [] } = await send("DOM.querySelectorAll", {
    nodeId: document,
    selector: "h1, td:first-child, button",
  });
  for (const nodeId of (nodeIds as number[]).slice(0, 12)) {
    await Promise.all([
      send("CSS.getMatchedStylesForNode", { nodeId }),
      send("CSS.getComputedStyleForNode", { nodeId }),
      send("DOM.getBoxModel", { nodeId }),
      send("DOM.describeNode", { nodeId, depth: 1 }),
      send("DOM.resolveNode", { nodeId }),
      send("DOM.getOuterHTML", { nodeId }),
    ]);
  }
  await Promise.all([
    send("DOMSnapshot.captureSnapshot", {
      computedStyles: ["color", "display", "font-size"],
      includePaintOrder: true,
    }),
    send("Accessibility.getFullAXTree"),
    send("Page.getLayoutMetrics"),
    send("Page.getResourceTree"),
    send("Performance.getMetrics"),
    send("Network.getCookies"),
    send("Runtime.evaluate", { expression: "tree", returnByValue: true }),
    send("Runtime.evaluate", { expression: "({ window, list: [1, 'zwei', null] })", generatePreview: true }),
    send("Runtime.evaluate", { expression: "throw new Error('geworfen: é')" }),
    send("Page.captureScreenshot", { format: "png" }),
    send("Page.printToPDF"),
    send("No.such"),
  ]);
  const { result } = await send("Runtime.evaluate", { expression: "globalThis" });
  const { objectId } = (result ?? {}) as { readonly objectId?: string };
  await send("Runtime.getProperties", { objectId, ownProperties: true, generatePreview: true });
}

async function trace(
  pipe: RecordedPipe,
  send: (method: string, params?: object) => Promise<Record<string, unknown>>,
): Promise<void> {
  await send("Profiler.start");
  await pipe.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["devtools.timeline", "blink.user_timing"] },
  });
  await send("Runtime.evaluate", {
    expression:
      "new Promise((done) => { let n = 0; const step = () => { document.querySelector('h1').textContent = 'Zähler ' + n; n++ < 20 ? requestAnimationFrame(step) : done(n) }; step() })",
    awaitPromise: true,
  });
  await send("Profiler.stop");
  const complete = pipe.next("Tracing.tracingComplete");
  await pipe.send("Tracing.end");
  await complete;
}
