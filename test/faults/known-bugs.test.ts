/** Bugs that are known from other clients: none of them is here. The names of the tests say which report each comes from. */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../templates/runtime/codegen.js";
import { ConnectionClosedError, TimeoutError } from "../../templates/runtime/core/errors.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { root } from "../support/paths.js";
import { Impossible, cells } from "./cells.js";
import { knownBugs } from "./known-bugs.js";
import { HANGING, NEVER, Scene, World } from "./scene.js";
import { CLOSED, DETACHED, Enough, Watched, until, wordForError } from "./settlements.js";

let browser: RunningBrowser;
let world: World;

beforeAll(async () => {
  browser = await startBrowser();
  world = await World.open(browser);
});

afterAll(async () => {
  await world?.close();
  await browser?.close();
});

async function inScene(play: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await Scene.open(world);
  try {
    await play(scene);
  } finally {
    await scene.close();
  }
}

const shows: Readonly<Record<string, () => Promise<void>>> = {
  closeAfterDeath: () =>
    inScene(async ({ root: { connection }, proxy }) => {
      proxy.reset();
      await connection.closed;
      await connection.close();
      await connection.close();
    }),

  noKeepalive: () =>
    inScene(async ({ root: session }) => {
      const timers = (): number =>
        process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      const before = timers();
      const other = await connect(browser.wsUrl);
      await other.send("Browser.getVersion");
      expect(timers()).toBeLessThanOrEqual(before);
      await other.connection.close();
      await session.send("Browser.getVersion");
    }),

  connectsToNobodyElse: async () => {
    const other = await connect(browser.wsUrl);
    expect(other.connection.metrics()).toMatchObject({ sent: 0, sessions: 1 });
    await other.connection.close();
  },

  silentDiscovery: async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => {
      silent.listen(0, "127.0.0.1", resolve);
    });
    const { port } = silent.address() as AddressInfo;
    for (const scheme of ["http", "ws"]) {
      const attempt = connect(`${scheme}://127.0.0.1:${port}/devtools/browser/x`, { timeout: 100 });
      await expect(attempt).rejects.toBeInstanceOf(TimeoutError);
    }
    silent.close();
  },

  ownErrorFirst: () =>
    inScene(async ({ proxy }) => {
      async function work(): Promise<void> {
        await using session = await connect(proxy.endpoint);
        void session.send("Runtime.evaluate", NEVER);
        proxy.reset();
        await session.connection.closed;
        throw new Enough("the user's own");
      }
      await expect(work()).rejects.toThrow(Enough);
    }),

  commandsInHandlers: () =>
    inScene(async (scene) => {
      const answers: unknown[] = [];
      scene.page.on("Runtime.bindingCalled", async () => {
        for (const expression of ["1", "2"])
          answers.push(await scene.page.send("Runtime.evaluate", { expression }));
      });
      for (let index = 0; index < 20; index++) scene.ring();
      expect(await until(() => answers.length === 40)).toBe(true);
    }),

  messagesForTheDead: () =>
    inScene(async ({ page, root: session, proxy, errors }) => {
      const { id: sessionId } = page;
      const command = new Watched(page.send("Runtime.evaluate", HANGING));
      const [sent] = session.connection.pending();
      await page.detach();
      const before = session.connection.metrics();
      proxy.inject(JSON.stringify({ id: sent?.id, result: {}, sessionId }));
      proxy.inject(JSON.stringify({ method: "Runtime.bindingCalled", params: {}, sessionId }));
      proxy.inject(JSON.stringify({ method: "Target.detachedFromTarget", params: { sessionId } }));
      await session.send("Browser.getVersion");
      const after = session.connection.metrics();
      expect(command.outcome).toBe(DETACHED);
      expect(after.lateAnswers - before.lateAnswers).toBe(1);
      expect(after.unknownSessions - before.unknownSessions).toBe(1);
      expect(errors).toEqual([]);
    }),

  sendingWhileClosing: () =>
    inScene(async ({ page, root: session }) => {
      const sent: Promise<unknown>[] = [];
      const closing: Promise<void>[] = [];
      for (let index = 0; index < 300; index++) {
        sent.push(page.send("Runtime.evaluate", NEVER));
        if (index % 100 === 50) closing.push(session.connection.close(), page.detach());
      }
      await Promise.all(closing);
      const words = (await Promise.allSettled(sent)).map((each) =>
        each.status === "rejected" ? wordForError(each.reason) : each.status,
      );
      expect([...new Set(words)]).toEqual([CLOSED]);
    }),

  tooLargeForTheBrowser: () =>
    inScene(async () => {
      const other = await connect(browser.wsUrl);
      const huge = other.send("Browser.getVersion", { filler: "x".repeat(110 * 1024 * 1024) });
      await expect(huge).rejects.toBeInstanceOf(ConnectionClosedError);
      expect(wordForError(await other.connection.closed)).toBe(CLOSED);
    }),

  loneSurrogates: () =>
    inScene(async ({ page }) => {
      const [lone, own] = await Promise.all([
        page.send("Runtime.evaluate", { expression: String.raw`"a\ud800b"` }),
        page.send("Runtime.evaluate", { expression: '"\ud83d".charCodeAt(0)' }),
      ]);
      // Over JSON, Chromium says what UTF-8 can say of it; what matters is that it arrives, and the connection with it.
      expect(lone).toMatchObject({
        result: { type: "string", value: expect.stringMatching(/^a.+b$/su) as unknown },
      });
      expect(own).toMatchObject({ result: { type: "number" } });
    }),

  noListenerWarning: () =>
    inScene(async (scene) => {
      const warnings: Error[] = [];
      const note = (warning: Error): void => void warnings.push(warning);
      process.on("warning", note);
      const { signal } = new AbortController();
      let heard = 0;
      for (let index = 0; index < 1000; index++) {
        scene.page.on("Runtime.bindingCalled", () => void heard++, { signal });
        void scene.page.once("Page.loadEventFired", { signal });
        void scene.page.send("Runtime.evaluate", NEVER, { signal });
      }
      scene.ring();
      expect(await until(() => heard === 1000)).toBe(true);
      // Warnings are emitted a turn later.
      await new Promise((resolve) => setImmediate(resolve));
      process.off("warning", note);
      expect(warnings).toEqual([]);
    }),

  burstsFit: () =>
    inScene(async (scene) => {
      const stream = scene.page.stream("Runtime.bindingCalled");
      await scene.remote.send("Runtime.evaluate", {
        expression: "for (let index = 0; index < 5000; index++) ring(String(index))",
      });
      expect(await until(() => stream.size === 5000)).toBe(true);
      expect((await stream.next()).value).toMatchObject({ payload: "0" });
      expect(stream.dropped).toBe(0);
    }),
};

