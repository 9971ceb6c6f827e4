import { describe, expect, test } from "vitest";
import type { LaunchErrorCode } from "../../../templates/runtime/launch/launch-error.js";
import {
  exitFailure,
  lastWords,
  spawnFailure,
  withoutTokens,
} from "../../../templates/runtime/launch/start-failure.js";

/** As Chromium 143 to 156 and the systems around them wrote it. */
const said: [title: string, exitCode: number, stderr: string, code: LaunchErrorCode, fix: string][] = [
  [
    "root without a sandbox",
    1,
    "[7761:7761:1121/075330.328918:ERROR:content/browser/zygote_host/zygote_host_impl_linux.cc:103] Running as root without --no-sandbox is not supported. See https://crbug.com/638180.\n",
    "NO_SANDBOX",
    "--no-sandbox",
  ],
  [
    "a system that allows no namespaces",
    133,
    "[1:1:0101/000000.000000:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu 23.10+ ...\n",
    "NO_SANDBOX",
    "allow that user to create user namespaces",
  ],
  [
    "a library that there is not",
    127,
    "/opt/chrome: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory\n",
    "LIBRARY_MISSING",
    "install the browser's dependencies",
  ],
  [
    "a library that there is not, on macOS",
    6,
    "dyld[1]: Library not loaded: @rpath/Chromium Framework\n",
    "LIBRARY_MISSING",
    "install",
  ],
  [
    "a profile in use",
    21,
    "[8145:8145:1121/075340.635393:ERROR:chrome/browser/process_singleton_posix.cc:349] Failed to create /tmp/p/SingletonLock: File exists (17)\n" +
      "[8145:8145:1121/075340.635925:ERROR:chrome/app/chrome_main_delegate.cc:624] Failed to create a ProcessSingleton for your profile directory.\n",
    "PROFILE_IN_USE",
    'another "userDataDir"',
  ],
  ["a profile in use, by the exit code alone", 21, "", "PROFILE_IN_USE", "close that one"],
  [
    "a profile in use by a browser with windows",
    0,
    "Opening in existing browser session.\n",
    "PROFILE_IN_USE",
    "close that one",
  ],
  [
    "no display",
    1,
    "[8280:8280:1121/075408.293628:ERROR:ui/ozone/platform/x11/ozone_platform_x11.cc:257] Missing X server or $DISPLAY\n" +
      "[8280:8280:1121/075408.294063:ERROR:ui/aura/env.cc:253] The platform failed to initialize.  Exiting.\n",
    "NO_DISPLAY",
    "headless: false",
  ],
  ["something else", 9, "I do not like this.\n", "BROWSER_EXITED", "I do not like this."],
];

describe("a browser that ends before it answers", () => {
  test.each(said)("%s", (_title, exitCode, stderr, code, fix) => {
    const error = exitFailure({ code: exitCode, signal: undefined }, stderr, "/opt/chrome");
    expect(error).toMatchObject({
      name: "LaunchError",
      code,
      exitCode,
      stderr,
      executablePath: "/opt/chrome",
    });
    expect(error.message).toContain(`(exit code ${exitCode})`);
    expect(error.message).toContain(fix);
    for (const line of stderr.split("\n")) expect(error.message).toContain(line);
  });

  test("by a signal, without a word", () => {
    const error = exitFailure({ code: undefined, signal: "SIGSEGV" }, "", "/opt/chrome");
    expect(error).toMatchObject({ code: "BROWSER_EXITED", exitCode: undefined, signal: "SIGSEGV" });
    expect(error.message).toBe("the browser ended before it answered (SIGSEGV); it wrote nothing");
  });
});

describe("a process that cannot be started", () => {
  test.each([
    ["ENOENT", "BROWSER_NOT_FOUND"],
    ["EACCES", "BROWSER_NOT_EXECUTABLE"],
    ["ENOEXEC", "BROWSER_NOT_EXECUTABLE"],
    ["EAGAIN", "START_FAILED"],
    ["EMFILE", "START_FAILED"],
  ])("%s", (code, want) => {
    const cause = Object.assign(new Error(`spawn ${code}`), { code });
    const error = spawnFailure(cause, "/opt/chrome");
    expect(error).toMatchObject({ code: want, cause });
    expect(error.message).toContain("/opt/chrome");
  });
});

describe("last words", () => {
  test("are the last lines, and no grumbling about a bus that containers lack", () => {
    const bus =
      "[1:1:1121/0.1:ERROR:dbus/bus.cc:405] Failed to connect to the bus: Failed to connect to socket /run/dbus";
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const text = lastWords([...lines, bus, "x".repeat(1000), bus].join("\n"));
    expect(text.split("\n").length).toBe(7);
    expect(text).toContain("line 19");
    expect(text).not.toContain("line 14");
    expect(text).not.toContain("bus");
    expect(text.length).toBeLessThan(500);
    // Better than nothing.
    expect(lastWords(bus)).toContain("Failed to connect to the bus");
  });

  test("do not let in who reads them", () => {
    const path = "/devtools/browser/0aff7a0c-7f4e-43a6-8ce4-5dd9a6bdb5de";
    expect(withoutTokens(`DevTools listening on ws://127.0.0.1:1234${path}\nmore`)).toBe(
      "DevTools listening on ws://127.0.0.1:1234\nmore",
    );
  });
});
