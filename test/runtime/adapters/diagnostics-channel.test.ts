/** What passes over a connection, on Node's channels and in the log. */
import { channel, subscribe, tracingChannel, unsubscribe } from "node:diagnostics_channel";
import { afterEach, describe, expect, test, vi } from "vitest";
import { insight } from "../../../templates/runtime/client/insight.js";
import { enabledBy, shorten } from "../../../templates/runtime/adapters/debug-log.js";
import { diagnostics } from "../../../templates/runtime/adapters/diagnostics-channel.js";
import type { CommandMessage } from "../../../templates/runtime/adapters/diagnostics-channel.js";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { Session } from "../../../templates/runtime/codegen.js";
import { FakeBrowser } from "../../support/fake-browser.js";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const undo: (() => void)[] = [];

afterEach(() => {
  for (const each of undo.splice(0)) each();
});

function listen(name: string, onMessage: (message: unknown) => void): void {
  subscribe(name, onMessage);
  undo.push(() => unsubscribe(name, onMessage));
}

async function scene(): Promise<{ browser: FakeBrowser; root: Session }> {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport, {
    insight: insight({ observer: diagnostics() }),
  });
  return { browser, root };
}

describe("the channels", () => {
  test("have each command as a tracing channel has", async () => {
    const seen: string[] = [];
    const messages = new Set<unknown>();
    const tracing = tracingChannel("cdplex:command");
    const note =
      (step: string) =>
      (message: unknown): void => {
        const { command, outcome } = message as CommandMessage;
        seen.push(`${step} ${command.method} ${outcome === undefined ? "" : String(outcome.code)}`);
        messages.add(message);
      };
    const subscribers = {
      start: note("start"),
      end: note("end"),
      asyncStart: note("asyncStart"),
      asyncEnd: note("asyncEnd"),
      error: note("error"),
    };
    tracing.subscribe(subscribers);
    undo.push(() => tracing.unsubscribe(subscribers));
    const { browser, root } = await scene();
    const good = root.send("Page.good");
    await turn();
    browser.reply(browser.last("Page.good"), { answer: 42 });
    await good;
    const bad = root.send("Page.bad");
    await turn();
    browser.refuse(browser.last("Page.bad"), -32000, "no");
    await bad.catch(() => undefined);
    expect(seen).toEqual([
      "start Page.good ",
      "end Page.good ",
      "asyncStart Page.good undefined",
      "asyncEnd Page.good undefined",
      "start Page.bad ",
      "end Page.bad ",
      "error Page.bad -32000",
      "asyncStart Page.bad -32000",
      "asyncEnd Page.bad -32000",
    ]);
    expect([...messages]).toMatchObject([
      { result: { answer: 42 } },
      { error: { code: -32000, message: "no" } },
    ]);
  });

  test("have events, sessions and the connection", async () => {
    const seen: unknown[] = [];
    for (const name of ["cdplex:event", "cdplex:session", "cdplex:connection"]) {
      listen(name, (message) => {
        const { method, state, sessionId } = message as Record<string, unknown>;
        seen.push([name, method ?? state, sessionId]);
      });
    }
    const { browser } = await scene();
    browser.attached("P");
    browser.event("Page.loadEventFired", {}, "P");
    browser.detached("P");
    browser.die();
    expect(seen).toEqual([
      ["cdplex:connection", "opened", undefined],
      ["cdplex:event", "Target.attachedToTarget", undefined],
      ["cdplex:session", "opened", "P"],
      ["cdplex:event", "Page.loadEventFired", "P"],
      ["cdplex:event", "Target.detachedFromTarget", undefined],
      ["cdplex:session", "closed", "P"],
      ["cdplex:connection", "closed", undefined],
    ]);
  });

  test("have no cost in events while nobody subscribes", async () => {
    const { browser, root } = await scene();
    expect(channel("cdplex:event").hasSubscribers).toBe(false);
    browser.raw('{"method":"Page.loadEventFired","params":{]}}');
    expect(root.connection.metrics()).toMatchObject({ skipped: 1, malformed: 0 });
  });
});

