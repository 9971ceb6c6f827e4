// Copied by cdplex-codegen from templates/runtime/adapters/debug-log.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The log that `DEBUG` asks for: one line for each command, event, session and connection. It reads the channels like anybody else. */
import type { ConnectionEvent } from "../client/connection.js";
import type { CommandMessage } from "./diagnostics-channel.js";
import { platformProcess } from "./diagnostics-module.js";
import type { DiagnosticsModule } from "./diagnostics-module.js";

/** Longer strings are cut: what they are about shows at their beginning, and base64 shows nothing. */
const MAX_STRING_LENGTH = 80;

/** A line shall fit into a terminal's window, if not on its line. */
const MAX_PARAMS_LENGTH = 300;

/** Starts the log that the environment asks for. */
export function debugLog(module: DiagnosticsModule): void {
  const { env } = platformProcess() ?? {};
  const isOn = enabledBy(readVariable(env, "DEBUG"), readVariable(env, "NODE_DEBUG"));
  const log = (name: string, channel: string, line: (message: never) => string): void => {
    if (isOn(name)) module.subscribe(channel, (message) => write(`${name} ${line(message as never)}`));
  };
  log("cdplex:command", "tracing:cdplex:command:asyncEnd", commandLine);
  log("cdplex:event", "cdplex:event", eventLine);
  log("cdplex:session", "cdplex:session", sessionLine);
  log("cdplex:connection", "cdplex:connection", stateLine);
}

/** Deno throws where a program may not read its environment. */
function readVariable(env: Readonly<Record<string, string | undefined>> | undefined, name: string): string {
  try {
    return env?.[name] ?? "";
  } catch {
    return "";
  }
}

/** Which names are switched on: `DEBUG` has patterns with `*`, and with `-` for what is not wanted; `NODE_DEBUG` has whole names. */
export function enabledBy(debug: string, nodeDebug: string): (name: string) => boolean {
  if (/(?:^|[\s,])(?:cdplex|\*)(?:$|[\s,])/i.test(nodeDebug)) return () => true;
  const patterns = debug.split(/[\s,]+/).filter((pattern) => pattern !== "");
  const matches = (name: string, pattern: string): boolean =>
    new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*")}$`).test(
      name,
    );
  return (name) =>
    patterns.some((pattern) => !pattern.startsWith("-") && matches(name, pattern)) &&
    !patterns.some((pattern) => pattern.startsWith("-") && matches(name, pattern.slice(1)));
}

function commandLine({ command, outcome }: CommandMessage): string {
  const { method, sessionId, params } = command;
  const took = `${(outcome?.duration ?? 0).toFixed(1)} ms`;
  const end =
    outcome?.code === undefined ? took : `${took} ${outcome.code}: ${JSON.stringify(outcome.message)}`;
  return `${method}${onSession(sessionId)} ${end}${shorten(params)}`;
}

function eventLine({ method, sessionId, params }: ConnectionEvent): string {
  return `${method}${onSession(sessionId)}${shorten(params)}`;
}

interface StateMessage {
  readonly state: string;
  readonly sessionId?: string | undefined;
  readonly reason?: Error | undefined;
}

function sessionLine(message: StateMessage): string {
  return `${message.sessionId ?? ""} ${stateLine(message)}`;
}

function stateLine({ state, reason }: StateMessage): string {
  return reason === undefined ? state : `${state}: ${reason.message}`;
}

function onSession(sessionId: string | undefined): string {
  return sessionId === undefined ? "" : ` @${sessionId.slice(0, 8)}`;
}

/** Values with long strings cut, and bytes as their number. */
export function shorten(params: unknown): string {
  if (params === undefined) return "";
  let text: string | undefined;
  try {
    text = JSON.stringify(params, shortened);
  } catch {
    // They may have changed since they were sent, and what a subscriber throws ends the process.
    text = "(cannot be shown)";
  }
  if (text === undefined || text === "{}") return "";
  return ` ${text.length <= MAX_PARAMS_LENGTH ? text : `${text.slice(0, MAX_PARAMS_LENGTH)}…`}`;
}

function shortened(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  // Node's Buffer has been made an array by its own `toJSON` already.
  const own = this[name];
  if (own instanceof Uint8Array) return `<${own.length} bytes>`;
  if (typeof value !== "string" || value.length <= MAX_STRING_LENGTH) return value;
  return `${value.slice(0, MAX_STRING_LENGTH)}… (${value.length} characters)`;
}

function write(line: string): void {
  const { stderr } = platformProcess() ?? {};
  if (stderr !== undefined) stderr.write(`${line}\n`);
  // oxlint-disable-next-line no-console -- where there is no standard error, this is what there is
  else console.error(line);
}
