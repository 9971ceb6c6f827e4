// Probes browsers three times each, the last time beside programs that take all the time there is, and holds the reports against each
// other: `npm run bench:targets [-- <path of a browser>...]`. Without a path: the installed browser, and the Chromium that npm ships.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import { differences } from "./differences.mjs";

/** What a probe may take on two cores that nobody else uses, in seconds. */
const limit = 120;

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The paths of the browsers, by the same rules as in the tests. */
async function browsers() {
  const given = process.argv.slice(2);
  if (given.length > 0) return given.map((path) => ({ path, env: {} }));
  const file = join(root, `.cache/bench-targets-${process.pid}.mjs`);
  const bundle = await rolldown({
    input: join(root, "test/support/browser.ts"),
    platform: "node",
    external: /^[^./]/,
    logLevel: "silent",
    transform: {
      define: {
        "import.meta.url": JSON.stringify(new URL("../../support/browser.ts", import.meta.url).href),
      },
    },
  });
  try {
    await bundle.write({ file, format: "esm", codeSplitting: false });
    const { findBrowser, npmBrowser } = await import(file);
    const found = [await findBrowser(), ...(process.platform === "linux" ? [await npmBrowser()] : [])];
    return found.filter(({ path }, index) => found.findIndex((other) => other.path === path) === index);
  } finally {
    await bundle.close();
    await rm(file, { force: true });
  }
}

/**
 * Programs that do nothing but take time, two for each core. One that cannot be stopped, since this program was killed, sees that
 * it has another parent; or, on a system that gives it none, that its time is over.
 */
function burn() {
  const end = Date.now() + 10 * limit * 1000;
  const script = `while (process.ppid === ${process.pid} && Date.now() < ${end});`;
  const programs = Array.from({ length: 2 * availableParallelism() }, () =>
    spawn(process.execPath, ["-e", script], { stdio: "ignore" }),
  );
  return () => programs.forEach((program) => program.kill("SIGKILL"));
}

async function probe({ path, env }, out) {
  const args = [join(root, "generator/bin.js"), "targets", "probe", "--browser", path, "--out", out];
  await run(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  return JSON.parse(await readFile(join(out, "probe.json"), "utf8"));
}

const rounds = ["first", "again", "beside others"];

let failed = false;
for (const browser of await browsers()) {
  let first;
  for (const round of rounds) {
    const out = await mkdtemp(join(tmpdir(), "cdplex-bench-targets-"));
    const load = loadavg()[0].toFixed(1);
    const stop = round === "beside others" ? burn() : () => undefined;
    const begin = performance.now();
    try {
      const report = await probe(browser, out);
      const seconds = (performance.now() - begin) / 1000;
      const size = `${report.sessions.length} sessions, ${report.schema.length} commands`;
      const late = round !== "beside others" && seconds > limit ? `, more than ${limit}` : "";
      console.log(
        `${report.browser}, ${round}: ${size}, ${seconds.toFixed(1)} s${late}, load before ${load}`,
      );
      first ??= report;
      const lines = differences(first, report);
      if (report !== first)
        console.log(lines.length === 0 ? "  the same" : lines.map((line) => `  ${line}`).join("\n"));
      failed ||= lines.length > 0;
    } finally {
      stop();
      await rm(out, { recursive: true, force: true });
    }
  }
}
process.exitCode = failed ? 1 : 0;