describe("DEBUG", () => {
  const all = ["cdplex:command", "cdplex:event", "cdplex:session", "cdplex:connection"];
  test.each([
    ["", "", []],
    ["cdplex:*", "", all],
    ["*", "", all],
    ["cdplex:event", "", ["cdplex:event"]],
    ["other,cdplex:command", "", ["cdplex:command"]],
    ["cdplex:* -cdplex:event", "", ["cdplex:command", "cdplex:session", "cdplex:connection"]],
    ["cdplex", "", []],
    ["cdplex.event", "", []],
    ["", "cdplex", all],
    ["", "http,cdplex", all],
    ["", "http", []],
  ])("%j with NODE_DEBUG %j", (debug, nodeDebug, want) => {
    expect(all.filter(enabledBy(debug, nodeDebug))).toEqual(want);
  });

  test.each([
    ["nothing", undefined, ""],
    ["no parameters", {}, ""],
    ["what is short", { url: "about:blank" }, ' {"url":"about:blank"}'],
    ["bytes", { body: new Uint8Array(12) }, ' {"body":"<12 bytes>"}'],
    ["a Buffer", { body: Buffer.alloc(12) }, ' {"body":"<12 bytes>"}'],
    ["text", { text: "x".repeat(100) }, ` {"text":"${"x".repeat(80)}… (100 characters)"}`],
    ["a list", { list: Array.from({ length: 500 }, () => 1) }, ` {"list":[${"1,".repeat(145)}1…`],
    ["what JSON cannot hold", { big: 1n }, " (cannot be shown)"],
  ])("shortens %s", (_title, params, want) => {
    expect(shorten(params)).toBe(want);
  });

  test("writes a line for each", async () => {
    vi.stubEnv("DEBUG", "cdplex:*");
    vi.resetModules();
    const lines: string[] = [];
    const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      lines.push(String(text).replace(/\d+\.\d ms/, "n ms"));
      return true;
    });
    undo.push(
      () => write.mockRestore(),
      () => vi.unstubAllEnvs(),
    );
    const fresh = await import("../../../templates/runtime/adapters/diagnostics-channel.js");
    const browser = new FakeBrowser();
    const root = await connectRoot([], browser.transport, {
      insight: insight({ observer: fresh.diagnostics() }),
    });
    browser.attached("A1B2C3D4E5");
    const page = root.connection.session("A1B2C3D4E5");
    const call = page?.send("Page.navigate", { url: "about:blank" });
    await turn();
    browser.reply(browser.last("Page.navigate"));
    await call;
    const bad = root.send("Fetch.fulfillRequest", { body: new Uint8Array(3) });
    await turn();
    browser.refuse(browser.last("Fetch.fulfillRequest"), -32000, "no");
    await bad.catch(() => undefined);
    browser.event("Page.loadEventFired", { timestamp: 1 }, "A1B2C3D4E5");
    browser.detached("A1B2C3D4E5");
    browser.die();
    const info = '"targetId":"T-A1B2C3D4E5","type":"page","title":"","url":"","attached":true';
    expect(lines.join("")).toBe(`cdplex:connection opened
cdplex:event Target.attachedToTarget {"sessionId":"A1B2C3D4E5","targetInfo":{${info}},"waitingForDebugger":false}
cdplex:session A1B2C3D4E5 opened
cdplex:command Page.navigate @A1B2C3D4 n ms {"url":"about:blank"}
cdplex:command Fetch.fulfillRequest n ms -32000: "no" {"body":"<3 bytes>"}
cdplex:event Page.loadEventFired @A1B2C3D4 {"timestamp":1}
cdplex:event Target.detachedFromTarget {"sessionId":"A1B2C3D4E5"}
cdplex:session A1B2C3D4E5 closed: the session ended: its target closed or was detached
cdplex:connection closed: the connection was lost: the other side closed it
`);
  });
});

describe("a platform without channels", () => {
  test("observes nothing", async () => {
    vi.resetModules();
    const fresh = await import("../../../templates/runtime/adapters/diagnostics-channel.js");
    vi.stubGlobal("process", undefined);
    try {
      expect(fresh.diagnostics()).toEqual({});
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
