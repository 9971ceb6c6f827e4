import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { coreText } from "../../../generator/emit/core.js";
import { indexText } from "../../../generator/emit/index.js";
import { sessionText } from "../../../generator/emit/session.js";
import { root } from "../../support/paths.js";
import { protocolOf, targetOf, templatesOf, want } from "./given.js";

const names = ["index.ts.hbs", "core.ts.hbs", "session.ts.hbs"];
const templates = templatesOf(
  Object.fromEntries(names.map((name) => [name, readFileSync(join(root, "templates", name), "utf8")])),
);

describe("src/index.ts", () => {
  const cases: [title: string, targets: string[], want: string][] = [
    [
      "with a browser",
      ["Browser", "Page", "Worker"],
      `
      export { connect, launch } from "./connect.js";
      export type { Browser, LaunchedBrowser } from "./connect.js";
      export type { Session } from "./session.js";
      export type { Commands, Events, Params, Results } from "./protocol-map.js";
      export type * as Protocol from "./protocol.js";
      export { BrowserTarget } from "./targets/BrowserTarget.js";
      export { PageTarget } from "./targets/PageTarget.js";
      export { WorkerTarget } from "./targets/WorkerTarget.js";
      export * from "./runtime/index.js";
      `,
    ],
    [
      "without targets",
      [],
      `
      export { connect, launch } from "./connect.js";
      export type { Session } from "./session.js";
      export type { Commands, Events, Params, Results } from "./protocol-map.js";
      export type * as Protocol from "./protocol.js";
      export * from "./runtime/index.js";
      `,
    ],
  ];
  test.each(cases)("%s", (_title, targets, wanted) => {
    const protocol = protocolOf("domain Empty", { targets: targets.map((name) => targetOf(name, [])) });
    expect(indexText(protocol, templates)).toBe(want(wanted));
  });
});

test("src/core.ts names no domain, target or map", () => {
  expect(coreText(templates)).toBe('export * from "./runtime/index.js";\n');
});

test("src/session.ts types the low level by the maps", () => {
  const text = sessionText(templates);
  expect(text).toContain("export interface Session extends UntypedSession {");
  expect(text).toContain("send<M extends keyof CommandsThatNeedNoParams>(");
  expect(text).toContain("send<M extends keyof Params>(");
  expect(text).toContain("on<M extends keyof EventsAndWildcard>(");
  // Declarations mention `Disposable`, which old libraries lack.
  expect(text).toContain('/// <reference lib="esnext.disposable" preserve="true" />');
});
