import { afterEach, expect, test } from "vitest";
import { connect } from "../../../templates/runtime/client/connect.js";
import { defineSupport } from "../../../templates/runtime/client/support.js";
import { memoryPair } from "../../../templates/runtime/transports/memory.js";
import type { Session, Transport } from "../../../templates/runtime/codegen.js";

const support = defineSupport(
  {
    commands: { Page: "navigate reload stop", Log: "clear" },
    targets: [
      { types: ["page", "other"], answers: "Log Page=5" },
      { types: ["worker"], answers: "Log" },
    ],
  },
  () => Promise.resolve({ definitions: "command Page.navigate url:string\n" }),
);

let far: Transport | undefined;
afterEach(() => far?.close());

async function session(type: string | undefined, options: object = { support }): Promise<Session> {
  const [near, other] = memoryPair();
  far = other;
  const root = await connect(near, options);
  if (type === undefined) return root;
  const targetInfo = { targetId: "T", type, title: "", url: "", attached: true };
  const attached = new Promise<Session>((resolve) => {
    root.on("Target.attachedToTarget", () => resolve(root.connection.session("S")!));
  });
  other.send(
    JSON.stringify({
      method: "Target.attachedToTarget",
      params: { sessionId: "S", targetInfo, waitingForDebugger: false },
    }),
  );
  return attached;
}

test.each([
  ["page", "Page.navigate", true],
  ["page", "Page.reload", false],
  ["other", "Page.stop", true],
  ["page", "Log.clear", true],
  ["worker", "Log.clear", true],
  ["worker", "Page.navigate", false],
  ["worker", "Page.fly", undefined],
  ["worker", "Nothing.at", undefined],
  ["worker", "constructor.name", undefined],
  ["worker", "Page", undefined],
  ["auction_worklet", "Log.clear", undefined],
])("a %s and %s: %s", async (type, method, want) => {
  const one = await session(type);
  expect(one.supports(method)).toBe(want);
});

test("a session of a type that nobody has heard of works, and nothing is known of it", async () => {
  const one = await session("brand_new");
  expect(one.supports("Page.navigate")).toBeUndefined();
  expect(one.targetInfo?.type).toBe("brand_new");
});

test("without it the error names what to hand in", async () => {
  const one = await session("page", {});
  expect(() => one.supports("Page.navigate")).toThrow('give `support` of "cdplex/support" to connect');
  await expect(one.connection.compatibility({ protocol: {} })).rejects.toThrow(
    '`support` of "cdplex/support"',
  );
});

test("definitions that are handed in are compared", async () => {
  const { connection } = await session(undefined);
  const protocol = { domains: [{ domain: "Page", commands: [{ name: "navigate" }] }] };
  expect(await connection.compatibility({ protocol })).toMatchObject({
    isCompatible: false,
    missing: [{ kind: "field", name: "Page.navigate.url", generated: "url:string" }],
  });
  await expect(connection.compatibility()).rejects.toThrow('the option "protocol"');
});

test("something else in its place is refused", async () => {
  const [near] = memoryPair();
  await expect(connect(near, { support: {} as never })).rejects.toThrow(
    'the option takes what `support` gives: import { support } from "cdplex/support"',
  );
});
