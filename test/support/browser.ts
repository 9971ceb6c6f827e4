/**
 * Finds a browser to test against, starts it, and takes it away again.
 *
 * An installed Chrome, Chromium or Edge is taken where there is one; on Linux the Chromium that npm ships stands in. Where
 * there is neither, tests fail with words on how to mend that: a skipped test proves nothing.
 */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { accessSync, constants, existsSync, rmSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A browser that can be started. */
export interface FoundBrowser {
  readonly path: string;
  /** How it was found, in words. */
  readonly source: string;
  /** What has to be in its environment besides our own. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningBrowser extends AsyncDisposable {
  readonly pid: number;
  /** `http://127.0.0.1:<port>` */
  readonly httpUrl: string;
  /** The address of the browser's own target. */
  readonly wsUrl: string;
  /** As `Browser.getVersion` gives it: `Chrome/156.0.8078.79`. */
  readonly version: string;
  /** Ends the browser, and removes its profile. */
  close(): Promise<void>;
  /** Ends the browser at once, as a crash would; the profile is left to `close`. */
  kill(): void;
}

export interface StartOptions {
  /** Flags after the usual ones. */
  readonly args?: readonly string[];
  /** Instead of the one that `findBrowser` gives. */
  readonly browser?: FoundBrowser;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const startTimeout = 30_000;
const run = promisify(execFile);

/** What a browser needs where tests run: no sandbox in a container, and no device. */
const containerFlags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

const flags = [
  "--headless",
  ...containerFlags,
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-port=0",
];

const usualPaths: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  linux: ["/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge"],
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((variable) => {
    const folder = process.env[variable];
    if (folder === undefined) return [];
    return [
      join(folder, "Google/Chrome/Application/chrome.exe"),
      join(folder, "Chromium/Application/chrome.exe"),
      join(folder, "Microsoft/Edge/Application/msedge.exe"),
    ];
  }),
};

const namesOnPath = [
  "google-chrome",
  "google-chrome-stable",
  "chromium",
  "chromium-browser",
  "chrome",
  "microsoft-edge",
  "microsoft-edge-stable",
];

/** The browser of this machine, or an error that says how to get one. */
export async function findBrowser(): Promise<FoundBrowser> {
  for (const variable of ["CDPLEX_BROWSER", "CHROME_PATH"]) {
    const path = process.env[variable];
    if (path === undefined || path === "") continue;
    if (!isExecutable(path)) throw new Error(`${variable} names ${path}, which is no file that can be run.`);
    return { path, source: variable, env: {} };
  }
  for (const path of usualPaths[process.platform] ?? []) {
    if (isExecutable(path)) return { path, source: "installed", env: {} };
  }
  const suffix = process.platform === "win32" ? ".exe" : "";
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    for (const name of namesOnPath) {
      const path = join(folder, name + suffix);
      if (folder !== "" && isExecutable(path)) return { path, source: "installed", env: {} };
    }
  }
  if (process.platform === "linux" && process.arch === "x64") return npmBrowser();
  throw new Error(
    "The end-to-end tests need a browser, and none was found. Install Chrome, Chromium or Edge, " +
      "or set CDPLEX_BROWSER to the path of one.",
  );
}

/**
 * The Chromium of the package `@sparticuz/chromium`, unpacked into `node_modules/.cache`.
 *
 * The package unpacks into the folder for temporary files, under a fixed name. A process of its own with a folder of its own
 * does that here, and the result is moved into place whole, so that runs at the same time do not meet half a browser.
 */
export async function npmBrowser(): Promise<FoundBrowser> {
  const manifestPath = join(root, "node_modules/@sparticuz/chromium/package.json");
  const manifest = JSON.parse(await readFile(manifestPath, "utf8")) as { readonly version: string };
  const folder = join(root, "node_modules", `.cdplex-chromium-${manifest.version}`);
  if (!existsSync(folder)) {
    const unpacked = await mkdtemp(join(root, "node_modules", ".cdplex-unpack-"));
    try {
      const script = `import chromium from "@sparticuz/chromium"; await chromium.executablePath();`;
      // The variable makes the package unpack the libraries that a bare system lacks, too.
      const env = { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
      await run(process.execPath, ["--input-type=module", "-e", script], { cwd: root, env });
      await rename(unpacked, folder);
    } catch (error) {
      await rm(unpacked, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  const path = join(folder, "chromium");
  const env: Record<string, string> = {};
  if (!existsSync("/etc/fonts/fonts.conf")) env["FONTCONFIG_PATH"] = join(folder, "fonts");
  try {
    await run(path, ["--version"]);
  } catch {
    env["LD_LIBRARY_PATH"] = join(folder, "al2023/lib");
    try {
      await run(path, ["--version"], { env: { ...process.env, ...env } });
    } catch (error) {
      throw new Error(
        "No browser is installed, and the Chromium that npm ships does not start here. Install Chrome, Chromium or Edge, " +
          "or set CDPLEX_BROWSER to the path of one.",
        { cause: error },
      );
    }
  }
  return { path, source: `npm's @sparticuz/chromium ${manifest.version}`, env };
}

/** What `launch` needs to start the browser that tests use. */
export async function launchOptions(
  found?: FoundBrowser,
): Promise<{ executablePath: string; env: Readonly<Record<string, string>>; args: readonly string[] }> {
  const { path, env } = found ?? (await findBrowser());
  return { executablePath: path, env, args: containerFlags };
}

/** Starts a browser with a fresh profile, and waits until it listens. */
export async function startBrowser(options: StartOptions = {}): Promise<RunningBrowser> {
  const found = options.browser ?? (await findBrowser());
  const profile = await mkdtemp(join(tmpdir(), "cdplex-profile-"));
  const args = [...flags, `--user-data-dir=${profile}`, ...(options.args ?? []), "about:blank"];
  const child = spawn(found.path, args, {
    // A process group of its own, so that its helpers can be ended with it.
    detached: process.platform !== "win32",
    env: { ...process.env, ...found.env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      stderr += String(error);
      resolve();
    });
  });
  const kill = (): void => killGroup(child);
  process.once("exit", kill);

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      kill();
      await ended;
      process.off("exit", kill);
      await removeFolder(profile);
    })());

  try {
    const port = await readPort(profile, child, () => stderr);
    const httpUrl = `http://127.0.0.1:${port}`;
    const version = await readVersion(httpUrl);
    return {
      pid: child.pid ?? 0,
      httpUrl,
      wsUrl: version.webSocketDebuggerUrl,
      version: version.Browser,
      kill,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw new Error(`The browser ${found.path} (${found.source}) did not start.\n${stderr}`, {
      cause: error,
    });
  }
}

/** The port that the browser chose, which it writes into its profile once it listens. */
async function readPort(profile: string, child: ChildProcess, stderr: () => string): Promise<string> {
  const deadline = Date.now() + startTimeout;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`It ended by itself: ${stderr()}`);
    }
    const text = await readFile(join(profile, "DevToolsActivePort"), "utf8").catch(() => "");
    const [port, path] = text.split("\n");
    if (port !== undefined && path !== undefined && path !== "") return port;
    await sleep(20);
  }
  throw new Error(`It did not listen within ${startTimeout} ms.`);
}

interface BrowserVersion {
  readonly Browser: string;
  readonly webSocketDebuggerUrl: string;
}

async function readVersion(httpUrl: string): Promise<BrowserVersion> {
  const response = await fetch(`${httpUrl}/json/version`);
  return (await response.json()) as BrowserVersion;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** Helpers of the browser may still write for a moment after it ended. */
async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      await sleep(50);
    }
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
