import { expect, test, vi } from "vitest";
import { askAlone, askDangerous, askInTurn } from "../../../../generator/targets/probe/execute.js";
import { preparationsOf } from "../../../../generator/targets/probe/preparations.js";
import type { BrowserSchema } from "../../../../generator/targets/probe/schema.js";
import { fakeBrowsers } from "./fake-stage.js";
import type { Fates } from "./fake-stage.js";

// The times of a real browser, made short.
vi.mock("../../../../generator/targets/probe/witness.js", async (original) => {
  const short = { least: 150, rounds: 1, hanging: 150, longest: 900 };
  return { ...(await original<object>()), brief: short, thorough: { ...short, rounds: 2 } };
});

const schema = schemaOf(
  "Log.clear",
  "Log.stop",
  "Page.enable",
  "Page.go",
  "Page.startIt",
  "Page.stopIt",
  "Page.waitForDebugger",
);

function schemaOf(...methods: string[]): BrowserSchema {
  const commands = methods.map((method) => ({ domain: method.split(".")[0]!, method, parameters: [] }));
  return { commands } as unknown as BrowserSchema;
}

const kinds = (results: ReadonlyMap<string, { readonly answer: { readonly kind: string } }>) =>
  Object.fromEntries([...results].map(([method, { answer }]) => [method, answer.kind]));

const command = (method: string) => schema.commands.find((each) => each.method === method)!;

test("what is not answered is left open, and what comes after it goes to a new browser", async () => {
  const browsers = fakeBrowsers((method, browser) => {
    if (method === "Log.clear") browser.end = "crash";
    return "ok";
  });
  const pass = await askInTurn(schemaOf("Log.clear", "Log.stop"), browsers.open);
  expect(kinds(pass.results)).toEqual({ "Log.stop": "ok" });
  expect(pass.open.map(({ method }) => method)).toEqual(["Log.clear"]);
  expect(browsers.sent()).toEqual([["Log.clear"], ["Log.stop"]]);
});

test("what enables the domain is called first, and what begins that which a command ends", async () => {
  expect(preparationsOf(schema, command("Page.stopIt"))).toEqual(["Page.enable", "Page.startIt"]);
  expect(preparationsOf(schema, command("Page.enable"))).toEqual([]);
  expect(preparationsOf(schema, command("Log.clear"))).toEqual([]);
  const browsers = fakeBrowsers(() => "ok");
  await askAlone(schema, browsers.open, command("Page.stopIt"));
  expect(browsers.sent()).toEqual([["Page.enable", "Page.startIt", "Page.stopIt"]]);
});

test("where that is not answered, the command is not taken for silent", async () => {
  let browser = 0;
  const fates: Fates = (method, { sent }) => {
    if (sent.length === 1) browser += 1;
    return method === "Page.enable" && browser === 1 ? "crash" : "ok";
  };
  const browsers = fakeBrowsers(fates);
  expect(await askAlone(schema, browsers.open, command("Page.go"))).toMatchObject({ kind: "ok" });
  expect(browsers.sent()).toEqual([["Page.enable"], ["Page.enable", "Page.go"]]);
});

test("an end counts where it comes twice", async () => {
  const always = fakeBrowsers((method) => (method === "Page.go" ? "gone" : "ok"));
  expect(await askAlone(schema, always.open, command("Page.go"))).toEqual({ kind: "gone" });
  expect(always.sent().length).toBe(2);
  let times = 0;
  const once = fakeBrowsers((method) => (method === "Page.go" && times++ === 0 ? "gone" : "ok"));
  expect(await askAlone(schema, once.open, command("Page.go"))).toMatchObject({ kind: "ok" });
});

test("ends that are another one each time are no fact", async () => {
  const ends = ["gone", "crash", "detach"] as const;
  let times = 0;
  const browsers = fakeBrowsers((method) => (method === "Page.go" ? (ends[times++] ?? -32000) : "ok"));
  expect(await askAlone(schema, browsers.open, command("Page.go"))).toMatchObject({ code: -32000 });
});

test("a machine that is too busy fails the run", async () => {
  // Witnesses are answered, and never at once.
  const browsers = fakeBrowsers((method) => (method === "Log.clear" ? "silent" : { after: 600 }));
  await expect(askAlone(schema, browsers.open, command("Log.clear"))).rejects.toThrow(
    "What Log.clear does to a session on page cannot be told.",
  );
}, 30_000);

test("dangerous calls have a browser by groups, and share it where nothing was done", async () => {
  const methods = ["Debugger.pause", "Page.close", "Browser.close", "Browser.crash", "Page.crash"];
  const browsers = fakeBrowsers((method, browser) => {
    if (method.startsWith("Browser.")) return -32601;
    if (method === "Page.close") browser.end = "detach";
    return "ok";
  });
  const results = await askDangerous(schemaOf(...methods), browsers.open);
  expect(kinds(results)).toEqual({
    "Debugger.pause": "ok",
    "Page.close": "detached",
    "Browser.close": "error",
    "Browser.crash": "error",
    "Page.crash": "ok",
  });
  expect(browsers.sent()).toEqual([
    ["Debugger.pause", "Page.close"],
    ["Browser.close", "Browser.crash", "Page.crash"],
  ]);
});

test("one that is not answered after others is asked alone, and its neighbours in another browser", async () => {
  const browsers = fakeBrowsers((method, browser) => {
    // A pause that takes hold before the answer, once the target has been stopped.
    if (method === "Debugger.pause" && browser.sent.includes("Runtime.terminateExecution")) return "silent";
    return "ok";
  });
  const results = await askDangerous(
    schemaOf("Debugger.pause", "Runtime.terminateExecution", "Page.close"),
    browsers.open,
  );
  expect(kinds(results)).toEqual({
    "Runtime.terminateExecution": "ok",
    "Debugger.pause": "ok",
    "Page.close": "ok",
  });
  expect(browsers.sent()).toEqual([
    ["Runtime.terminateExecution", "Debugger.pause"],
    ["Debugger.pause"],
    ["Page.close"],
  ]);
});

test("a frame that waits for the debugger is let go after it has begun to wait", async () => {
  const browsers = fakeBrowsers((method) => (method === "Page.enable" ? { after: 300 } : "ok"));
  await askDangerous(schema, browsers.open);
  expect(browsers.sent()).toEqual([
    ["Page.enable", "Page.waitForDebugger", "Runtime.runIfWaitingForDebugger"],
  ]);
});
