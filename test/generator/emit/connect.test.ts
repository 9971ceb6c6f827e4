import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connectText, hasBrowser } from "../../../generator/emit/connect.js";
import { root } from "../../support/paths.js";
import { formatted, protocolOf, targetOf, templatesOf, want } from "./given.js";

const read = (name: string): string => readFileSync(join(root, "templates", name), "utf8");
const templates = templatesOf({
  "connect.ts.hbs": read("connect.ts.hbs"),
  "connect-root.ts.hbs": read("connect-root.ts.hbs"),
});

const pdl = `
  domain Page
    command capture
      returns
        binary data

  domain WebAuthn
    command add
      parameters
        binary key

  domain Browser
    event chunk
      parameters
        binary data

  domain Log
    command enable
`;

describe("src/connect.ts", () => {
  test("a browser with pages: what neither brings along and has bytes is handed over", async () => {
    const targets = [targetOf("Browser", []), targetOf("Page", ["Page"])];
    const protocol = protocolOf(pdl, { targets });
    expect(hasBrowser(protocol)).toBe(true);
    const text = await formatted(connectText(protocol, templates));
    expect(text).toContain(
      want(`
      import { BrowserTarget } from "./targets/BrowserTarget.js";
      import { PageTarget } from "./targets/PageTarget.js";
      import { WebAuthn } from "./domains/WebAuthn.js";
      import { Browser as Browser_ } from "./domains/Browser.js";
      `),
    );
    expect(text).toContain(
      want(`
      export function connect(endpoint: Endpoint, options?: ConnectOptions): Promise<Browser> {
        return connectBrowser(BrowserTarget, PageTarget, [WebAuthn, Browser_], endpoint, options);
      }
      `),
    );
    expect(text).toContain(
      want(`
      export function launch(options?: LaunchOptions): Promise<LaunchedBrowser> {
        return launchBrowser(BrowserTarget, PageTarget, [WebAuthn, Browser_], options);
      }
      `),
    );
  });

  test.each([
    ["no targets", []],
    ["a browser without pages", [targetOf("Browser", ["Browser"])]],
  ])("%s: a session", async (_title, targets) => {
    const protocol = protocolOf(pdl, { targets });
    expect(hasBrowser(protocol)).toBe(false);
    expect(await formatted(connectText(protocol, templates))).toContain(
      want(`
      export function connect(endpoint: Endpoint, options?: ConnectOptions): Promise<Session> {
        return connectRoot([Page, WebAuthn, Browser], endpoint, options) as Promise<Session>;
      }
      `),
    );
    expect(await formatted(connectText(protocol, templates))).toContain(
      want(`
      export function launch(options?: LaunchOptions): Promise<Launched & Session> {
        return launchRoot([Page, WebAuthn, Browser], options) as Promise<Launched & Session>;
      }
      `),
    );
  });
});
