import { expect, test } from "vitest";
import { askWitnessed, leisure } from "../../../../generator/targets/probe/witness.js";
import { fakeBrowsers } from "./fake-stage.js";
import type { Fates } from "./fake-stage.js";

const patience = { least: 300, rounds: 2, hanging: 300, longest: 5_000 };

async function told(fates: Fates, over = patience) {
  const stage = await fakeBrowsers(fates).open();
  const { kind } = await askWitnessed(stage, "Page.x", {}, over);
  return kind;
}

const only =
  (fate: ReturnType<Fates>): Fates =>
  (method) =>
    method === "Page.x" ? fate : "ok";

test.each([
  ["an answer", only("ok"), "ok"],
  ["an error", only(-32000), "error"],
  ["an answer that is late", only({ after: 200 }), "ok"],
  ["a call that waits, while all others are answered", only("silent"), "silent"],
  ["a crash", only("crash"), "crashed"],
  ["the end of a session", only("detach"), "detached"],
  ["the end of the browser", only("gone"), "gone"],
] as const)("%s", async (_title, fates, want) => {
  expect(await told(fates)).toBe(want);
});

test("an answer is waited for while the session is busy, however long it takes", async () => {
  const begin = performance.now();
  const isBusy = (): boolean => performance.now() - begin < 1_500;
  // Nothing is answered at once, and so nobody says that the call waits for something.
  const fates: Fates = (method) => {
    if (method === "Page.x") return { after: 1_500 };
    return isBusy() ? { after: 700 } : "ok";
  };
  expect(await told(fates)).toBe("ok");
});

test("a session that says nothing more while the browser does is stopped", async () => {
  expect(await told(() => "silent")).toBe("hung");
});

test("where witnesses are slow to the end, nothing is concluded", async () => {
  const fates: Fates = (method) => (method === "Page.x" ? "silent" : { after: 700 });
  expect(await told(fates, { ...patience, longest: 1_500 })).toBe("undecided");
});

test("nobody waits for the leisure of what is no more", async () => {
  const begin = performance.now();
  const ended = await fakeBrowsers(() => "gone").open();
  expect(await leisure(ended, { ...patience, longest: 20_000 })).toBe(false);
  expect(performance.now() - begin).toBeLessThan(5_000);
  const calm = await fakeBrowsers(() => "ok").open();
  expect(await leisure(calm, patience)).toBe(true);
});
