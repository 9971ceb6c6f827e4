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
  more: Pick<SceneOptions, "extras"> = {},
  transports: Performance["transports"] = ["pipe"],
): Performance {
  return { label, scene: { ingredients, wanted: [label], isCertain: true, ...more }, transports };
}

/** One session of each of the protocol's types, the slow ones first. */
export const performances: readonly Performance[] = [
  performance("background_page", [], { extras: ["extension"] }),
  performance("other", [], { extras: ["devtools"] }),
  performance("page", [], {}, ["pipe", "port"]),
  performance("iframe", ["iframe"]),
  performance("browser_ui", []),
  performance("worklet.audio", ["audio"]),
  performance("service_worker", ["service_worker"]),
  performance("worker", ["worker"]),
  performance("shared_worker", ["shared_worker"]),
  performance("shared_storage_worklet", ["shared_storage"]),
  performance("tab", []),
  performance("browser", [], {}, ["pipe", "port"]),
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
    wanted: [
      ...expectedLabels.filter((label) => !never.has(label) && (withExtras || !ofExtras.has(label))),
      "browser_ui.omnibox_popup_aim",
    ],
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

const ofExtras: ReadonlySet<string> = new Set([
  "page.popup",
  "page.prerender",
  "page.extension",
  "service_worker.extension",
  "background_page",
  "other",
]);

/** Whether a session is had in a scene with extras alone. */
export function isOfExtras(label: string): boolean {
  return ofExtras.has(label);
}

/** Types that take a kind of browser of their own. */
const never: ReadonlySet<string> = new Set(["auction_worklet", "webview", "app"]);
