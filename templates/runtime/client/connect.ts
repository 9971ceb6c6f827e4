import { JsonCodec } from "../codec/json/json.js";
import { CdpError, UsageError } from "../core/errors.js";
import { DEFAULT_CONNECT_TIMEOUT } from "../core/limits.js";
import { shownAddress } from "../transports/address.js";
import { Deadline } from "../transports/deadline.js";
import { HandshakeRefusedError } from "../transports/handshake.js";
import type { Transport } from "../transports/transport.js";
import { openWebSocket } from "../transports/websocket.js";
import type { ConnectOptions } from "./connection.js";
import { discover, readEndpoint, withCredentials } from "./discovery.js";
import type { Discovered } from "./discovery.js";
import type { Domain } from "./domain.js";
import { FlatSession } from "./flat-session.js";
import { checkWedgedAfter } from "./insight-wedged.js";
import { checkFlowOptions } from "./flow.js";
import { Multiplexer } from "./multiplexer.js";
import type { NewPageOptions } from "./pages.js";
import { reconnectSettings } from "./reconnect.js";
import type { Opened, Opener } from "./reconnection.js";
import type { Session } from "./session.js";
import type { TargetType } from "./target.js";

/** Where a browser is: the address of its websocket, the HTTP address of its debugging port, or something that carries messages. */
export type Endpoint = Transport | TransportOpener | URL | string;

/** Opens a transport, and another one after each loss; see `ConnectOptions.reconnect`. */
export type TransportOpener = (signal: AbortSignal | undefined) => Promise<Transport> | Transport;

/** Connects, and gives the root session as a browser that can make pages. */
export async function connectBrowser<B, P>(
  browser: TargetType<B>,
  page: TargetType<P>,
  domains: readonly Domain<unknown>[],
  endpoint: Endpoint,
  options?: ConnectOptions,
): Promise<B & { newPage(url?: string, options?: NewPageOptions<P>): Promise<P> }> {
  const connection = await open(domains, page, endpoint, options);
  return connection.root.as(browser) as B & {
    newPage(url?: string, options?: NewPageOptions<P>): Promise<P>;
  };
}

/** Connects, and gives the root session. */
export async function connectRoot(
  domains: readonly Domain<unknown>[],
  endpoint: Endpoint,
  options?: ConnectOptions,
): Promise<Session> {
  const connection = await open(domains, undefined, endpoint, options);
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
  page: TargetType<unknown> | undefined,
  endpoint: Endpoint,
  options: ConnectOptions = {},
): Promise<Multiplexer> {
  checkFlowOptions(options);
  checkWedgedAfter(options.wedgedAfter);
  const settings = reconnectSettings(options.reconnect);
  const opener = openerOf(endpoint, options);
  const reconnect = settings === undefined ? undefined : await import("./reconnection.js");
  const { transport, url } = await opener(options.signal);
  const codec = transport.codec ?? new JsonCodec();
  if (settings === undefined || reconnect === undefined) {
    return new Multiplexer(transport, codec, options, domains, page);
  }
  return new Multiplexer(
    transport,
    codec,
    options,
    domains,
    page,
    (connection, engine, events) =>
      new reconnect.Reconnection(connection, engine, events, settings, opener, url),
  );
}

function openerOf(endpoint: Endpoint, options: ConnectOptions): Opener {
  if (typeof endpoint === "function") {
    return async (signal) => ({ transport: await endpoint(signal), url: undefined });
  }
  if (!isTransport(endpoint)) {
    const address = readEndpoint(endpoint);
    return (signal) => openTransport(address, { ...options, signal });
  }
  if (options.reconnect !== undefined && options.reconnect !== false) {
    throw new UsageError(
      "a transport that is handed in cannot be opened again; to reconnect, hand in a function that opens one",
    );
  }
  return () => Promise.resolve({ transport: endpoint, url: undefined });
}

/** A URL is known by what it lacks, because those of other realms are of another class. */
function isTransport(endpoint: Endpoint): endpoint is Transport {
  return typeof endpoint === "object" && "send" in endpoint;
}

async function openTransport(endpoint: URL, options: ConnectOptions): Promise<Opened> {
  const { headers = {}, timeout = DEFAULT_CONNECT_TIMEOUT, signal, maxPayload, compression } = options;
  const deadline = new Deadline(`connecting to ${shownAddress(endpoint)}`, timeout, signal);
  const openSocket = async ({ url, headers: sent }: Discovered): Promise<Opened> => {
    const transport = await openWebSocket(url, {
      headers: sent,
      signal: deadline.signal,
      timeout: Infinity,
      maxPayload,
      compression,
    });
    return { transport, url };
  };
  try {
    deadline.signal.throwIfAborted();
    if (endpoint.protocol === "http:" || endpoint.protocol === "https:") {
      return await openSocket(await discover(endpoint, headers, deadline.signal));
    }
    const url = new URL(endpoint);
    const sent = withCredentials(url, headers);
    try {
      return await openSocket({ url, headers: sent });
    } catch (error) {
      if (!(error instanceof HandshakeRefusedError) || !error.refusesHost || "Host" in sent) throw error;
      // It answers to IP addresses and localhost only, as in discovery.
      return await openSocket({ url, headers: { ...sent, Host: "localhost" } });
    }
  } catch (error) {
    if (deadline.signal.aborted && !(error instanceof CdpError)) throw deadline.signal.reason;
    throw error;
  } finally {
    deadline.clear();
  }
}
