import { posix, win32 } from "node:path";
import { describe, expect, test } from "vitest";
import { findBrowser, findIn } from "../../../templates/runtime/launch/find-browser.js";
import type { Surroundings } from "../../../templates/runtime/launch/find-browser.js";
import { LaunchError } from "../../../templates/runtime/launch/launch-error.js";

function on(
  platform: "darwin" | "linux" | "win32",
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Surroundings {
  const path = platform === "win32" ? win32 : posix;
  return {
    platform,
    env,
    home: platform === "win32" ? "C:\\Users\\me" : "/home/me",
    delimiter: path.delimiter,
    join: (...parts) => path.join(...parts),
    isExecutable: (file) => files.includes(file),
  };
}

const windows = {
  PROGRAMFILES: "C:\\Program Files",
  ProgramW6432: "C:\\Program Files",
  "PROGRAMFILES(X86)": "C:\\Program Files (x86)",
  LOCALAPPDATA: "C:\\Users\\me\\AppData\\Local",
};

describe("finds", () => {
  const cases: [title: string, surroundings: Surroundings, want: string][] = [
    [
      "the variable before all others",
      on("linux", ["/opt/mine", "/usr/bin/google-chrome"], { CHROME_PATH: "/opt/mine" }),
      "/opt/mine",
    ],
    [
      "Chrome before Chromium before Edge, wherever they are on the PATH",
      on("linux", ["/a/microsoft-edge", "/a/chromium", "/b/google-chrome"], { PATH: "/a:/b" }),
      "/b/google-chrome",
    ],
    [
      "the first folder of the PATH that has it",
      on("linux", ["/b/chromium", "/a/chromium"], { PATH: "/a:/b" }),
      "/a/chromium",
    ],
    ["what is not on the PATH", on("linux", ["/opt/google/chrome/chrome"]), "/opt/google/chrome/chrome"],
    ["an Edge alone", on("linux", ["/opt/microsoft/msedge/msedge"]), "/opt/microsoft/msedge/msedge"],
    [
      "an application of macOS",
      on("darwin", ["/Applications/Chromium.app/Contents/MacOS/Chromium"]),
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    [
      "one that a user of macOS has for himself",
      on("darwin", ["/home/me/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]),
      "/home/me/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
    [
      "a program of Windows",
      on("win32", ["C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe"], windows),
      "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
    ],
    [
      "one that a user of Windows has for himself, before an Edge of all",
      on(
        "win32",
        [
          "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
          "C:\\Users\\me\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe",
        ],
        windows,
      ),
      "C:\\Users\\me\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe",
    ],
  ];
  test.each(cases)("%s", (_title, surroundings, want) => {
    expect(findIn(surroundings)).toBe(want);
  });

  test("nothing in folders of the PATH that are not absolute: what lies about is not to be run", () => {
    expect(() => findIn(on("linux", ["chromium", "./chromium", "bin/chromium"], { PATH: ":.:bin" }))).toThrow(
      LaunchError,
    );
  });
});

describe("says where it looked", () => {
  function failureOn(surroundings: Surroundings): LaunchError {
    try {
      findIn(surroundings);
    } catch (error) {
      return error as LaunchError;
    }
    throw new Error("Something was found.");
  }

  test.each(["darwin", "linux", "win32"] as const)("on %s", (platform) => {
    const error = failureOn(on(platform, [], platform === "win32" ? windows : { PATH: "/a:/b" }));
    expect(error).toMatchObject({ name: "LaunchError", code: "BROWSER_NOT_FOUND" });
    expect(error.message).toContain("Install one, set CHROME_PATH");
    expect(error.message).toContain(
      {
        darwin: "  /home/me/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        linux: "in /a, /b, /usr/local/bin, /usr/bin\n",
        win32: "  C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
      }[platform],
    );
    // Each place once.
    const lines = error.message.split("\n");
    expect(new Set(lines).size).toBe(lines.length);
  });

  test("a variable that names nothing is not passed over", () => {
    const error = failureOn(on("linux", ["/usr/bin/chromium"], { CHROME_PATH: "/gone" }));
    expect(error.code).toBe("BROWSER_NOT_FOUND");
    expect(error.message).toBe(
      "the environment variable CHROME_PATH names /gone, which is not an executable file",
    );
  });
});

test("looks into the real surroundings", async () => {
  const before = process.env["CDPLEX_BROWSER"];
  try {
    process.env["CDPLEX_BROWSER"] = process.execPath;
    expect(await findBrowser()).toBe(process.execPath);
    // A folder can be entered, which is no way to run it.
    process.env["CDPLEX_BROWSER"] = "/";
    await expect(findBrowser()).rejects.toThrow("CDPLEX_BROWSER names /,");
  } finally {
    if (before === undefined) delete process.env["CDPLEX_BROWSER"];
    else process.env["CDPLEX_BROWSER"] = before;
  }
});
