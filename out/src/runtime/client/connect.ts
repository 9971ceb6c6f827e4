// Copied by cdplex-codegen from templates/runtime/client/connect.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Schema } from "../codec/codec.js";
import { JsonCodec } from "../codec/json/json.js";
import { UsageError } from "../core/errors.js";
import { errorOf } from "../core/failures.js";
import { DEFAULT_CONNECT_TIMEOUT } from "../core/limits.js";
import { shownAddress } from "../transports/address.js";
import { HandshakeRefusedError } from "../transports/handshake.js";
import { hasHeader } from "../transports/headers.js";
import type { Transport } from "../transports/transport.js";
import { openWebSocket } from "../transports/websocket.js";
import type { ConnectOptions } from "./connection.js";
import { discover, readEndpoint, withCredentials } from "./discovery.js";
import type { Discovered } from "./discovery.js";
import type { Domain } from "./domain.js";
import { FlatSession } from "./flat-session.js";
import { readFeature } from "./feature.js";
import type { InsightFactory } from "./insight.js";
import { Multiplexer } from "./multiplexer.js";
import type { OutboxFactory } from "./outbox.js";
import { discard, openWithin } from "./opening.js";
import type { Opener } from "./opening.js";
import { openPage } from "./pages.js";
import type { NewPageOptions } from "./pages.js";
import type { ReconnectionLoader } from "./reconnect.js";
import type { Session } from "./session.js";
import type { SessionState } from "./session-state.js";
import { timeoutProblem } from "./settle.js";
import { BROWSER } from "./target-protocol.js";
import type { SupportFactory } from "./support.js";
import type { TargetType } from "./target.js";

/** Where a browser is: the HTTP address of its debugging port, the address of its websocket, a transport, or a function that opens one. */
export type Endpoint = Transport | TransportOpener | URL | string;

/** Opens a transport: once, or again after each loss with `ConnectOptions.reconnect`. */
export type TransportOpener = (signal: AbortSignal) => Promise<Transport> | Transport;

/** Additional members of a browser's root session. */
export interface PageMaker<P> {
  /** See `Browser.newPage` of what is generated, which is what users hover over. */
  newPage(url?: string, options?: NewPageOptions<P>): Promise<P>;
}

/** Connects, and gives the root session as a browser that can make pages. */
export async function connectBrowser<B, P>(
  browser: TargetType<B>,
  page: TargetType<P>,
  domains: readonly Domain<unknown>[],
  endpoint: Endpoint,
  options?: ConnectOptions,
): Promise<B & PageMaker<P>> {
  const connection = await open(domains, endpoint, options);
  const { root, state } = connection;
  state.rootType ??= BROWSER;
  if (state.isNone(browser.types)) {
    await connection.close();
    throw new UsageError(
      "the address leads to a single target, not to a browser: pass the one from /json/version, or use `connect` from cdplex/core",
    );
  }
  const newPage: PageMaker<P>["newPage"] = (url, pageOptions) =>
    openPage(connection, url, pageOptions, (state) => connection.view(state).as(page));
  return Object.defineProperty(root.as(browser) as object, "newPage", {
    configurable: true,
    writable: true,
    value: newPage,
  }) as B & PageMaker<P>;
}

/** Connects, and gives the root session. */
export async function connectRoot(
  domains: readonly Domain<unknown>[],
  endpoint: Endpoint,
  options?: ConnectOptions,
): Promise<Session> {
  const connection = await open(domains, endpoint, options);
  return connection.root;
}

/** Connects, and gives the root session, which knows no domain until `use` opens one. */
export function connect(endpoint: Endpoint, options?: ConnectOptions): Promise<Session> {
  return connectRoot([], endpoint, options);
}

/** The session with all of these domains, whatever its target. */
export function openDomains<T>(session: object, domains: readonly Domain<unknown>[]): T {
  return FlatSession.withDomains(session, domains) as T;
}

