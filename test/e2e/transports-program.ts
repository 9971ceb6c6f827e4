/** One program, to be run over every transport: what it sees has to be the same, byte for byte. */
import { createHash } from "node:crypto";
import { bodyOf } from "../../out/src/index.js";
import type { Browser, PageTarget, Session } from "../../out/src/index.js";

/** A value that holds bytes as they came. What tells one run from another is replaced by what it is. */
export type Seen = unknown;

/** Every value that a byte can have, many times. */
export const allBytes: Uint8Array = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) & 0xff);

/** Fields that differ from run to run: ids, times, sizes that depend on these, and addresses of sockets. */
const VOLATILE =
  /(?:^|[a-z])(?:Id|ID|Ids)$|^(?:id|ts|time|timestamp|wallTime|timing|requestTime|responseTime|timeDelta|remotePort|connectionReused|encodedDataLength|uniqueId|debuggerId|handle|headers|headersText|securityDetails|nonce)$|Time$/;

/** Without what differs from run to run. Bytes are told from arrays and texts. */
export function stable(value: unknown, name = ""): Seen {
  if (VOLATILE.test(name)) return `<${typeof value}>`;
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map((item) => stable(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, stable(field, key)]));
}

/** What is read of a page: text of all kinds, numbers of all kinds, and what is not there. */
export const VALUES = `({
  text: "plain",
  latin: "grüße",
  beyond: "日本語 🌍",
  control: "\\u0000\\u0001\\n\\t\\u007f\\u2028",
  surrogates: ["\\ud83d alone", "\\udc00", "\\udc00\\ud83d"],
  long: "ä".repeat(70000),
  doubles: [0.1 + 0.2, 1.5e-7, 5e-324, 1.7976931348623157e308, 1e21, -0.5],
  integers: [0, -1, 255, 65536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53, 2 ** 60],
  nothing: [null, { of: null }, [], {}, ""],
  left: undefined,
  truth: [true, false],
  "käse": { "日": 1, ["__proto__"]: null, constructor: 2 },
  0: "an index",
})`;

/** One value in so many arrays. */
const nested = (depth: number): string =>
  `(() => { let value = 1; for (let count = 0; count < ${depth}; count++) value = [value]; return value; })()`;

/** A picture that no compression makes smaller: as many bytes as pixels, times three. */
const NOISE = `(() => {
  const side = 4200;
  document.body.style.margin = "0";
  document.body.innerHTML = \`<canvas width=\${side} height=\${side} style="display: block"></canvas>\`;
  const context = document.querySelector("canvas").getContext("2d");
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  let state = 1;
  for (let index = 0; index < pixels.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[index] = ((state >>> 8) ^ (state << 5)) | 0xff000000;
  }
  context.putImageData(image, 0, 0);
})()`;

export interface Run {
  readonly values: Seen;
  readonly single: readonly Seen[];
  readonly depths: Readonly<Record<string, Seen>>;
  readonly documents: Readonly<Record<string, Seen>>;
  /** What a document fails with that is too deep, in words. */
  readonly tooDeep: string;
  readonly refusals: readonly Seen[];
  readonly events: readonly Seen[];
  readonly screenshot: { readonly length: number; readonly hash: string; readonly ownsItsMemory: boolean };
  readonly stream: { readonly equal: boolean; readonly pieces: number };
  readonly body: Seen;
  readonly fulfilled: Seen;
  readonly posted: Seen;
  readonly credential: Seen;
}

