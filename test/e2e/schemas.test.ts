/**
 * A real browser's messages, each read by the schemas and without them: they are the same, but for bytes over JSON. And what it is sent
 * by the schemas, it takes.
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch } from "../../out/src/index.js";
import type { LaunchedBrowser, Schema } from "../../out/src/index.js";
import type { DomainSchema } from "../../out/src/schemas.js";
import { launchOptions } from "../support/browser.js";
import { out } from "../support/paths.js";
import { serveSite } from "../support/site.js";
import type { Site } from "../support/site.js";

type Codec = Parameters<Schema["around"]>[0];

/** Every schema of the package. */
async function allSchemas(): Promise<DomainSchema[]> {
  const files = readdirSync(join(out, "src/schemas"));
  const modules = await Promise.all(
    files.map(
      (file) =>
        import(`../../out/src/schemas/${basename(file, ".ts")}.ts`) as Promise<Record<string, DomainSchema>>,
    ),
  );
  return modules.flatMap((module) => Object.values(module));
}

interface Comparison {
  readonly schema: Schema;
  compared: number;
  bytes: number;
  readonly differences: string[];
}

/** A schema that lets all others read, and compares what they give with what is read without. */
function comparing(schemas: readonly DomainSchema[]): Comparison {
  const comparison: Comparison = {
    compared: 0,
    bytes: 0,
    differences: [],
    schema: {
      name: "all",
      around(codec) {
        const typed = schemas[0]!.around(codec, schemas);
        return Object.assign(Object.create(typed) as Codec, delegates(typed), {
          decode(message: Parameters<Codec["decode"]>[0], calls: Parameters<Codec["decode"]>[1]) {
            const plain = codec.decode(message.slice());
            const read = typed.decode(message, calls);
            comparison.compared++;
            if (spelled(read, comparison) !== spelled(plain, comparison)) {
              comparison.differences.push(spelled(plain, comparison).slice(0, 500));
            }
            return read;
          },
        });
      },
    },
  };
  return comparison;
}

/** The methods of a codec for an object that stands in front of it. */
function delegates(codec: Codec): Codec {
  return {
    tail: (...args) => codec.tail(...args),
    encode: (...args) => codec.encode(...args),
    peek: (message) => codec.peek(message),
    decode: (...args) => codec.decode(...args),
    salvage: (message) => codec.salvage(message),
    receive: (...args) => codec.receive(...args),
    drift: () => codec.drift!(),
  };
}

/** All that there is of a value, with bytes as the base64 that they are in JSON. */
function spelled(value: unknown, comparison: Comparison): string {
  return JSON.stringify(value, (_name, part: unknown) => {
    if (part instanceof Uint8Array) {
      comparison.bytes++;
      return Buffer.from(part).toString("base64");
    }
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

let site: Site;
let schemas: DomainSchema[];

beforeAll(async () => {
  [site, schemas] = await Promise.all([serveSite(), allSchemas()]);
});

afterAll(async () => {
  await site?.close();
});

async function start(
  protocol: "cbor" | "json" | "websocket",
  given: readonly Schema[],
): Promise<LaunchedBrowser> {
  return launch({ ...(await launchOptions()), protocol, schemas: given });
}

describe.each(["cbor", "json", "websocket"] as const)("over %s", (protocol) => {
  test("what a browser says is the same with schemas as without", async () => {
    const comparison = comparing(schemas);
    await using browser = await start(protocol, [comparison.schema]);
    await using page = await browser.newPage();
    using _all = page.on("*", () => undefined);
    for (const domain of ["Page", "Network", "Runtime", "DOM", "CSS", "Debugger", "Log", "Audits"]) {
      await page.send(`${domain as "Page"}.enable`);
    }
    for (const path of ["/", "/frame", "/worker"]) {
      const loaded = page.Page.loadEventFired.once({ signal: AbortSignal.timeout(10_000) });
      await page.Page.navigate({ url: site.origin + path });
      await loaded;
    }
    const { root } = await page.DOM.getDocument({ depth: -1, pierce: true });
    expect(root.nodeName).toBe("#document");
    await page.DOMSnapshot.captureSnapshot({ computedStyles: ["color", "display"], includePaintOrder: true });
    const { nodeId } = await page.DOM.querySelector({ nodeId: root.nodeId, selector: "body" });
    await page.CSS.getMatchedStylesForNode({ nodeId });
    await page.Page.getLayoutMetrics();
    await page.Page.getFrameTree();
    const { nodes } = await page.Accessibility.getFullAXTree();
    expect(nodes.length).toBeGreaterThan(0);
    const { result } = await page.Runtime.evaluate({
      expression: "({ text: 'gr\\u00fc\\ud800', numbers: [1, 1.5, -0, 2 ** 40, NaN], nothing: null })",
      returnByValue: true,
    });
    // JSON has no NaN, and Chromium's own text of a lone surrogate keeps it.
    expect(result.value).toMatchObject({ numbers: [1, 1.5, 0, 2 ** 40, null], nothing: null });
    const { data } = await page.Page.captureScreenshot({
      format: "png",
      clip: { x: 0, y: 0, width: 8, height: 8, scale: 1 },
    });
    expect([...data.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared).toBeGreaterThan(50);
    expect(comparison.bytes).toBeGreaterThan(0);
    const { drift } = browser.connection.metrics();
    expect(drift).toMatchObject({ missingFields: 0, wrongValues: 0 });
  });

  test("what it is sent by schemas, it takes, bytes too", async () => {
    await using browser = await start(protocol, schemas);
    await using page = await browser.newPage();
    await page.Page.enable();
    await page.Fetch.enable({ patterns: [{ urlPattern: "*" }] });
    const paused = page.Fetch.requestPaused.once({ signal: AbortSignal.timeout(10_000) });
    const navigated = page.Page.navigate({ url: "https://example.com/ü" });
    const { requestId } = await paused;
    const loaded = page.Page.loadEventFired.once({ signal: AbortSignal.timeout(10_000) });
    await page.Fetch.fulfillRequest({
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: "Content-Type", value: "text/html; charset=utf-8" }],
      body: new TextEncoder().encode("<title>grüße</title>"),
    });
    await navigated;
    await loaded;
    const { result } = await page.Runtime.evaluate({ expression: "document.title" });
    expect(result.value).toBe("grüße");
    await expect(page.Page.navigate({ url: 7 as never })).rejects.toThrow(
      "params.url: string value expected",
    );
    await expect(page.send("Page.navigate", {} as never)).rejects.toThrow(
      "params.url: mandatory field missing",
    );
  });
});
