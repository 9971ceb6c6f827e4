/** Launching, with programs that stand in for a browser. */
import { existsSync, readdirSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launch } from "../../../templates/runtime/client/launch.js";
import { UsageError } from "../../../templates/runtime/core/errors.js";
import { start } from "../../../templates/runtime/launch/launcher.js";
import { LaunchError } from "../../../templates/runtime/launch/launch-error.js";
import { fakeExecutable } from "../../support/fake-executable.js";
import { remainsOf, untilGone } from "../../support/left-behind.js";
import { temporaryFolder } from "../../support/temporary.js";
import type { TemporaryFolder } from "../../support/temporary.js";

let folder: TemporaryFolder;
/** Where profiles are made. */
let profiles: TemporaryFolder;
const given = process.env["TMPDIR"];

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  profiles = await temporaryFolder();
  process.env["TMPDIR"] = profiles.path;
  expect(tmpdir()).toBe(profiles.path);
});

afterEach(async () => {
  if (given === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = given;
  expect(readdirSync(profiles.path)).toEqual([]);
  await profiles[Symbol.asyncDispose]();
  expect(process.listeners("exit").filter(({ name }) => name === "onProgramExit")).toEqual([]);
});

let count = 0;
const fake = (body: string): Promise<string> => fakeExecutable(folder.path, `browser-${count++}`, body);

async function failureOf(promise: Promise<unknown>): Promise<LaunchError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LaunchError);
  return error as LaunchError;
}

describe("a browser", () => {
  test("that knows no CBOR is spoken to in JSON", async () => {
    const executablePath = await fake("speakJson();");
    const browser = await launch({ executablePath, args: ["--mine"], env: { MINE: "yes", HOME: undefined } });
    expect(browser.process).toMatchObject({ executablePath, protocol: "json" });
    const { argv, env } = (await browser.send("Test.look")) as {
      readonly argv: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    };
    expect(argv).toContain("--mine");
    expect(argv).toContain("--remote-debugging-pipe=cbor");
    expect(env).toMatchObject({ MINE: "yes", PATH: process.env["PATH"] });
    expect(env["HOME"]).toBeUndefined();
    const { errorsWithoutId, strays } = browser.connection.metrics() as unknown as Record<string, number>;
    // What was said of the attempt in CBOR is not the connection's.
    expect([errorsWithoutId, strays ?? 0]).toEqual([0, 0]);
    await browser.close();
    expect(remainsOf(browser.process)).toEqual({ processes: false, folder: false });
    expect(await browser.process.exited).toEqual({ code: 0, signal: undefined });
  });

  test("is heard over a pipe, as its transport says", async () => {
    const executablePath = await fake("speakJson();");
    const { transport, process: browser } = await start({ executablePath });
    expect([transport.kind, transport.url]).toEqual(["pipe", undefined]);
    transport.close();
    await browser.exited;
    await untilGone(browser);
  });

  test("is closed by its disposal, and by its connection; twice is fine", async () => {
    const executablePath = await fake("speakJson();");
    const one = await launch({ executablePath, protocol: "json" });
    await one[Symbol.asyncDispose]();
    const two = await launch({ executablePath, protocol: "json" });
    await two.connection.close();
    for (const browser of [one, two]) {
      expect(remainsOf(browser.process)).toEqual({ processes: false, folder: false });
      await browser.close();
      browser.process.kill();
    }
  });

  test("that ends by itself: all is told why, and its profile goes", async () => {
    const executablePath = await fake(
      `input.on("data", (chunk) => { if (String(chunk).includes("Test.die")) { console.error("I had enough."); process.exit(7); } }); speakJson();`,
    );
    const browser = await launch({ executablePath });
    const message = "the connection was lost: the browser ended (exit code 7). It wrote:\n  I had enough.";
    await expect(browser.send("Test.die")).rejects.toThrow(`Test.die: ${message}`);
    expect((await browser.closed).message).toBe(message);
    expect(remainsOf(browser.process)).toEqual({ processes: false, folder: false });
  });

  test("is ended with all that it has started", async () => {
    const executablePath = await fake(`speakJson(); spawn("sleep", ["60"], { stdio: "ignore" });`);
    const browser = await launch({ executablePath });
    await browser.close();
    await untilGone(browser.process);
  });

  test("whose pipe outlives it is told to have ended all the same", async () => {
    const executablePath = await fake(
      `speakJson(); spawn("sleep", ["60"], { stdio: ["ignore", "ignore", "ignore", "ignore", 4] }); setTimeout(() => process.exit(3), 200);`,
    );
    const browser = await launch({ executablePath });
    expect((await browser.closed).message).toContain("the browser ended (exit code 3)");
    await untilGone(browser.process);
  });

  test("that does not close is ended", async () => {
    const executablePath = await fake(
      `input.on("data", () => say({ id: 1, result: {} })).removeAllListeners("end"); setInterval(() => {}, 1000);`,
    );
    const browser = await launch({ executablePath, protocol: "json" });
    const start = performance.now();
    await browser.close();
    expect(performance.now() - start).toBeGreaterThan(4500);
    expect(await browser.process.exited).toEqual({ code: undefined, signal: "SIGKILL" });
    expect(remainsOf(browser.process)).toEqual({ processes: false, folder: false });
  }, 20_000);

  test("keeps a profile of its user's", async () => {
    const executablePath = await fake("speakJson();");
    const userDataDir = join(folder.path, "mine");
    const browser = await launch({ executablePath, userDataDir });
    expect(browser.process.userDataDir).toBe(userDataDir);
    await browser.close();
    expect(readdirSync(userDataDir)).toEqual(["Preferences"]);
  });

  test("is killed: as a crash", async () => {
    const browser = await launch({ executablePath: await fake("speakJson();") });
    const pending = browser.send("Test.look");
    browser.process.kill();
    await expect(pending).rejects.toThrow("the browser ended (SIGKILL)");
    expect(remainsOf(browser.process)).toEqual({ processes: false, folder: false });
  });
});

