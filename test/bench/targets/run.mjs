// Probes browsers twice each, and holds the two reports against each other: `npm run bench:targets [-- <path of a browser>...]`.
// Without a path: the installed browser, and the Chromium that npm ships.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";

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

/** What differs between two reports, a line each. */
function differences(one, other) {
  const lines = [];
  const others = new Map(other.sessions.map((session) => [session.label, session]));
  for (const { label, commands } of one.sessions) {
    const again = others.get(label)?.commands;
    if (again === undefined) lines.push(`${label} was had only once`);
    for (const [method, fact] of Object.entries(commands)) {
      if (again !== undefined && JSON.stringify(fact) !== JSON.stringify(again[method])) {
        lines.push(`${label} ${method}: ${JSON.stringify(fact)} and then ${JSON.stringify(again[method])}`);
      }
    }
  }
  if (JSON.stringify(one.conditions) !== JSON.stringify(other.conditions))
    lines.push("the conditions differ");
  return lines;
}

let failed = false;
for (const { path, env } of await browsers()) {
  const reports = [];
  for (let round = 0; round < 2; round++) {
    const out = await mkdtemp(join(tmpdir(), "cdplex-bench-targets-"));
    const begin = performance.now();
    const args = [join(root, "generator/bin.js"), "targets", "probe", "--browser", path, "--out", out];
    await run(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
    const report = JSON.parse(await readFile(join(out, "probe.json"), "utf8"));
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(
      `${report.browser}: ${report.sessions.length} sessions, ${report.schema.length} commands, ${seconds} s`,
    );
    reports.push(report);
    await rm(out, { recursive: true, force: true });
  }
  const [one, other] = reports;
  const lines = differences(one, other);
  console.log(lines.length === 0 ? "  both times the same" : lines.map((line) => `  ${line}`).join("\n"));
  failed ||= lines.length > 0;
}
process.exitCode = failed ? 1 : 0;
