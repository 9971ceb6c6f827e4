/**
 * Every fault at every stage of a command, each against a real Chromium behind a proxy, whose line to the client is a socket or a pipe. The names of the tests are the table: what the
 * command settles with, in class and code. What settles beside it (an event that is waited for, a stream, a command on another page, the
 * end of session and connection) is in `faults.ts`, and is held in each cell too.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { Impossible, cells, play, rows, wanted } from "./cells.js";
import type { Cell } from "./cells.js";
import { faults } from "./faults.js";
import { World } from "./scene.js";

let browser: RunningBrowser;
let worlds: ReadonlyMap<string, World>;
const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeAll(async () => {
  browser = await startBrowser();
  worlds = new Map([
    ["a websocket", await World.open(browser)],
    ["a pipe", await World.open(browser, true)],
  ]);
  process.on("unhandledRejection", note);
});

afterAll(async () => {
  process.off("unhandledRejection", note);
  for (const world of worlds?.values() ?? []) await world.close();
  await browser?.close();
});

afterEach(() => {
  expect(unhandled.splice(0)).toEqual([]);
});

const played = cells
  .filter(({ want }) => !(want instanceof Impossible))
  .map((cell) => [`${cell.stage} x ${cell.fault.name}: ${cell.want as string}`, cell] as const);
/** Why these cannot occur is said where the table is. */
const impossible = cells
  .filter(({ want }) => want instanceof Impossible)
  .map(({ stage, fault }) => `${stage} x ${fault.name}`);

async function check(line: string, cell: Cell): Promise<void> {
  const world = worlds.get(line)!;
  if (cell.fault.endsBrowser !== true) {
    try {
      const result = await play(world, cell);
      expect(result).toEqual(wanted(cell, result.message));
    } finally {
      // Where the cell failed half-way: others play on the same browser.
      cell.fault.undo?.(world);
    }
    return;
  }
  await using mortal = await startBrowser();
  const result = await play(await World.open(mortal, world.isPipe), cell);
  expect(result).toEqual(wanted(cell, result.message));
}

describe.each(["a websocket", "a pipe"])("a command over %s", (line) => {
  test.each(played)("%s", (_title, cell) => check(line, cell), 60_000);
});

test("each row of the table is a fault, and only these cells cannot occur", () => {
  expect(rows).toEqual(faults.map(({ name }) => name));
  expect(impossible).toEqual([
    "before send x timeout",
    "answer half received x listener throws",
    "answer half received x message malformed",
  ]);
});
