// Copied by cdplex-codegen from templates/runtime/launch/start-failure.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Says why a browser did not start, as far as it told. */
import { LaunchError } from "./launch-error.js";
import type { LaunchErrorCode } from "./launch-error.js";
import type { BrowserExit } from "./launch-module.js";
import type { SystemError } from "./node-modules.js";

/** The exit code of a browser whose profile another one uses: `chrome/common/chrome_result_codes.h`. */
const RESULT_CODE_PROFILE_IN_USE = 21;

/** What a browser says, by what it means. */
const SAID: readonly {
  readonly code: LaunchErrorCode;
  readonly pattern: RegExp;
  readonly fix: string;
}[] = [
  {
    code: "NO_SANDBOX",
    pattern:
      /Running as root without --no-sandbox|No usable sandbox|SUID sandbox helper binary was found, but|Failed to move to new namespace/,
    fix: 'it cannot create its sandbox: run it as a user other than root, allow that user to create user namespaces, or, if all pages are trusted, launch with { args: ["--no-sandbox"] }',
  },
  {
    code: "LIBRARY_MISSING",
    pattern:
      /error while loading shared libraries: (\S+?):|Library not loaded: (\S+)|(?:GLIBC\S*)' not found/,
    fix: "a system library is missing: install the browser's dependencies",
  },
  {
    code: "PROFILE_IN_USE",
    pattern:
      /Failed to create a ProcessSingleton|profile appears to be in use|Opening in existing browser session|user data directory is already in use/i,
    fix: 'another browser uses its profile: close that one, or set another "userDataDir", or none',
  },
  {
    code: "NO_DISPLAY",
    pattern: /Missing X server or \$DISPLAY|Unable to open X display|Failed to connect to Wayland display/i,
    fix: "there is no display for its windows: omit { headless: false }, or start one, for example with xvfb-run",
  },
];

/** A process that could not be started at all, or what it needs not be made. */
export function spawnFailure(error: SystemError, executablePath: string): LaunchError {
  const details = { executablePath, cause: error };
  // The folder of a profile may be what there is not, and the message then names it.
  switch (error.syscall === "mkdtemp" ? undefined : error.code) {
    case "ENOENT":
      return new LaunchError(
        `there is no browser at ${executablePath}: set "executablePath" to the path of one, or omit it to find one`,
        "BROWSER_NOT_FOUND",
        details,
      );
    case "EACCES":
    case "EISDIR":
    case "ENOEXEC":
    case "EPERM":
      return new LaunchError(
        `${executablePath} cannot be run (${error.code}): is it the browser's program, and may this user run it?`,
        "BROWSER_NOT_EXECUTABLE",
        details,
      );
    default:
      return new LaunchError(
        `${executablePath} could not be started: ${error.message}`,
        "START_FAILED",
        details,
      );
  }
}

/** A process that ended before it answered. */
export function exitFailure(exit: BrowserExit, stderr: string, executablePath: string): LaunchError {
  const details = { executablePath, exitCode: exit.code, signal: exit.signal, stderr };
  const said =
    SAID.find(({ pattern }) => pattern.test(stderr)) ??
    (exit.code === RESULT_CODE_PROFILE_IN_USE
      ? SAID.find(({ code }) => code === "PROFILE_IN_USE")
      : undefined);
  const end = `the browser ended before it answered (${exitWords(exit)})`;
  return new LaunchError(
    `${end}${said === undefined ? "" : `; ${said.fix}`}${lastWords(stderr)}`,
    said?.code ?? "BROWSER_EXITED",
    details,
  );
}

export function exitWords({ code, signal }: BrowserExit): string {
  return signal === undefined ? `exit code ${code ?? "unknown"}` : signal;
}

/** Lines of it that mean nothing: what a container lacks, and no browser needs. */
const GRUMBLING = /:(?:ERROR|WARNING):(?:dbus\/|.*(?:gpu|vulkan|viz|gl_|angle))/i;

const MAX_LINES = 6;
const MAX_LINE_LENGTH = 300;

/** What the browser wrote last, to be put behind a sentence; empty where it wrote nothing. */
export function lastWords(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.filter((line) => !GRUMBLING.test(line));
  const shown = (telling.length > 0 ? telling : lines).slice(-MAX_LINES);
  if (shown.length === 0) return "; it wrote nothing";
  return `. It wrote:\n${shown.map((line) => `  ${line.slice(0, MAX_LINE_LENGTH)}`).join("\n")}`;
}

/** Without the addresses' paths, which let whoever reads them in. */
export function withoutTokens(text: string): string {
  return text.replace(/\b(wss?:\/\/[^/\s]+)\/\S*/g, "$1");
}
