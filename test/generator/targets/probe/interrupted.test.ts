import { expect, test } from "vitest";
import { Interrupted, withoutInterruption } from "../../../../generator/targets/probe/interrupted.js";
import { Pool } from "../../../../generator/targets/probe/pool.js";
import { Run } from "../../../../generator/targets/probe/run.js";
import type { BrowserSchema } from "../../../../generator/targets/probe/schema.js";
import { askWrongly } from "../../../../generator/targets/probe/wrong-calls.js";
import { fakeBrowsers } from "./fake-stage.js";
import type { Fates } from "./fake-stage.js";

const parameters = [{ name: "a", type: "string" }];
const schema = {
  commands: ["Page.go", "Page.stay"].map((method) => ({ domain: "Page", method, parameters })),
  resolve: (domain: string, type: object) => ({ domain, type }),
} as unknown as BrowserSchema;

async function asked(fates: Fates) {
  const { session, root } = await fakeBrowsers(fates).open();
  const one = { label: "page", type: "page", subtype: undefined, path: "page", session };
  const found = await askWrongly(schema, { sessions: new Map([["page", one]]), browser: { root } });
  return Object.fromEntries([...found.get("page")!.answers].map(([method, { kind }]) => [method, kind]));
}

test("wrong parameters are sent to all", async () => {
  expect(await asked((method) => (method === "Page.go" ? -32602 : "ok"))).toEqual({
    "Page.go": "error",
    "Page.stay": "ok",
  });
});

test.each(["gone", "detach", "crash"] as const)(
  "%s amid wrong parameters interrupts the pass",
  async (end) => {
    await expect(asked((method) => (method === "Page.stay" ? end : -32602))).rejects.toThrow(Interrupted);
  },
);

test("what was interrupted is done again, and told where that does not help", async () => {
  let times = 0;
  const work = async (enough: number): Promise<string> => {
    times += 1;
    if (times < enough) throw new Interrupted("The browser ended.");
    return "done";
  };
  expect(await withoutInterruption("It", () => work(3))).toBe("done");
  times = 0;
  await expect(withoutInterruption("It", () => work(99))).rejects.toMatchObject({
    name: "GeneratorError",
    message: "It could not be measured in 4 browsers. The browser ended.",
  });
  const bug = new TypeError("of our own");
  await expect(withoutInterruption("It", () => Promise.reject(bug))).rejects.toBe(bug);
});

test("a pool does so many things at a time, in order, and goes on after a failure", async () => {
  const pool = new Pool(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const works = [0, 1, 2, 3].map((index) =>
    pool.run(async () => {
      begun.push(index);
      await new Promise<void>((resolve) => (ends[index] = resolve));
      if (index === 0) throw new Error("no");
    }),
  );
  const settled = Promise.allSettled(works);
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  ends[0]!();
  await expect(works[0]).rejects.toThrow("no");
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  for (const index of [1, 2]) ends[index]!();
  await expect.poll(() => begun.length).toBe(4);
  ends[3]!();
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", ...Array(3).fill("fulfilled")]);
});

test("what is done together ends together", async () => {
  const site = { origin: "", otherOrigin: "", close: () => Promise.resolve() };
  const run = new Run({ executable: {}, definitions: [] }, site);
  let isOver = false;
  const slow = new Promise<void>((resolve) => setTimeout(resolve, 50)).then(() => {
    isOver = true;
  });
  await expect(run.together([slow, Promise.reject(new Error("the first"))])).rejects.toThrow("the first");
  expect(isOver).toBe(true);
  // No browser is started any more.
  await expect(run.ownSchema()).rejects.toThrow("aborted");
});
