import { expect, test } from "vitest";
import { connectRoot, defineDomain, defineTarget, openDomains } from "../../../templates/runtime/codegen.js";
import { UsageError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser } from "../../support/fake-browser.js";
import { Page, PageTarget, WorkerTarget } from "../../support/small-domains.js";

type Command = (params?: object) => Promise<unknown>;

const names = [
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "call",
  "then",
  "send",
  "on",
];

test.each(names)("a command named %s is one like any other", async (name) => {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport);
  browser.on(`Odd.${name}`, { it: name });
  const Odd = defineDomain<Readonly<Record<string, Command>>>("Odd", {
    commands: name,
    receives: Object.fromEntries([[name, "data"]]),
  });
  const command = root.use(Odd)[name] as Command;
  await expect(command.call(root.use(Odd), { a: 1 })).resolves.toEqual({ it: name });
  expect(browser.sent[0]).toMatchObject({ method: `Odd.${name}`, params: { a: 1 } });
});

test.each(names)("an event named %s is one like any other", async (name) => {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport);
  const Odd = defineDomain<Readonly<Record<string, { once(): Promise<unknown> }>>>("Odd", { events: name });
  const event = root.use(Odd)[name]?.once();
  browser.event(`Odd.${name}`, { it: name });
  await expect(event).resolves.toEqual({ it: name });
});

test("a domain without anything opens", async () => {
  const root = await connectRoot([], new FakeBrowser().transport);
  expect(root.use(defineDomain("Empty", {}))).toBeDefined();
  expect(root.use(defineDomain("Empty", { commands: "", events: "" }))).toBeDefined();
});

test("domains may be taken off a session, and are made once", async () => {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport);
  browser.attached("P");
  const page = root.connection.session("P")?.as(PageTarget);
  if (page === undefined) throw new Error("the session is not there");
  const { Page: taken } = page;
  expect(taken).toBe(page.Page);
  expect(page.as(PageTarget)).toBe(page);
  const open = openDomains<{ readonly Page: unknown }>(page, [Page]);
  expect(open.Page).toBe(taken);
  expect(open).toMatchObject({ id: "P" });
});

test("a session is as what it is", async () => {
  const browser = new FakeBrowser();
  const root = await connectRoot([], browser.transport);
  browser.attached("P", { type: "other" });
  const session = root.connection.session("P");
  expect(session?.is(PageTarget)).toBe(false);
  expect(() => session?.as(PageTarget)).toThrow(
    'this session is on a target of type "other"; PageTarget is for type "page"',
  );
  // The type of a target may change while it is attached to.
  browser.event("Target.targetInfoChanged", { targetInfo: { targetId: "T-P", type: "page" } });
  expect(session?.is(PageTarget)).toBe(true);
  expect(session?.is(WorkerTarget)).toBe(false);
  expect(session?.as(PageTarget).id).toBe("P");
});

test("what another copy made is refused by name", async () => {
  const root = await connectRoot([], new FakeBrowser().transport);
  expect(() => root.use({ name: "Page" })).toThrow(/installed twice/);
  expect(() => root.as({ name: "PageTarget", types: ["page"] })).toThrow(/installed twice/);
  expect(() => openDomains({}, [])).toThrow(UsageError);
});

test("a target of a domain with an odd name", async () => {
  const root = await connectRoot([], new FakeBrowser().transport);
  const Odd = defineDomain<object>("__proto__", { commands: "x" });
  const OddTarget = defineTarget<Readonly<Record<string, unknown>>>("OddTarget", ["odd"], [Odd]);
  expect(root.as(OddTarget)["__proto__"]).toBe(root.use(Odd));
});
