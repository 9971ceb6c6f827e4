/** Runs once before the tests that need a browser: makes sure that there is one, and says which. */
import { findBrowser, startBrowser } from "./browser.js";
import { requireBuiltPackage } from "./paths.js";

export async function setup(): Promise<void> {
  requireBuiltPackage();
  const browser = await findBrowser();
  await using running = await startBrowser({ browser });
  console.log(`Browser: ${running.version}, ${browser.path} (${browser.source})`);
}
