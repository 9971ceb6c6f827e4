/** What takes an extension, or the browser's own windows: the probe's extension is written where it is loaded from. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "../../../templates/runtime/codegen.js";
import { ask, member, resultOf, text } from "./ask.js";
import type { Site } from "./site.js";

/** Lets `Extensions.loadUnpacked` load, over a pipe. */
export const extensionFlags: readonly string[] = ["--enable-unsafe-extension-debugging"];

const manifest = {
  manifest_version: 3,
  name: "cdplex probe",
  version: "1.0",
  permissions: ["debugger", "offscreen", "tabs"],
  host_permissions: ["<all_urls>"],
  background: { service_worker: "background.js" },
};

const files: Readonly<Record<string, string>> = {
  "manifest.json": JSON.stringify(manifest),
  "background.js":
    'chrome.offscreen.createDocument({ url: "offscreen.html", reasons: ["DOM_PARSER"], justification: "probe" });',
  "offscreen.html": "<!doctype html><title>offscreen</title>",
  "page.html": "<!doctype html><title>page</title>a page of an extension",
};

/** What can be had besides: an extension with a worker, an offscreen document and a page; the browser's own windows. */
export type Extra = "devtools" | "extension" | "prerender";

/** Milliseconds that a window or an extension may take to open, also on a busy machine. */
const longest = 60_000;

/** Opens what is asked for, as far as the browser has it, and tells what is sure to come to life. */
export async function openExtras(
  root: Session,
  pageTargetId: string,
  site: Site,
  extras: readonly Extra[],
): Promise<Extra[]> {
  const opened: Extra[] = [];
  if (extras.includes("extension") && (await openExtension(root))) opened.push("extension");
  if (extras.includes("devtools")) {
    const { kind } = await ask(root, "Target.openDevTools", { targetId: pageTargetId }, longest);
    if (kind === "ok") opened.push("devtools");
  }
  if (extras.includes("prerender")) {
    // In front, and so the last of all: the document of a page that nobody sees waits for being seen, and answers nothing.
    await ask(root, "Target.createTarget", { url: `${site.origin}/prerender.html` }, longest);
  }
  return opened;
}

/** Says whether all of it is there. */
async function openExtension(root: Session): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "cdplex-extension-"));
  try {
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
    const loaded = await resultOf(root, "Extensions.loadUnpacked", { path: folder }, longest);
    const id = member(loaded, "id");
    if (typeof id !== "string") return false;
    const page = `chrome-extension://${id}/page.html`;
    await ask(root, "Target.createTarget", { url: page, background: true }, longest);
    // The files are read when its worker and pages start: the folder stays until these are there.
    const wanted = ["background.js", "offscreen.html", "page.html"];
    const deadline = performance.now() + longest;
    while (performance.now() < deadline) {
      const targets = await ask(root, "Target.getTargets", { filter: [{}] }, longest);
      if (targets.kind !== "ok") return false;
      const listed = member(targets.result, "targetInfos");
      const urls = (Array.isArray(listed) ? listed : []).map((info) => text(info, "url"));
      if (wanted.every((name) => urls.includes(`chrome-extension://${id}/${name}`))) return true;
      await sleep(50);
    }
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
