/**
 * Reading by schemas beside `JSON.parse` and beside reading without: `node test/bench/codec/schemas.mjs [rounds]`.
 *
 * Results and events of a recorded session, which is recorded first where there is none. CPU time, the least of all rounds, which take
 * turns; each beside the first row. Figures are of the payloads alone: what is around them is read the same way by all.
 */
import { fileURLToPath } from "node:url";
import { importBundled } from "./bundled.mjs";
import { recorded } from "./recording.mjs";

const rounds = Number(process.argv[2] ?? "15");
const { payloadsOf, ways } = await importBundled(new URL("schema-work.ts", import.meta.url));
const { readSchemaText } = await importBundled(new URL("../../support/schema-text.ts", import.meta.url));
const { received, sent } = await recorded("cbor");
const folder = fileURLToPath(new URL("../../../out/src/schemas", import.meta.url));
/** @type {{ cbor: Uint8Array }[]} */
const payloads = payloadsOf(received, sent, folder, readSchemaText);

const groups = {
  all: payloads,
  "under 3 KB": payloads.filter(({ cbor }) => cbor.length < 3072),
  "3 KB and more": payloads.filter(({ cbor }) => cbor.length >= 3072),
};
for (const [title, group] of Object.entries(groups)) {
  /** @type {Map<string, number>} */
  const least = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const [way, work] of Object.entries(ways)) {
      const before = process.cpuUsage();
      work(group);
      const { user, system } = process.cpuUsage(before);
      least.set(way, Math.min(least.get(way) ?? Infinity, (user + system) / 1000));
    }
  }
  const [first = 0] = least.values();
  const bytes = group.reduce((sum, { cbor }) => sum + cbor.length, 0);
  console.log(`\n${title}: ${group.length} payloads, ${bytes} bytes of CBOR`);
  for (const [way, milliseconds] of least) {
    console.log(`  ${(milliseconds / first).toFixed(2)}  ${milliseconds.toFixed(2).padStart(7)} ms  ${way}`);
  }
}