async function open(
  domains: readonly Domain<unknown>[],
  endpoint: Endpoint,
  options: ConnectOptions = {},
): Promise<Multiplexer> {
  const problem = timeoutProblem(options.commandTimeout, '"commandTimeout"');
  if (problem !== undefined) throw errorOf(problem);
  const outbox = readFeature<OutboxFactory>(options.limits, "limiting");
  const insight = readFeature<InsightFactory>(options.insight, "insight");
  const supporting = readFeature<SupportFactory>(options.support, "support", "cdplex/support");
  const reconnecting = readFeature<ReconnectionLoader>(options.reconnect, "reconnecting");
  const { schemas = [], signal } = options;
  for (const schema of schemas) {
    if (typeof (schema as Partial<Schema> | undefined)?.around !== "function")
      throw new UsageError('"schemas" takes schemas such as `PageSchema` from "cdplex/schemas/Page"');
  }
  const { opener, headers } = wayTo(endpoint, options);
  const reconnect = await reconnecting?.(opener);
  const transport = await opener(signal);
  const { url } = transport;
  try {
    const plain = transport.codec ?? new JsonCodec();
    const codec = schemas[0]?.around(plain, schemas) ?? plain;
    const parts = {
      outbox,
      insight,
      support: supporting?.(url, headers, transport.kind),
      reconnection: reconnect?.(url),
    };
    const connection = new Multiplexer(transport, codec, options, domains, parts);
    if (url !== undefined) nameRoot(connection.state, url);
    return connection;
  } catch (error) {
    // One that was handed in is still its owner's.
    if (transport !== endpoint) discard(transport);
    throw error;
  }
}

/** What a browser's address tells of the target that it leads to. */
function nameRoot(root: SessionState, { pathname }: URL): void {
  const [, kind, id] = /\/devtools\/(browser|page)(?:\/([^/]+))?$/.exec(pathname) ?? [];
  root.rootType = kind;
  if (kind === "page") root.attachedTo = id;
}

/** How to open a transport to an endpoint, and which headers are sent there. */
function wayTo(
  endpoint: Endpoint,
  options: ConnectOptions,
): { readonly opener: Opener; readonly headers: Readonly<Record<string, string>> } {
  const { timeout = DEFAULT_CONNECT_TIMEOUT, headers = {} } = options;
  const within = (what: string, open: (signal: AbortSignal) => Promise<Transport>): Opener => {
    return (signal) => openWithin(open, what, timeout, signal);
  };
  if (typeof endpoint === "function") {
    return { opener: within("opening a transport", async (signal) => endpoint(signal)), headers };
  }
  if (!isTransport(endpoint)) {
    const address = readEndpoint(endpoint);
    const sent = withCredentials(address, headers);
    const open = (signal: AbortSignal): Promise<Transport> => openTransport(address, sent, options, signal);
    return { opener: within(`connecting to ${shownAddress(address)}`, open), headers: sent };
  }
  if (options.reconnect !== undefined) {
    throw new UsageError("a transport cannot be reopened; to reconnect, pass a function that opens one");
  }
  const opener: Opener = async (signal) => {
    signal?.throwIfAborted();
    return endpoint;
  };
  return { opener, headers };
}

/** A URL is known by what it lacks, because those of other realms are of another class. */
function isTransport(endpoint: Endpoint): endpoint is Transport {
  return typeof endpoint === "object" && "send" in endpoint;
}

async function openTransport(
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
  { maxPayload, compression }: ConnectOptions,
  signal: AbortSignal,
): Promise<Transport> {
  const openSocket = ({ url, headers: sent }: Discovered): Promise<Transport> =>
    openWebSocket(url, { headers: sent, signal, timeout: Infinity, maxPayload, compression });
  if (endpoint.protocol === "http:" || endpoint.protocol === "https:") {
    return openSocket(await discover(endpoint, headers, signal));
  }
  try {
    return await openSocket({ url: endpoint, headers });
  } catch (error) {
    const isHostRefused = error instanceof HandshakeRefusedError && error.refusesHost;
    if (!isHostRefused || hasHeader(headers, "host")) throw error;
    // It answers to IP addresses and localhost only, as in discovery.
    return openSocket({ url: endpoint, headers: { ...headers, Host: "localhost" } });
  }
}
