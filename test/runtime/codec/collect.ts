/** What is kept in memory. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Collects garbage, and gives the bytes of objects that are left, without those of buffers. */
export function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // What objects with a key were like goes with the first, the key with the next.
  for (let count = 0; count < 3; count++) collect();
  return process.memoryUsage().heapUsed;
}

/** Whether somebody keeps what `make` has made. */
export async function isKept(make: () => object): Promise<boolean> {
  const made = new WeakRef(make());
  // What has just been made or looked at stays until the turn is over.
  await new Promise(setImmediate);
  heapUsed();
  return made.deref() !== undefined;
}
