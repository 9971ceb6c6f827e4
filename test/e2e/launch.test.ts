/** Launching a real browser: what it gives, and how its failures are told apart. */
import { existsSync, readdirSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect } from "../../templates/runtime/client/connect.js";
import { launch } from "../../templates/runtime/client/launch.js";
import { defineSupport } from "../../templates/runtime/client/support.js";
import { LaunchError } from "../../templates/runtime/launch/launch-error.js";
import type { BrowserProcess } from "../../templates/runtime/launch/launch-module.js";
import { launchOptions } from "../support/browser.js";
import { untilGone } from "../support/left-behind.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

let folder: TemporaryFolder;
let options: Awaited<ReturnType<typeof launchOptions>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  options = await launchOptions();
});

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

/** Its profile is gone when its connection is closed; the system may list what it has ended for a while more. */
async function expectGone(browser: BrowserProcess): Promise<void> {
  expect(existsSync(browser.userDataDir)).toBe(false);
  await untilGone(browser);
}

async function failureOf(promise: Promise<unknown>): Promise<LaunchError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LaunchError);
  return error as LaunchError;
}

describe.each(["cbor", "json", "websocket"] as const)("over %s", (protocol) => {
  test("gives a browser, and closes it", async () => {
    const browser = await launch({ ...options, protocol, args: [...options.args, "--window-size=801,602"] });
    expect(browser.process).toMatchObject({ protocol, executablePath: options.executablePath });
    expect(existsSync(browser.process.userDataDir)).toBe(true);
    const version = (await browser.send("Browser.getVersion")) as { readonly product: string };
    expect(version.product).toMatch(/^(Headless)?Chrome\/\d+/);
    expect(Object.keys(browser.process).sort()).toEqual([
      "executablePath",
      "exited",
      "protocol",
      "userDataDir",
    ]);
    // The address that it listens on lets in whoever has it, and is told to those who ask for it alone.
    const shown = [
      browser.process.stderr,
      inspect(browser, { depth: Infinity, showHidden: true }),
      inspect(browser.process, { depth: Infinity, showHidden: true }),
      JSON.stringify(browser.process),
    ];
    expect(shown.join()).not.toMatch(/devtools\/browser\/[\da-f-]{36}/);
    const address = /^ws:\/\/127\.0\.0\.1:\d+\/devtools\/browser\/[\da-f-]{36}$/;
    if (protocol === "websocket") expect(browser.process.webSocketDebuggerUrl).toMatch(address);
    else expect(browser.process.webSocketDebuggerUrl).toBeUndefined();
    await browser.close();
    await expectGone(browser.process);
    expect((await browser.closed).message).toBe("the connection was closed by this program");
  });

  test("a browser that is told to close by a command has ended", async () => {
    const browser = await launch({ ...options, protocol });
    await browser.send("Browser.close");
    expect((await browser.closed).message).toBe("the connection was lost: the browser ended (exit code 0)");
    await expectGone(browser.process);
  });

  test("a browser that crashes is told of, with its end", async () => {
    const browser = await launch({ ...options, protocol });
    const pending = browser.send("Target.getTargets", {}, {});
    void browser.send("Browser.crash").catch(() => undefined);
    await pending;
    expect((await browser.closed).message).toMatch(/the browser ended \((SIG\w+|exit code \d+)\)/);
    await untilGone(browser.process);
  });

  test("a browser that stands still is ended by closing", async () => {
    const browser = await launch({ ...options, protocol });
    process.kill(-browser.process.pid, "SIGSTOP");
    await browser.close();
    await expectGone(browser.process);
  }, 30_000);
});

describe("what goes wrong", () => {
  const given = process.env["TMPDIR"];
  let profiles: TemporaryFolder;

  beforeEach(async () => {
    profiles = await temporaryFolder();
    process.env["TMPDIR"] = profiles.path;
  });

  afterEach(async () => {
    if (given === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = given;
    expect(readdirSync(profiles.path).filter((name) => name.startsWith("cdplex-browser"))).toEqual([]);
    await profiles[Symbol.asyncDispose]();
  });

  test.runIf(process.platform === "linux" && process.getuid?.() === 0)(
    "root with a sandbox (Linux, as root)",
    async () => {
      const { executablePath, env } = options;
      const error = await failureOf(launch({ executablePath, env }));
      expect(error).toMatchObject({ code: "NO_SANDBOX", exitCode: 1 });
      expect(error.message).toContain("Running as root without --no-sandbox is not supported");
      expect(error.message).toContain('args: ["--no-sandbox"]');
    },
  );

  test("a profile that another browser uses", async () => {
    const userDataDir = join(folder.path, "shared");
    await using first = await launch({ ...options, userDataDir });
    const error = await failureOf(launch({ ...options, userDataDir }));
    expect(error.code).toBe("PROFILE_IN_USE");
    expect(error.message).toContain('set another "userDataDir"');
    // The first is as it was.
    await first.send("Browser.getVersion");
    expect(existsSync(userDataDir)).toBe(true);
  });

  test.runIf(process.platform === "linux")("a window without a display (Linux)", async () => {
    const env = { ...options.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
    const error = await failureOf(launch({ ...options, headless: false, env }));
    expect(error.code).toBe("NO_DISPLAY");
    expect(error.message).toContain("omit { headless: false }");
  });

  test.runIf(process.platform === "linux")("a library that is not there (Linux)", async () => {
    const executablePath = join(folder.path, "without-library");
    // What the loader says of a program whose library it does not find.
    await writeFile(
      executablePath,
      `#!/bin/sh\necho "$0: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory" >&2\nexit 127\n`,
    );
    await chmod(executablePath, 0o755);
    const error = await failureOf(launch({ executablePath }));
    expect(error).toMatchObject({ code: "LIBRARY_MISSING", exitCode: 127 });
    expect(error.message).toContain("libnss3.so");
  });

  test("a flag that ends it", async () => {
    // It prints its version, and is done.
    const error = await failureOf(launch({ ...options, args: [...options.args, "--version"] }));
    expect(error).toMatchObject({ code: "BROWSER_EXITED", exitCode: 0 });
  });

  test("too little time", async () => {
    const error = await failureOf(launch({ ...options, timeout: 20 }));
    expect(error.code).toBe("NO_ANSWER");
    expect(error.message).toContain("more than 20 ms");
  });
});

test("a browser that listens serves its definitions, and takes other clients", async () => {
  const definitions = "command Page.navigate url:string";
  const support = defineSupport({ commands: {}, targets: [] }, async () => ({ definitions }));
  await using browser = await launch({ ...options, protocol: "websocket", support });
  const { missing, added } = await browser.connection.compatibility();
  expect(missing).toEqual([]);
  expect(added.map(({ name }) => name)).toContain("Page.reload");
  await using other = await connect(browser.process.webSocketDebuggerUrl!);
  expect(await other.send("Browser.getVersion")).toEqual(await browser.send("Browser.getVersion"));
});

test("a browser that came over a pipe opens no port", async () => {
  await using browser = await launch(options);
  expect(existsSync(join(browser.process.userDataDir, "DevToolsActivePort"))).toBe(false);
  await using open = await launch({ ...options, protocol: "websocket" });
  expect(existsSync(join(open.process.userDataDir, "DevToolsActivePort"))).toBe(true);
});