const named = knownBugs.map((known) => [`${known.reports}: ${known.bug}`, known.shown] as const);

describe("it does not happen here that", () => {
  test.each(named.flatMap(([title, shown]) => ("here" in shown ? [[title, shown.here] as const] : [])))(
    "%s",
    async (_title, here) => {
      await shows[here]?.();
    },
  );
});

describe("it is shown elsewhere that it does not happen", () => {
  test.each(named.filter(([, shown]) => !("here" in shown)))("%s", (_title, shown) => {
    if ("file" in shown) {
      const text = readFileSync(join(root, shown.file), "utf8");
      // The name of a test, or of a row of those that are tested one by one; neither skipped nor in a comment.
      const name = shown.test.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const isThere = new RegExp(
        `^ *(?:(?:test|describe)(?:\\.each\\(.*\\))?\\(|[{[]? *(?:title: )?|\\]\\)\\()["'\`]${name}`,
        "m",
      ).test(text);
      expect(isThere, `${shown.file} has a test "${shown.test}"`).toBe(true);
      expect(text).not.toMatch(/\b(?:test|describe)\.(?:skip|todo)\(/);
    } else if ("cell" in shown) {
      const [stage, name] = shown.cell;
      const cell = cells.find(({ stage: at, fault }) => at === stage && fault.name === name);
      expect(cell?.want).not.toBeInstanceOf(Impossible);
      expect(cell).toBeDefined();
    }
  });
});

test("each report is shown once, and each test belongs to one", () => {
  const here = knownBugs.flatMap(({ shown }) => ("here" in shown ? [shown.here] : []));
  expect(here.sort()).toEqual(Object.keys(shows).sort());
});
