// Copied by cdplex-codegen from templates/runtime/launch/launcher.ts.
// Do not edit: change the file there and run `npx codegen`.

import { UsageError } from "../core/errors.js";
import type { StartOptions, StartedBrowser } from "./launch-module.js";

/** Starts a browser, by what this platform has for it. */
export async function start(options: StartOptions): Promise<StartedBrowser> {
  const { startBrowser } = await import("#launch");
  if (startBrowser === undefined) {
    throw new UsageError("launch needs Node.js: start the browser some other way, and connect to it");
  }
  return startBrowser(options);
}
