import { describe, expect, test } from "vitest";
import { UsageError } from "../../../templates/runtime/core/errors.js";
import { browserFlags } from "../../../templates/runtime/launch/browser-flags.js";

const flags = (options: Parameters<typeof browserFlags>[0]): string[] =>
  browserFlags(options, "--remote-debugging-pipe=cbor", "/profile");

describe("the command line", () => {
  test("is quiet, without a window, and has a profile of its own", () => {
    const all = flags({});
    expect(all).toContain("--headless=new");
    expect(all).toContain("--no-first-run");
    expect(all.slice(-3)).toEqual([
      "--remote-debugging-pipe=cbor",
      "--user-data-dir=/profile",
      "about:blank",
    ]);
    // What makes a browser less safe is for its user to say.
    expect(all).not.toContain("--no-sandbox");
  });

  test("with a window", () => {
    expect(flags({ headless: false }).filter((flag) => flag.startsWith("--headless"))).toEqual([]);
  });

  test("what a caller gives replaces what is set anyway", () => {
    const all = flags({ args: ["--headless=old", "--password-store=gnome", "--no-sandbox"] });
    expect(all.filter((flag) => /^--(headless|password-store)/.test(flag))).toEqual([
      "--headless=old",
      "--password-store=gnome",
    ]);
    expect(all).toContain("--no-sandbox");
  });

  test("an address to open takes the place of the empty page", () => {
    const all = flags({ args: ["--mute-audio", "https://example.com/"] });
    expect(all).not.toContain("about:blank");
    expect(all.at(-1)).toBe("https://example.com/");
  });

  test.each([
    ["--remote-debugging-port=9222", "protocol"],
    ["--remote-debugging-pipe", "protocol"],
    ["--user-data-dir=/mine", "userDataDir"],
  ])("%s is an option", (flag, option) => {
    expect(() => flags({ args: [flag] })).toThrow(UsageError);
    expect(() => flags({ args: [flag] })).toThrow(`use the option "${option}"`);
  });
});