export async function run(browser: Browser, origin: string): Promise<Run> {
  await using page = await browser.newPage();
  const events = eventsOf(page, [
    "Runtime.consoleAPICalled",
    "Runtime.exceptionThrown",
    "Page.frameNavigated",
  ]);
  await Promise.all([page.Page.enable(), page.Runtime.enable(), page.Network.enable()]);
  await load(page, `${origin}/odd`);

  const evaluate = (expression: string, returnByValue = true): Promise<Seen> =>
    page.Runtime.evaluate({ expression, returnByValue }).then((answer) => stable(answer));
  const values = await evaluate(VALUES);
  const single: Seen[] = [];
  for (const expression of [
    "-0",
    "NaN",
    "-Infinity",
    "2n ** 70n",
    '"\\ud800"',
    "undefined",
    "null",
    "Symbol('ü')",
  ]) {
    single.push(await evaluate(expression, false));
  }

  const depths: Record<string, Seen> = {};
  for (const depth of [50, 250, 296, 297, 298, 320]) {
    // In whose name it is refused depends on the transport; see `tooDeep`.
    const { result } = await page.Runtime.evaluate({
      expression: nested(depth),
      returnByValue: true,
    }).catch(() => ({ result: { value: undefined } }));
    depths[depth] = depthOf(result.value);
  }
  const documents: Record<string, Seen> = {};
  const document = async (depth: number): Promise<Seen> => {
    await evaluate(`void (document.body.innerHTML = "<div title='ü\\ud800'>".repeat(${depth}))`);
    return stable(await page.DOM.getDocument({ depth: -1 }));
  };
  for (const depth of [10, 146]) documents[depth] = await document(depth);
  const tooDeep = await document(147).then(
    () => "it is not",
    (error: Error) => `${error.name}: ${error.message} ${String(error.cause)}`,
  );

  const refusals = [
    await refusalOf(page.send("Page.navigate", { url: 7 as never })),
    await refusalOf(page.send("Nothing.atAll" as "Page.enable")),
    await refusalOf(page.DOM.describeNode({ nodeId: 123_456 })),
  ];

  const result: Run = {
    values,
    single,
    depths,
    documents,
    tooDeep,
    refusals,
    stream: await streamed(page, origin),
    body: await responseBody(page, origin),
    ...(await answered(page, origin)),
    credential: await credentials(page),
    screenshot: await screenshot(page),
    events: events(),
  };
  return result;
}

/** Collects events, and gives them when they are wanted. */
function eventsOf(page: Session, methods: readonly string[]): () => readonly Seen[] {
  const seen: Seen[] = [];
  page.on("*", ({ method, params }) => {
    if (methods.includes(method)) seen.push(stable({ method, params }));
  });
  return () => seen;
}

async function load(page: PageTarget, url: string): Promise<void> {
  const loaded = page.Page.loadEventFired.once({ timeout: 20_000 });
  await page.Page.navigate({ url });
  await loaded;
}

function depthOf(value: unknown): number {
  let depth = 0;
  for (let inner = value; Array.isArray(inner); inner = inner[0]) depth += 1;
  return depth;
}

async function refusalOf(promise: Promise<unknown>): Promise<Seen> {
  try {
    await promise;
  } catch (error) {
    const { name, message, code, data } = error as Error & { code: unknown; data: unknown };
    return { name, message, code, data };
  }
  return "no refusal";
}

/** A stream, piece by piece. */
async function streamed(page: PageTarget, origin: string): Promise<Run["stream"]> {
  await page.Fetch.enable({ patterns: [{ urlPattern: "*/bytes", requestStage: "Response" }] });
  const paused = page.Fetch.requestPaused.once({ timeout: 10_000 });
  const fetched = page.Runtime.evaluate({
    expression: `fetch("${origin}/bytes").catch((error) => String(error))`,
    awaitPromise: true,
  });
  const { requestId } = await paused;
  const { stream } = await page.Fetch.takeResponseBodyAsStream({ requestId });
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = await page.IO.read({ handle: stream, size: 30_000 });
    const { bytes } = bodyOf(piece);
    if (bytes.length > 0) pieces.push(bytes);
    if (piece.eof) break;
  }
  await page.IO.close({ handle: stream });
  await page.Fetch.fulfillRequest({ requestId, responseCode: 200, body: Uint8Array.of(1) });
  await fetched;
  await page.Fetch.disable();
  return { equal: Buffer.concat(pieces).equals(allBytes), pieces: pieces.length };
}

