// Copied by cdplex-codegen from templates/runtime/launch/find-browser.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Finds a browser that is installed: Chrome, Chromium or Edge. */
import { nodeModule } from "../transports/node-modules.js";
import { LaunchError } from "./launch-error.js";
import { thisProgram } from "./node-modules.js";
import type { FileSystem, PathModule } from "./node-modules.js";

/** The variables that name a browser, the first that is set first. */
export const BROWSER_VARIABLES: readonly string[] = ["CDPLEX_BROWSER", "CHROME_PATH", "CHROME_BIN"];

/** What finding a browser depends on. */
export interface Surroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly delimiter: string;
  join(...parts: readonly string[]): string;
  /** Whether there is a file of that path that can be run. */
  isExecutable(path: string): boolean;
}

/** The path of a browser. Rejects with a `LaunchError` that lists where it was looked for. */
export async function findBrowser(): Promise<string> {
  const { platform, env } = thisProgram();
  const fs = await nodeModule("node:fs");
  const path: PathModule = await nodeModule("node:path");
  const { homedir } = await nodeModule("node:os");
  return findIn({
    platform,
    env,
    home: homedir(),
    delimiter: path.delimiter,
    join: (...parts) => path.join(...parts),
    isExecutable: (file) => isExecutable(fs, file),
  });
}

export function findIn(surroundings: Surroundings): string {
  const { env, isExecutable } = surroundings;
  for (const variable of BROWSER_VARIABLES) {
    const path = env[variable];
    if (path === undefined || path === "") continue;
    if (isExecutable(path)) return path;
    throw new LaunchError(
      `the environment variable ${variable} names ${path}, which is not an executable file`,
      "BROWSER_NOT_FOUND",
      { executablePath: path },
    );
  }
  const found = placesOf(surroundings).find(isExecutable);
  if (found !== undefined) return found;
  throw new LaunchError(
    "no Chrome, Chromium or Edge was found. Install one, set CHROME_PATH to the path of one, or pass " +
      `"executablePath". Looked for:\n${lookedFor(surroundings)
        .map((line) => `  ${line}`)
        .join("\n")}`,
    "BROWSER_NOT_FOUND",
  );
}

/** Where browsers are, the most likely to be wanted first: a stable Chrome, then Chromium, then Edge, then others. */
export function placesOf(surroundings: Surroundings): string[] {
  const { platform, env, home, join } = surroundings;
  switch (platform) {
    case "darwin":
      return MAC_APPLICATIONS.flatMap((name) =>
        ["/Applications", join(home, "Applications")].map((folder) =>
          join(folder, `${name}.app`, "Contents", "MacOS", name),
        ),
      );
    case "win32": {
      const folders = ["PROGRAMFILES", "ProgramW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
        .map((variable) => env[variable])
        .filter((folder) => folder !== undefined && folder !== "");
      return WINDOWS_PROGRAMS.flatMap((program) =>
        [...new Set(folders)].map((folder) => join(folder ?? "", ...program)),
      );
    }
    default: {
      const folders = foldersOf(surroundings);
      return LINUX_PROGRAMS.flatMap(({ names, places }) => [
        ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
        ...places,
      ]);
    }
  }
}

/** The same, to be read. */
function lookedFor(surroundings: Surroundings): string[] {
  if (surroundings.platform === "darwin" || surroundings.platform === "win32") return placesOf(surroundings);
  const names = LINUX_PROGRAMS.flatMap((program) => program.names);
  return [
    `${names.join(", ")} in ${foldersOf(surroundings).join(", ")}`,
    ...LINUX_PROGRAMS.flatMap(({ places }) => places),
  ];
}

function foldersOf({ env, delimiter }: Surroundings): string[] {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  return [...new Set([...folders, "/usr/local/bin", "/usr/bin"])];
}

/** The folder of an application and the program in it have one name. */
const MAC_APPLICATIONS = [
  "Google Chrome",
  "Chromium",
  "Microsoft Edge",
  "Google Chrome for Testing",
  "Google Chrome Beta",
  "Google Chrome Dev",
  "Google Chrome Canary",
];

const WINDOWS_PROGRAMS = [
  ["Google", "Chrome", "Application", "chrome.exe"],
  ["Chromium", "Application", "chrome.exe"],
  ["Microsoft", "Edge", "Application", "msedge.exe"],
  ["Google", "Chrome Beta", "Application", "chrome.exe"],
  ["Google", "Chrome Dev", "Application", "chrome.exe"],
  ["Google", "Chrome SxS", "Application", "chrome.exe"],
];

const LINUX_PROGRAMS = [
  { names: ["google-chrome-stable", "google-chrome"], places: ["/opt/google/chrome/chrome"] },
  { names: ["chromium", "chromium-browser"], places: ["/usr/lib/chromium/chromium", "/snap/bin/chromium"] },
  { names: ["microsoft-edge-stable", "microsoft-edge"], places: ["/opt/microsoft/msedge/msedge"] },
  { names: ["chrome", "chrome-headless-shell", "google-chrome-beta", "google-chrome-unstable"], places: [] },
];

function isExecutable(fs: FileSystem, path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.X_OK);
    return fs.statSync(path).isFile();
  } catch {
    return false;
  }
}
