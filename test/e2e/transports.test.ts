/** The same program over CBOR on a pipe, JSON on a pipe and JSON on a websocket sees the same. */
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch } from "../../out/src/index.js";
import { findBrowser, launchOptions, npmBrowser } from "../support/browser.js";
import { allBytes, run, stable } from "./transports-program.js";
import type { Run } from "./transports-program.js";

const protocols = ["cbor", "json", "websocket"] as const;

const pages: ReadonlyMap<string, readonly [type: string, body: string | Uint8Array]> = new Map([
  [
    "/odd",
    [
      "text/html; charset=utf-8",
      `<!doctype html><title>Odd: grüße, 日本語 🌍</title><script>
        console.log("ü", "\\ud83d", 0.1, -0, NaN, 2n ** 70n, null, undefined, { "日": [1, "é"] });
        setTimeout(() => { throw new Error("käse \\udc00"); });
      </script>`,
    ],
  ],
  ["/bytes", ["application/octet-stream", allBytes]],
  ["/latin", ["text/plain; charset=iso-8859-1", Uint8Array.of(0x67, 0x72, 0xfc, 0xdf, 0x65)]],
]);

let server: Server;
let origin: string;
const runs = new Map<string, Run>();

beforeAll(async () => {
  server = createServer((request, response) => {
    const [type, body] = pages.get(request.url ?? "") ?? ["text/plain", ""];
    response.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = await launchOptions();
  for (const protocol of protocols) {
    await using browser = await launch({ ...options, protocol });
    expect(browser.process.protocol).toBe(protocol);
    runs.set(protocol, await run(browser, origin));
  }
}, 180_000);

afterAll(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

function seen<Name extends keyof Run>(name: Name): Run[Name] {
  return runs.get("websocket")![name];
}

describe("all transports see the same", () => {
  const names = [
    "values",
    "single",
    "depths",
    "documents",
    "events",
    "screenshot",
    "stream",
    "body",
    "fulfilled",
    "posted",
    "credential",
  ] as const satisfies readonly (keyof Run)[];
  test.each(names)("%s", (name) => {
    for (const protocol of protocols) expect(runs.get(protocol)?.[name], protocol).toStrictEqual(seen(name));
  });

  test("refusals", () => {
    const [invalid, unknown, missing] = seen("refusals");
    expect(unknown).toMatchObject({
      name: "CommandError",
      code: -32601,
      message: expect.stringContaining("wasn't found"),
    });
    expect(missing).toMatchObject({ name: "CommandError", code: -32000 });
    expect(invalid).toMatchObject({
      code: -32602,
      data: expect.stringContaining("url - BINDINGS: string value expected"),
    });
    for (const protocol of protocols) {
      expect(runs.get(protocol)?.refusals.slice(1)).toEqual(seen("refusals").slice(1));
      // The position is one in the message, and that is another in each form.
      expect(JSON.stringify(runs.get(protocol)?.refusals[0]).replace(/ at position \d+/, "")).toBe(
        JSON.stringify(invalid).replace(/ at position \d+/, ""),
      );
    }
  });
});

describe("what they see is what is there", () => {
  test("text, numbers and what is not there", () => {
    const { result } = seen("values") as { readonly result: { readonly value: Record<string, unknown> } };
    expect(result.value).toEqual({
      text: "plain",
      latin: "grüße",
      beyond: "日本語 🌍",
      control: "\0\u0001\n\t\u007f\u2028",
      surrogates: ["\ud83d alone", "\udc00", "\udc00\ud83d"],
      long: "ä".repeat(70_000),
      doubles: [0.1 + 0.2, 1.5e-7, 5e-324, 1.7976931348623157e308, 1e21, -0.5],
      integers: [0, -1, 255, 65536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53, 2 ** 60],
      nothing: [null, { of: null }, [], {}, ""],
      truth: [true, false],
      käse: { 日: 1, ["__proto__"]: null, constructor: 2 },
      0: "an index",
    });
    expect("left" in result.value).toBe(false);
    const single = seen("single") as readonly { readonly result: Record<string, unknown> }[];
    expect(single.map(({ result: { value, unserializableValue } }) => unserializableValue ?? value)).toEqual([
      "-0",
      "NaN",
      "-Infinity",
      "1180591620717411303424n",
      "\ud800",
      undefined,
      null,
      undefined,
    ]);
  });

  test("as deep as messages may be, and no deeper", () => {
    expect(seen("depths")).toEqual({ 50: 50, 250: 250, 296: 296, 297: 297, 298: 0, 320: 0 });
    const documents = seen("documents") as Record<string, unknown>;
    expect(typeof documents["10"]).toBe("object");
    expect(typeof documents["146"]).toBe("object");
    // Deeper than 300 levels. As CBOR the browser sends it, and it is not taken; it cannot write it as JSON itself.
    expect(runs.get("cbor")?.tooDeep).toMatch(
      /^ProtocolError: DOM.getDocument: .*CBOR: stack limit exceeded/,
    );
    for (const protocol of ["json", "websocket"]) {
      expect(runs.get(protocol)?.tooDeep).toMatch(
        /^CommandError: DOM.getDocument: .*CBOR: stack limit exceeded/,
      );
    }
  });

  test("events", () => {
    const events = seen("events") as readonly {
      readonly method: string;
      readonly params: Record<string, unknown>;
    }[];
    expect(events.map(({ method }) => method)).toEqual(
      expect.arrayContaining(["Page.frameNavigated", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"]),
    );
    expect(JSON.stringify(events)).toContain("1180591620717411303424n");
    const thrown = events.find(({ method }) => method === "Runtime.exceptionThrown");
    expect(JSON.stringify(thrown)).toContain("käse \\udc00");
  });

  test("50 MB of a screenshot, over memory of its own", () => {
    expect(seen("screenshot").length).toBeGreaterThan(50_000_000);
    expect(seen("screenshot").ownsItsMemory).toBe(true);
  });

  test("streams and bodies", () => {
    expect(seen("stream")).toEqual({ equal: true, pieces: Math.ceil(allBytes.length / 30_000) });
    expect(seen("body")).toMatchObject({
      "/bytes": { isText: false, length: allBytes.length },
      "/odd": { isText: true, text: expect.stringContaining("日本語 🌍") },
      // Decoded by what the server said it was, and given in UTF-8.
      "/latin": { isText: true, text: "grüße", length: 7 },
    });
  });

  test("bytes that are sent, and bytes in arrays", () => {
    expect(seen("fulfilled")).toBe(allBytes.length);
    const every = Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index)).toString("hex");
    expect(seen("posted")).toEqual([{ bytes: { bytes: every } }]);
    expect(seen("credential")).toMatchObject([
      { credentialId: { bytes: "0001feff" }, keyEnds: true, signCount: 7 },
    ]);
  });

  test("what differs between runs is not looked at, and nothing else", () => {
    const value = { url: "a", requestId: "1", nested: [{ frameId: "2", bytes: Uint8Array.of(1, 255) }] };
    expect(stable(value)).toEqual({
      url: "a",
      requestId: "<string>",
      nested: [{ frameId: "<string>", bytes: { bytes: "01ff" } }],
    });
  });
});

describe("launch without a protocol", () => {
  test("speaks CBOR with the browser that is installed", async () => {
    await using browser = await launch(await launchOptions(await findBrowser()));
    expect(browser.process.protocol).toBe("cbor");
    expect((await browser.Browser.getVersion()).product).toMatch(/Chrome\//);
  });

  test.runIf(process.platform === "linux" && process.arch === "x64")(
    "speaks CBOR with the Chromium that npm ships (for Linux on x64)",
    async () => {
      await using browser = await launch(await launchOptions(await npmBrowser()));
      expect(browser.process.protocol).toBe("cbor");
      await using page = await browser.newPage();
      const { result } = await page.Runtime.evaluate({ expression: "'ü\\ud800'" });
      expect(result.value).toBe("ü\ud800");
    },
  );
});