describe("what goes wrong is told apart, and nothing is left", () => {
  test("no such program", async () => {
    const error = await failureOf(launch({ executablePath: join(folder.path, "none") }));
    expect(error.code).toBe("BROWSER_NOT_FOUND");
  });

  test("a file that is no program", async () => {
    const executablePath = join(folder.path, "text");
    await writeFile(executablePath, "hello");
    expect((await failureOf(launch({ executablePath }))).code).toBe("BROWSER_NOT_EXECUTABLE");
    await chmod(executablePath, 0o755);
    // It is taken for a shell script, as everywhere.
    const error = await failureOf(launch({ executablePath }));
    expect(error).toMatchObject({ code: "BROWSER_EXITED", exitCode: 127 });
  });

  test("a program that ends at once, with what it wrote", async () => {
    const executablePath = await fake(
      `console.error("DevTools listening on ws://127.0.0.1:1/devtools/browser/secret\\nBad flag."); process.exit(9);`,
    );
    const error = await failureOf(launch({ executablePath }));
    expect(error).toMatchObject({ code: "BROWSER_EXITED", exitCode: 9, executablePath });
    expect(error.message).toContain("Bad flag.");
    expect(error.stderr).toBe("DevTools listening on ws://127.0.0.1:1\nBad flag.\n");
  });

  test("a program that says nothing", async () => {
    const executablePath = await fake(`console.error("Thinking."); setInterval(() => {}, 1000);`);
    // Long enough for the program to begin, also on a busy machine.
    const error = await failureOf(launch({ executablePath, timeout: 5000 }));
    expect(error.code).toBe("NO_ANSWER");
    expect(error.message).toContain("starting the browser took more than 5000 ms");
    expect(error.message).toContain("Thinking.");
  });

  test("a browser that was asked for CBOR and speaks JSON", async () => {
    const executablePath = await fake("speakJson();");
    const error = await failureOf(launch({ executablePath, protocol: "cbor" }));
    expect(error.code).toBe("WRONG_FORMAT");
    expect(error.message).toContain('does not answer in the protocol "cbor"');
  });

  test.each(["cbor", "json", undefined] as const)(
    "one that speaks nothing known, asked for %s",
    async (protocol) => {
      const executablePath = await fake(
        `input.on("data", () => output.write("HTTP/1.1 400 Bad Request\\r\\n\\0"));`,
      );
      const error = await failureOf(launch({ executablePath, protocol }));
      expect(error.code).toBe("WRONG_FORMAT");
    },
  );

  test("a signal that aborts", async () => {
    const executablePath = await fake(`setInterval(() => {}, 1000);`);
    const reason = new Error("enough");
    await expect(launch({ executablePath, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const abort = new AbortController();
    const launching = launch({ executablePath, signal: abort.signal });
    setTimeout(() => abort.abort(reason), 300);
    await expect(launching).rejects.toBe(reason);
  });

  test("a signal that aborts later changes nothing", async () => {
    const abort = new AbortController();
    const browser = await launch({ executablePath: await fake("speakJson();"), signal: abort.signal });
    abort.abort();
    await browser.send("Test.look");
    await browser.close();
  });

  test("options of the connection that make no sense end the browser again", async () => {
    const executablePath = await fake("speakJson();");
    const launching = launch({ executablePath, limits: { maxInFlight: 1 } as never });
    await expect(launching).rejects.toThrow(UsageError);
  });

  test("a command line that no system takes", async () => {
    const executablePath = await fake("speakJson();");
    const error = await failureOf(launch({ executablePath, args: ["--a\0b"] }));
    expect(error.code).toBe("START_FAILED");
    expect(error.message).toMatch(/could not be started: .*null bytes/);
  });

  test("a protocol that there is not", async () => {
    await expect(launch({ protocol: "http" as "json" })).rejects.toThrow(
      'launch has no protocol "http": use "cbor", "json" or "websocket"',
    );
  });
});

test("many at once share one listener for the end of the program", async () => {
  const executablePath = await fake("speakJson();");
  const warnings: unknown[] = [];
  const note = (warning: unknown): void => void warnings.push(warning);
  process.on("warning", note);
  const browsers = await Promise.all(Array.from({ length: 12 }, () => launch({ executablePath })));
  expect(new Set(browsers.map(({ process: { userDataDir } }) => userDataDir)).size).toBe(12);
  expect(browsers.every(({ process: { userDataDir } }) => existsSync(userDataDir))).toBe(true);
  await Promise.all(browsers.map((browser) => browser.close()));
  process.off("warning", note);
  expect(warnings).toEqual([]);
  for (const browser of browsers) {
    expect(remainsOf(browser.process)).toEqual({ processes: false, folder: false });
  }
}, 30_000);
