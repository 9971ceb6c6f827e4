/**
 * Plays the cells that there are, over and over, in a process of its own, and says what is left behind: memory, timers, handles, and
 * rejections that nobody took. It ends by itself or not at all. Started by `leftovers.test.ts`, with the browser's address and pid; for a
 * cell that ends its browser it asks for another, and says when it has done with that.
 */
import { isDeepStrictEqual } from "node:util";
import { Impossible, cells, play, wanted } from "./cells.js";
import { World } from "./scene.js";

/** What it prints, as one line of JSON. */
export interface Leftovers {
  /** Cells that did not come to what they had to. */
  readonly wrong: readonly string[];
  readonly played: number;
  /** In use after a collection, in bytes, after each round. */
  readonly heaps: readonly number[];
  readonly unhandled: readonly string[];
  /** What keeps the process alive when all is closed. */
  readonly resources: readonly string[];
}

/** What it is told of a browser that it has asked for. */
export interface MortalBrowser {
  readonly wsUrl: string;
  readonly pid: number;
}

/** Rounds before memory is measured: code is compiled and tables grow to their size in these. */
const WARM_UP = 2;
const ROUNDS = 4;
/** Rounds in which the cells are played too that take a second or more: one before memory is measured, and one that is measured. */
const WHOLE_ROUNDS: readonly number[] = [0, WARM_UP + 1];

/** What is in use, but for the pipes that the process began with. */
function resourcesBeyond(pipes: number): string[] {
  const all = process.getActiveResourcesInfo().sort();
  const isPipe = (name: string): boolean => /^(PipeWrap|TTYWrap)$/.test(name);
  return [...all.filter((name) => !isPipe(name)), ...all.filter(isPipe).slice(pipes)];
}

function mortalBrowser(): Promise<MortalBrowser> {
  return new Promise((resolve) => {
    process.once("message", (browser) => resolve(browser as MortalBrowser));
    process.send?.("begin");
  });
}

async function main(): Promise<void> {
  const [, , wsUrl = "", pid = ""] = process.argv;
  // They are opened when they are first named.
  const standard = [process.stdout, process.stderr].length;
  const unhandled: string[] = [];
  process.on("unhandledRejection", (reason) => unhandled.push(String(reason)));
  const possible = cells.filter(({ want }) => !(want instanceof Impossible));
  const cheap = possible.filter(
    ({ fault }) => fault.endsBrowser !== true && fault.endsPage !== true && fault.silences !== true,
  );
  const wrong: string[] = [];
  const heaps: number[] = [];
  let played = 0;
  const worlds: World[] = [];
  for (const isPipe of [false, true]) worlds.push(await World.open({ wsUrl, pid: Number(pid) }, isPipe));
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const world of worlds) {
      for (const cell of WHOLE_ROUNDS.includes(round) ? possible : cheap) {
        const isMortal = cell.fault.endsBrowser === true;
        // It ends its world with its browser.
        const place = isMortal ? await World.open(await mortalBrowser(), world.isPipe) : world;
        const result = await play(place, cell);
        if (isMortal) process.send?.("end");
        if (!isDeepStrictEqual(result, wanted(cell, result.message))) {
          const line = world.isPipe ? "a pipe" : "a websocket";
          wrong.push(`${cell.stage} x ${cell.fault.name} over ${line}: ${JSON.stringify(result)}`);
        }
        played += 1;
      }
    }
    if (round < WARM_UP - 1) continue;
    // Twice: what finalizers hold goes with the second.
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    heaps.push(process.memoryUsage().heapUsed);
  }
  for (const world of worlds) await world.close();
  process.disconnect();
  // Sockets say goodbye in the turns after they were closed.
  const end = performance.now() + 10_000;
  while (resourcesBeyond(standard).length > 0 && performance.now() < end) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const resources = resourcesBeyond(standard);
  const report: Leftovers = { wrong, played, heaps, unhandled, resources };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

void main();
