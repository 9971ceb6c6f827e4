// Copied by cdplex-codegen from templates/runtime/adapters/diagnostics-channel.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What passes over a connection, published on the channels of `node:diagnostics_channel`, and as a log by `DEBUG=cdplex:*`.
 *
 * Channels, with what they carry:
 *
 * - `tracing:cdplex:command:start`, `:end`, `:error`, `:asyncStart` and `:asyncEnd`, as `tracingChannel("cdplex:command")` has them: one
 *   `CommandMessage` for all, which is whole at `asyncEnd`. `error` comes where the command failed.
 * - `cdplex:event`: a `ConnectionEvent`. While anybody subscribes, no event is skipped unread.
 * - `cdplex:session`: `{ state: "opened" | "closed", session, sessionId, reason? }`.
 * - `cdplex:connection`: `{ state: "opened" | "closed", connection, reason? }`.
 */
import type { CommandOutcome, ObservedCommand, Observer } from "../client/observer.js";
import { debugLog } from "./debug-log.js";
import { diagnosticsChannel } from "./diagnostics-module.js";
import type { DiagnosticsChannel } from "./diagnostics-module.js";

/** What the channels of a command carry. */
export interface CommandMessage {
  readonly command: ObservedCommand;
  /** Set when the command is over. */
  outcome: CommandOutcome | undefined;
  /** What the command's promise resolves with. */
  result?: unknown;
  /** Where it failed: the code and the words that its error has. */
  error?: { readonly code: number | string; readonly message: string };
}

/** The channels, which are the same for all connections. */
class DiagnosticsObserver implements Observer {
  readonly #start: DiagnosticsChannel;
  readonly #end: DiagnosticsChannel;
  readonly #asyncStart: DiagnosticsChannel;
  readonly #asyncEnd: DiagnosticsChannel;
  readonly #error: DiagnosticsChannel;
  readonly #event: DiagnosticsChannel;
  readonly #session: DiagnosticsChannel;
  readonly #connection: DiagnosticsChannel;
  readonly #messages = new WeakMap<ObservedCommand, CommandMessage>();

  constructor(channel: (name: string) => DiagnosticsChannel) {
    this.#start = channel("tracing:cdplex:command:start");
    this.#end = channel("tracing:cdplex:command:end");
    this.#asyncStart = channel("tracing:cdplex:command:asyncStart");
    this.#asyncEnd = channel("tracing:cdplex:command:asyncEnd");
    this.#error = channel("tracing:cdplex:command:error");
    this.#event = channel("cdplex:event");
    this.#session = channel("cdplex:session");
    this.#connection = channel("cdplex:connection");
  }

  // Each is there only while somebody subscribes, so that nothing is made or decoded for nobody.
  get commandSent(): Observer["commandSent"] {
    return this.#isTraced ? this.#commandSent : undefined;
  }

  get commandSettled(): Observer["commandSettled"] {
    return this.#isTraced ? this.#commandSettled : undefined;
  }

  get event(): Observer["event"] {
    return this.#event.hasSubscribers ? this.#publishEvent : undefined;
  }

  get sessionOpened(): Observer["sessionOpened"] {
    return this.#session.hasSubscribers ? this.#sessionOpened : undefined;
  }

  get sessionClosed(): Observer["sessionClosed"] {
    return this.#session.hasSubscribers ? this.#sessionClosed : undefined;
  }

  get connectionOpened(): Observer["connectionOpened"] {
    return this.#connection.hasSubscribers ? this.#connectionOpened : undefined;
  }

  get connectionClosed(): Observer["connectionClosed"] {
    return this.#connection.hasSubscribers ? this.#connectionClosed : undefined;
  }

  get #isTraced(): boolean {
    return (
      this.#start.hasSubscribers ||
      this.#asyncEnd.hasSubscribers ||
      this.#error.hasSubscribers ||
      this.#asyncStart.hasSubscribers ||
      this.#end.hasSubscribers
    );
  }

  readonly #commandSent: Observer["commandSent"] = (command) => {
    const message: CommandMessage = { command, outcome: undefined };
    this.#messages.set(command, message);
    this.#start.publish(message);
    this.#end.publish(message);
  };

  readonly #commandSettled: Observer["commandSettled"] = (command, outcome) => {
    // Whoever subscribes in between gets the end alone.
    const message = this.#messages.get(command) ?? { command, outcome: undefined };
    message.outcome = outcome;
    if (outcome.code === undefined) message.result = outcome.result;
    else {
      message.error = { code: outcome.code, message: outcome.message ?? "" };
      this.#error.publish(message);
    }
    this.#asyncStart.publish(message);
    this.#asyncEnd.publish(message);
  };

  readonly #publishEvent: Observer["event"] = (event) => {
    this.#event.publish(event);
  };

  readonly #sessionOpened: Observer["sessionOpened"] = (session) => {
    this.#session.publish({ state: "opened", session, sessionId: session.id });
  };

  readonly #sessionClosed: Observer["sessionClosed"] = (session, reason) => {
    this.#session.publish({ state: "closed", session, sessionId: session.id, reason });
  };

  readonly #connectionOpened: Observer["connectionOpened"] = (connection) => {
    this.#connection.publish({ state: "opened", connection });
  };

  readonly #connectionClosed: Observer["connectionClosed"] = (connection, reason) => {
    this.#connection.publish({ state: "closed", connection, reason });
  };
}

let shared: Observer | undefined;

/**
 * The observer that publishes: `observe(browser.connection, diagnostics())`, or `connect(address, { insight: insight({ observer: diagnostics() }) })`. While nobody
 * subscribes it costs a few comparisons a command and an event.
 *
 * The first call looks at the environment too: where `DEBUG` names `cdplex:command`, `cdplex:event`, `cdplex:session` or
 * `cdplex:connection` (`cdplex:*` for all), or `NODE_DEBUG` names `cdplex`, each of them is written to standard error, one line each.
 *
 * Where the platform has no such channels (browsers; Node before 20.16 and 22.3), it observes nothing.
 */
export function diagnostics(): Observer {
  if (shared === undefined) {
    const module = diagnosticsChannel();
    shared = module === undefined ? {} : new DiagnosticsObserver((name) => module.channel(name));
    if (module !== undefined) debugLog(module);
  }
  return shared;
}
