/**
 * Records a session of a real browser over both forms of the pipe, for the benchmark: `node test/bench/codec/record.mjs`. The benchmark
 * does it by itself where there is no recording.
 */
import { record } from "./recording.mjs";

for (const form of /** @type {const} */ (["json", "cbor"])) {
  const { received, sent } = await record(form);
  const bytes = received.reduce((sum, message) => sum + message.length, 0);
  console.log(`${form}: ${received.length} messages of ${bytes} bytes in all, for ${sent.length} commands`);
}
