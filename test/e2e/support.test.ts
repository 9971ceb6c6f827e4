/** What a program can ask at run time: which command a target takes, and whether the browser speaks what was generated. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../out/src/index.js";
import type { Browser } from "../../out/src/index.js";
import { support } from "../../out/src/support.js";
import { findBrowser, startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { readDomains } from "../support/definitions.js";

let chromium: RunningBrowser;
let browser: Browser;

beforeAll(async () => {
  chromium = await startBrowser({ browser: await findBrowser() });
  browser = await connect(chromium.httpUrl, { support });
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await chromium?.close();
});

describe("session.supports", () => {
  test("answers for the browser and for a page", async () => {
    await using page = await browser.newPage();
    expect(browser.supports("Target.createBrowserContext")).toBe(true);
    expect(browser.supports("Page.navigate")).toBe(false);
    expect(page.supports("Page.navigate")).toBe(true);
    expect(page.supports("Tethering.bind")).toBe(false);
    // It is there, and refuses.
    expect(page.supports("Target.createBrowserContext")).toBe(false);
    await expect(page.send("Target.createBrowserContext")).rejects.toMatchObject({ message: /Not allowed/ });
    expect(page.supports("Page.fly")).toBeUndefined();
    // This browser was reached over a port: what takes a pipe is not there, whatever else the target has.
    expect(page.supports("PWA.getOsAppState")).toBe(false);
    await expect(page.send("PWA.getOsAppState", { manifestId: "x" })).rejects.toMatchObject({ code: -32601 });
    expect(browser.supports("Tethering.bind")).toBe(true);
  });
});

describe("connection.compatibility", () => {
  test("compares what the browser serves", async () => {
    const { missing, added, changed } = await browser.connection.compatibility();
    // A browser that somebody uses with this package has nearly all of it.
    const lost = missing.filter(({ kind }) => kind === "command");
    expect(lost.length).toBeLessThan(30);
    expect(changed.length).toBeLessThan(100);
    expect(added.every(({ generated }) => generated === undefined)).toBe(true);
    for (const { name, browser: theirs } of missing)
      expect({ name, theirs }).toEqual({ name, theirs: undefined });
  });

  test("finds nothing in the definitions that all was made from", async () => {
    const { connection } = browser;
    const compared = await connection.compatibility({ protocol: { domains: readDomains() } });
    expect(compared).toEqual({ isCompatible: true, missing: [], added: [], changed: [] });
  });
});
