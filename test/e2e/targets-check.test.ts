/** `codegen targets` against a real browser: a probe of some sessions, what a check makes of it, and the list that others publish. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProbeReport } from "../../generator/targets/facts.js";
import { connect } from "../../templates/runtime/index.js";
import { findBrowser, startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { root } from "../support/paths.js";
import { runCodegen, startCodegen } from "../support/run-codegen.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

let folder: TemporaryFolder;
let report: ProbeReport;
let file: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  const { path, env } = await findBrowser();
  const probed = await runCodegen(
    [..."targets probe --only tab --only worker --quiet --browser".split(" "), path, "--out", folder.path],
    { environment: env },
  );
  expect(probed).toMatchObject({ code: 0, stderr: "" });
  file = join(folder.path, "probe.json");
  report = JSON.parse(await readFile(file, "utf8")) as ProbeReport;
}, 300_000);

afterAll(() => folder?.[Symbol.asyncDispose]());

describe("a probe", () => {
  test("had every kind of session that this browser gives", () => {
    const labels = report.sessions.map(({ label }) => label);
    expect(labels).toEqual(
      expect.arrayContaining([
        "browser",
        "tab",
        "page",
        "iframe",
        "worker.nested",
        "shared_worker",
        "service_worker",
      ]),
    );
    expect(
      report.sessions
        .filter(({ executed }) => executed)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(["tab", "worker"]);
  });

  test("takes no silence for an answer: each fact of an executed session is known", () => {
    const executed = report.sessions.filter((session) => session.executed);
    const unknown = executed.flatMap(({ commands }) =>
      Object.entries(commands).flatMap(([method, { verdict }]) => (verdict === "unknown" ? [method] : [])),
    );
    expect(unknown).toEqual([]);
  });

  test("tells of refusals, and settles what a layer reads for nobody", () => {
    const worker = report.sessions.find(({ label }) => label === "worker")!.commands;
    expect(worker["Target.createBrowserContext"]).toMatchObject({
      verdict: "refuses",
      reason: "Not allowed",
    });
    const tab = report.sessions.find(({ label }) => label === "tab")!.commands;
    expect(tab["Emulation.setAutomationOverride"]).toMatchObject({ verdict: "absent" });
  });

  test("writes a table, too", async () => {
    const text = await readFile(join(folder.path, "probe.md"), "utf8");
    expect(text).toContain(`# What the targets of ${report.browser} answer`);
    expect(text).toMatch(/^\| Runtime \| \d+ \| 1 \| all \|$/m);
  });
});

describe("a check", () => {
  test("finds nothing wrong with the list that is shipped", async () => {
    const { code, stdout } = await runCodegen(["targets", "check", "--report", file]);
    expect(stdout).toContain(`nothing is wrong by ${report.browser}`);
    expect(code).toBe(0);
  });

  test("says what is wrong with the list that others publish", async () => {
    const list = join(root, "test/golden/kotlin-target_types.json");
    const { code, stdout } = await runCodegen(["targets", "check", "--report", file, "--targets", list]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}Worker lacks what is answered: .*Runtime \(all \d+\)/m);
    expect(stdout).toMatch(/^ {2}WebContents has what is not answered: IO\.resolveBlob/m);
    expect(stdout).toContain("  no target has the domain: ");
  });
});

/** What a browser has open: pages, workers, and contexts besides its own. */
async function openIn(running: RunningBrowser): Promise<{ targets: string[]; contexts: number }> {
  await using root = await connect(running.httpUrl);
  const { targetInfos } = (await root.send("Target.getTargets", { filter: [{}] })) as {
    targetInfos: { type: string; url: string }[];
  };
  const { browserContextIds } = (await root.send("Target.getBrowserContexts")) as {
    browserContextIds: string[];
  };
  // The browser's own windows come when they come.
  const targets = targetInfos
    .filter(({ type }) => type !== "browser_ui")
    .map(({ type, url }) => `${type} ${url}`);
  return { targets: targets.sort(), contexts: browserContextIds.length };
}

describe("a browser that somebody uses", () => {
  test("is measured without executing anything, and left as it was", async () => {
    await using running = await startBrowser({ args: ["--site-per-process"] });
    const before = await openIn(running);
    const { code, stdout } = await runCodegen(["targets", "check", "--url", running.httpUrl]);
    expect(stdout).toContain(`nothing is wrong by ${running.version}`);
    expect(code).toBe(0);
    // The page of the probe is gone again, and so is its service worker.
    await expect.poll(() => openIn(running), { timeout: 10_000 }).toEqual(before);
  }, 120_000);

  test("is left as it was when the user has had enough", async () => {
    await using running = await startBrowser({ args: ["--site-per-process"] });
    const before = await openIn(running);
    const check = startCodegen(["targets", "check", "--url", running.httpUrl]);
    await expect
      .poll(async () => (await openIn(running)).targets.join(" "), { timeout: 60_000 })
      .toContain("/scene");
    check.process.kill("SIGINT");
    const { code, stderr } = await check.finished;
    expect(code).toBe(1);
    // Where nobody looks on, what takes long is told in lines.
    expect(stderr).toMatch(/^codegen: the browser's own schema\ncodegen: a page of the probe's own\n/);
    expect(stderr).toContain("The probe was interrupted; nothing was written.");
    // A service worker that begins while its context is disposed of stays on a busy machine; all that the probe itself opened is gone.
    const own = async (): Promise<unknown> => {
      const { targets, contexts } = await openIn(running);
      return { targets: targets.filter((each) => !each.startsWith("service_worker ")), contexts };
    };
    await expect.poll(own, { timeout: 20_000 }).toEqual(before);
  }, 120_000);
});