/** The body of a response, asked for by the session's own method. */
async function responseBody(page: PageTarget, origin: string): Promise<Seen> {
  const seen: Record<string, Seen> = {};
  for (const path of ["/bytes", "/odd", "/latin"]) {
    const finished = new Promise<string>((resolve) => {
      let requestId: string | undefined;
      const ends = [
        page.Network.requestWillBeSent.on(({ request, requestId: id }) => {
          if (request.url === origin + path) requestId = id;
        }),
        page.Network.loadingFinished.on(({ requestId: id }) => {
          if (id !== requestId) return;
          for (const end of ends) end[Symbol.dispose]();
          resolve(id);
        }),
      ];
    });
    await page.Runtime.evaluate({
      expression: `fetch("${origin}${path}").then((it) => it.arrayBuffer())`,
      awaitPromise: true,
    });
    const body = await page.responseBody(await finished);
    seen[path] = {
      isText: body.isText,
      length: body.bytes.length,
      hash: hashOf(body.bytes),
      text: body.text().slice(0, 200),
    };
  }
  return seen;
}

/** Bytes that are sent, with the answer to a request, and bytes in arrays of what arrives. */
async function answered(page: PageTarget, origin: string): Promise<Pick<Run, "fulfilled" | "posted">> {
  await page.Fetch.enable({ patterns: [{ urlPattern: "*/made-up" }] });
  const paused = page.Fetch.requestPaused.once({ timeout: 10_000 });
  const fetched = page.Runtime.evaluate({
    expression: `fetch("${origin}/made-up", { method: "POST", body: Uint8Array.from({ length: 256 }, (_, index) => index) })
      .then((response) => response.arrayBuffer())
      .then((buffer) => Array.from(new Uint8Array(buffer)).map((byte, index) => byte === ((index * 7) & 255)).filter(Boolean).length)`,
    awaitPromise: true,
  });
  const { requestId, request } = await paused;
  await page.Fetch.fulfillRequest({
    requestId,
    responseCode: 200,
    responseHeaders: [{ name: "Content-Type", value: "application/octet-stream" }],
    // A view of a larger buffer, of which only its own part is sent.
    body: Uint8Array.of(1, 2, 3, ...allBytes).subarray(3),
  });
  const { result } = await fetched;
  await page.Fetch.disable();
  return { fulfilled: result.value, posted: stable(request.postDataEntries) };
}

/** Bytes below an object, there and back, and below an array. */
async function credentials(page: PageTarget): Promise<Seen> {
  await page.WebAuthn.enable({});
  const { authenticatorId } = await page.WebAuthn.addVirtualAuthenticator({
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true },
  });
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
  ]);
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
  await page.WebAuthn.addCredential({
    authenticatorId,
    credential: {
      credentialId: Uint8Array.of(0, 1, 254, 255),
      isResidentCredential: true,
      rpId: "localhost",
      privateKey: key,
      userHandle: new Uint8Array(0),
      signCount: 7,
    },
  });
  const { credentials: found } = await page.WebAuthn.getCredentials({ authenticatorId });
  await page.WebAuthn.disable();
  return found.map(({ privateKey: returned, credentialId, userHandle, signCount }) => ({
    credentialId: stable(credentialId),
    keyLength: returned.length,
    keyBegins: stable(returned.subarray(0, 16)),
    keyEnds: Buffer.from(returned.subarray(-64)).equals(Buffer.from(key.subarray(-64))),
    userHandle: stable(userHandle),
    signCount,
  }));
}

async function screenshot(page: PageTarget): Promise<Run["screenshot"]> {
  const side = { width: 4200, height: 4200 };
  await page.Emulation.setDeviceMetricsOverride({ ...side, deviceScaleFactor: 1, mobile: false });
  await page.Runtime.evaluate({ expression: NOISE });
  const { data } = await page.Page.captureScreenshot({ format: "png", optimizeForSpeed: true });
  return {
    length: data.length,
    hash: hashOf(data),
    // But for the rest of its own message.
    ownsItsMemory: data.buffer.byteLength - data.length < 1000,
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
