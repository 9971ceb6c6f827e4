// Copied by cdplex-codegen from templates/runtime/client/launch.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { BrowserProcess, StartOptions } from "../launch/launch-module.js";
import { start } from "../launch/launcher.js";
import type { Transport } from "../transports/transport.js";
import { connectBrowser, connectRoot } from "./connect.js";
import type { PageMaker } from "./connect.js";
import type { ConnectionOptions } from "./connection.js";
import type { Domain } from "./domain.js";
import type { Session } from "./session.js";
import type { TargetType } from "./target.js";

/** How to start a browser, and how the connection to it behaves. */
export interface LaunchOptions extends StartOptions, ConnectionOptions {}

/** Additional members of a launched browser's root session. */
export interface Launched {
  readonly process: BrowserProcess;
  /**
   * Closes the browser. Resolves when its process has ended, which is killed if it does not close within 5 seconds, and a temporary
   * profile has been removed. The same as disposing of the browser or closing its connection. Calling it again is harmless.
   */
  close(): Promise<void>;
}

/** Starts a browser, and gives the root session as a browser that can make pages. */
export function launchBrowser<B, P>(
  browser: TargetType<B>,
  page: TargetType<P>,
  domains: readonly Domain<unknown>[],
  options?: LaunchOptions,
): Promise<B & Launched & PageMaker<P>> {
  return startAndConnect(options, (transport) => connectBrowser(browser, page, domains, transport, options));
}

/** Starts a browser, and gives the root session. */
export function launchRoot(
  domains: readonly Domain<unknown>[],
  options?: LaunchOptions,
): Promise<Session & Launched> {
  return startAndConnect(options, (transport) => connectRoot(domains, transport, options));
}

/** Starts a browser, and gives the root session, which knows no domain until `use` opens one. */
export function launch(options?: LaunchOptions): Promise<Session & Launched> {
  return launchRoot([], options);
}

async function startAndConnect<S>(
  options: LaunchOptions = {},
  connect: (transport: Transport) => Promise<S>,
): Promise<S & Launched> {
  const { transport, process } = await start(options);
  try {
    return launched(await connect(transport), process);
  } catch (error) {
    await new Promise<void>((closed) => {
      transport.start({ message: () => undefined, closed: () => closed() });
      transport.close();
    });
    throw error;
  }
}

/** The root session with the members of a launched browser, which no other session has. */
function launched<S>(session: S, process: BrowserProcess): S & Launched {
  const { connection } = session as Pick<Session, "connection">;
  return Object.defineProperties(session as S & Launched, {
    process: { value: process, configurable: true },
    close: { value: () => connection.close(), configurable: true, writable: true },
  });
}
