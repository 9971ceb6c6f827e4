// Copied by cdplex-codegen from templates/runtime/launch/browser-flags.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The flags that a browser is started with. */
import { UsageError } from "../core/errors.js";
import type { StartOptions } from "./launch-module.js";

/** What no program that steers a browser wants: a first-run page, a question, or traffic of the browser's own. */
const QUIET: readonly string[] = [
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-search-engine-choice-screen",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-default-apps",
  // No question of the system's key store.
  "--password-store=basic",
  "--use-mock-keychain",
];

/** What options say, so that a flag must not say it otherwise. */
const SPOKEN_FOR: ReadonlyMap<string, string> = new Map([
  ["--remote-debugging-pipe", "protocol"],
  ["--remote-debugging-port", "protocol"],
  ["--user-data-dir", "userDataDir"],
]);

export type DebuggingFlag =
  "--remote-debugging-pipe" | "--remote-debugging-pipe=cbor" | "--remote-debugging-port=0";

/** All that is on the command line. Of what is set here, `args` may set any anew but what is an option. */
export function browserFlags(
  { args = [], headless = true }: StartOptions,
  debugging: DebuggingFlag,
  userDataDir: string,
): string[] {
  const given = new Set(args.map(nameOf));
  for (const [flag, option] of SPOKEN_FOR) {
    if (!given.has(flag)) continue;
    throw new UsageError(`launch sets the flag ${flag} itself: use the option "${option}"`);
  }
  const own = [...(headless ? ["--headless=new"] : []), ...QUIET].filter((flag) => !given.has(nameOf(flag)));
  const opensSomething = args.some((arg) => !arg.startsWith("-"));
  return [
    ...own,
    debugging,
    `--user-data-dir=${userDataDir}`,
    ...args,
    ...(opensSomething ? [] : ["about:blank"]),
  ];
}

function nameOf(flag: string): string {
  return flag.split("=", 1)[0] ?? flag;
}
