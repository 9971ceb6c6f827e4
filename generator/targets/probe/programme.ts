/** Which sessions a probe hopes for, and which it makes valid calls to. */
import type { SceneOptions } from "./scene.js";
import type { Ingredient } from "./site.js";

/** Valid calls to one session. */
export interface Performance {
  readonly label: string;
  readonly scene: SceneOptions;
  readonly transports: readonly ("pipe" | "port")[];
}

function performance(
  label: string,
  ingredients: readonly Ingredient[],
  wanted: Readonly<Record<string, number>>,
  more: Pick<SceneOptions, "extras"> = {},
  transports: Performance["transports"] = ["pipe"],
): Performance {
  return { label, scene: { ingredients, wanted, ...more }, transports };
}

/** One session of each of the protocol's types, the slow ones first. */
export const performances: readonly Performance[] = [
  performance("page", [], { page: 1 }, {}, ["pipe", "port"]),
  performance("background_page", [], { page: 1 }, { extras: ["extension"] }),
  performance("other", [], { page: 1 }, { extras: ["devtools"] }),
  performance("iframe", ["iframe"], { iframe: 1 }),
  performance("browser_ui", [], { browser_ui: 2 }),
  performance("worklet.audio", ["audio"], { worklet: 1 }),
  performance("service_worker", ["service_worker"], { service_worker: 2 }),
  performance("worker", ["worker"], { worker: 1 }),
  performance("shared_worker", ["shared_worker"], { shared_worker: 1 }),
  performance("shared_storage_worklet", ["shared_storage"], { shared_storage_worklet: 1 }),
  performance("tab", [], { tab: 1 }),
  performance("browser", [], { tab: 1 }, {}, ["pipe", "port"]),
];

/** A scene with all that there is. */
export function everything(withExtras: boolean): SceneOptions {
  return {
    ingredients: [
      "iframe",
      "worker",
      "shared_worker",
      "service_worker",
      "audio",
      "paint",
      "animation",
      "shared_storage",
      "fenced",
    ],
    wanted: {
      browser_ui: 1,
      iframe: 1,
      service_worker: 2,
      shared_worker: 1,
      shared_storage_worklet: 1,
      worker: 3,
      worklet: 3,
    },
    ...(withExtras ? { popup: true, extras: ["prerender", "devtools", "extension"] } : {}),
  };
}

/** All that some Chromium has been seen to give, and what none was. */
export const expectedLabels: readonly string[] = [
  "browser",
  "tab",
  "page",
  "page.popup",
  "page.prerender",
  "page.extension",
  "iframe",
  "iframe.fenced",
  "worker",
  "worker.nested",
  "worker.in-frame",
  "shared_worker",
  "service_worker",
  "service_worker.page",
  "service_worker.extension",
  "worklet.audio",
  "worklet.paint",
  "worklet.animation",
  "background_page",
  "other",
  "browser_ui",
  "shared_storage_worklet",
  "auction_worklet",
  "webview",
  "app",
];
