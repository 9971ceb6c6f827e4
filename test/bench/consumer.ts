/**
 * What the package costs those who use it: types for their compiler, bytes in their bundle.
 *
 * The program is small: connect, attach to a page, navigate, wait for the load event, evaluate.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compilers } from "../support/compile.js";
import { out, requireBuiltPackage } from "../support/paths.js";
import type { Figure } from "./figure.js";

const run = promisify(execFile);

/** By the page's domains; `page` comes from what is put before. */
const throughDomains = `
await page.Page.enable();
const loaded = page.Page.loadEventFired.once();
await page.Page.navigate({ url: "https://example.com/" });
await loaded;
const { result } = await page.Runtime.evaluate({ expression: "document.title" });
console.log(result.value);
`;

const throughSend = `
await page.send("Page.enable");
const loaded = page.once("Page.loadEventFired");
await page.send("Page.navigate", { url: "https://example.com/" });
await loaded;
const { result } = await page.send("Runtime.evaluate", { expression: "document.title" });
console.log(result.value);
`;

const throughUse = `
const { enable, navigate, loadEventFired } = session.use(Page);
await enable();
const loaded = loadEventFired.once();
await navigate({ url: "https://example.com/" });
await loaded;
const { result } = await session.use(Runtime).evaluate({ expression: "document.title" });
console.log(result.value);
`;

const connected = `
import { connect } from "cdplex";
const browser = await connect("http://127.0.0.1:9222");
const page = await browser.newPage();
`;

const connectedCore = `
import { connect } from "cdplex/core";
const browser = await connect("http://127.0.0.1:9222");
const [info] = await browser.targets({ type: "page" });
if (info === undefined) throw new Error("There is no page.");
`;

/** No target, only the two domains that the program uses. */
const withDomainsUsed = `
import { Page } from "cdplex/domains/Page";
import { Runtime } from "cdplex/domains/Runtime";
${connectedCore}
const { sessionId } = await browser.send("Target.attachToTarget", { targetId: info.targetId, flatten: true });
const session = browser.connection.session(sessionId);
${throughUse}
`;

const withWholeTarget = `
import { PageTarget } from "cdplex/targets/PageTarget";
${connectedCore}
const page = await browser.attach(PageTarget, info.targetId);
${throughDomains}
`;

export async function measureConsumer(): Promise<Figure[]> {
  requireBuiltPackage();
  const folder = await mkdtemp(join(tmpdir(), "cdplex-bench-"));
  try {
    await mkdir(join(folder, "node_modules"));
    await symlink(out, join(folder, "node_modules/cdplex"), "junction");
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    return [...(await compilerFigures(folder)), ...(await bundleFigures(folder))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compilerFigures(folder: string): Promise<Figure[]> {
  const domains = await compilerCost(folder, "domains", connected + throughDomains);
  const send = await compilerCost(folder, "send", connected + throughSend);
  return [
    {
      id: "consumer.domains.types",
      name: "types, through domains",
      value: domains.types,
      unit: "types",
      goal: 1000,
    },
    {
      id: "consumer.domains.instantiations",
      name: "instantiations, through domains",
      value: domains.instantiations,
      unit: "instantiations",
      goal: 500,
    },
    { id: "consumer.send.types", name: "types, through send", value: send.types, unit: "types", goal: 4000 },
    {
      id: "consumer.send.instantiations",
      name: "instantiations, through send",
      value: send.instantiations,
      unit: "instantiations",
      goal: 1500,
    },
  ];
}

/** What TypeScript says of one program by `--extendedDiagnostics`. */
async function compilerCost(
  folder: string,
  name: string,
  source: string,
): Promise<{ types: number; instantiations: number }> {
  await writeFile(join(folder, `${name}.ts`), source);
  const project = join(folder, `tsconfig.${name}.json`);
  const compilerOptions = {
    module: "NodeNext",
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  await writeFile(project, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  const args = [compilers["5.9"], "--project", project, "--extendedDiagnostics"];
  const { stdout } = await run(process.execPath, args, { cwd: folder });
  const figure = (label: string): number => Number(new RegExp(`^${label}:\\s+(\\d+)`, "m").exec(stdout)?.[1]);
  return { types: figure("Types"), instantiations: figure("Instantiations") };
}

async function bundleFigures(folder: string): Promise<Figure[]> {
  const sizes = {
    used: await bundleSize(folder, withDomainsUsed),
    target: await bundleSize(folder, withWholeTarget),
    root: await bundleSize(folder, connected + throughDomains),
  };
  return [
    {
      id: "consumer.bundle.domains",
      name: "bundle gzip, cdplex/core and the domains used",
      value: sizes.used,
      unit: "bytes",
      goal: 10_000,
    },
    {
      id: "consumer.bundle.target",
      name: "bundle gzip, cdplex/core and a whole PageTarget",
      value: sizes.target,
      unit: "bytes",
      goal: 16_000,
    },
    {
      id: "consumer.bundle.root",
      name: "bundle gzip, cdplex with Browser and Page",
      value: sizes.root,
      unit: "bytes",
    },
  ];
}

/** For a browser: esbuild, minified, one file, gzip at its best. */
async function bundleSize(folder: string, source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: folder, loader: "js" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).byteLength;
}
