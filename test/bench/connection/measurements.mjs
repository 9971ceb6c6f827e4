/**
 * What happens in the measured process. CPU is the whole process's, so that the garbage collector's threads and what a library does
 * on others count too.
 */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

/** How many commands wait for their answer at any time. */
const inFlight = 256;
/** Milliseconds by the clock. To ask for the CPU in between would cost more than many a command. */
const warmup = 700;
const duration = 1500;
const eventsAtOnce = 20_000;

/**
 * @typedef {import("./contestant.mjs").Client} Client
 * @typedef {Readonly<Record<string, number>>} Measured `value` is what the table shows
 */

/** @type {Readonly<Record<string, (connect: () => Promise<Client>) => Promise<Measured>>>} */
export const measurements = {
  /** Microseconds of CPU for one command. */
  async commands(connect) {
    const client = await connect();
    await commands(client, warmup);
    return commands(client, duration);
  },

  /** Events in a second of CPU, with one type of ten subscribed. */
  async "events-one"(connect) {
    const client = await connect();
    let delivered = 0;
    client.onConsoleCall((params) => {
      if (!("type" in params)) throw new Error("An event came without its parameters.");
      delivered++;
    });
    await events(client, warmup);
    delivered = 0;
    const measured = await events(client, duration);
    if (delivered * 10 !== measured["events"]) {
      throw new Error(
        `${delivered} events were delivered, and every tenth of ${measured["events"]} should have been.`,
      );
    }
    return measured;
  },

  /** Events in a second of CPU, with nothing subscribed. */
  async "events-none"(connect) {
    const client = await connect();
    await events(client, warmup);
    return events(client, duration);
  },

  /** Milliseconds of CPU until a large binary result is bytes; the median of several. */
  async bytes(connect) {
    const client = await connect();
    await client.captureScreenshot();
    const samples = [];
    for (let round = 0; round < 7; round++) {
      const start = process.cpuUsage();
      checkScreenshot(await client.captureScreenshot());
      samples.push(cpuSince(start) / 1000);
    }
    return { value: samples.sort((a, b) => a - b)[3] ?? NaN };
  },

  /** Megabytes that the process has ever held, with one huge binary result. */
  async memory(connect) {
    const client = await connect();
    checkScreenshot(await client.captureScreenshot());
    return { value: peakMegabytes() };
  },

  /** Milliseconds of CPU from the start of the process to the first answer on a page's session. */
  async connect(connect) {
    const start = performance.now();
    const client = await connect();
    await client.evaluate({ expression: "1 + 1" });
    const { user, system } = process.cpuUsage();
    return { value: (user + system) / 1000, wall: performance.now() - start };
  },
};

/**
 * @param {Client} client
 * @param {number} milliseconds
 */
async function commands(client, milliseconds) {
  const params = { expression: "1 + 1" };
  let count = 0;
  let isOver = false;
  const started = performance.now();
  const start = process.cpuUsage();
  const run = async () => {
    while (!isOver) {
      await client.evaluate(params);
      if (++count % 500 === 0) isOver = performance.now() - started > milliseconds;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, run));
  return { value: cpuSince(start) / count, commands: count, wall: performance.now() - started };
}

/**
 * @param {Client} client
 * @param {number} milliseconds
 */
async function events(client, milliseconds) {
  let count = 0;
  const started = performance.now();
  const start = process.cpuUsage();
  while (performance.now() - started < milliseconds) {
    await client.evaluate({ expression: `emit ${eventsAtOnce}` });
    count += eventsAtOnce;
  }
  return { value: count / (cpuSince(start) / 1e6), events: count, wall: performance.now() - started };
}

/** @param {NodeJS.CpuUsage} start */
function cpuSince(start) {
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** @param {Uint8Array} bytes */
function checkScreenshot(bytes) {
  const index = bytes.length - 1;
  if (!(bytes instanceof Uint8Array) || bytes[index] !== ((index * 31 + (index >> 8)) & 0xff)) {
    throw new Error("The screenshot is not what the mock sent.");
  }
}

/** A child's `maxRSS` begins with its parent's, so on Linux the kernel's figure for this program alone is taken. */
function peakMegabytes() {
  if (process.platform === "linux") {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (found !== null) return Number(found[1]) / 1024;
  }
  return process.resourceUsage().maxRSS / 1024;
}
