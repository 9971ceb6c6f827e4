/** A connection to a fake browser, with a session on a page. */
import { connectRoot } from "../../templates/runtime/codegen.js";
import type { Session } from "../../templates/runtime/codegen.js";
import { FakeBrowser } from "./fake-browser.js";
import { PageTarget } from "./small-domains.js";

export interface PageScene {
  readonly browser: FakeBrowser;
  readonly root: Session;
  readonly page: PageTarget;
  /** Sends `Page.loadEventFired`. */
  readonly load: (timestamp: number) => void;
}

export async function pageScene(onError?: (error: unknown) => void): Promise<PageScene> {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport, { onError });
  browser.attached("P");
  const session = root.connection.session("P");
  if (session === undefined) throw new Error("the session is not there");
  const load = (timestamp: number): void => browser.event("Page.loadEventFired", { timestamp }, "P");
  return { browser, root, page: session.as(PageTarget), load };
}
