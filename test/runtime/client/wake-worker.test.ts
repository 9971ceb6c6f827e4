import { describe, expect, test } from "vitest";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import { FakeBrowser } from "../../support/fake-browser.js";
import { WorkerTarget } from "../../support/small-domains.js";

describe("attaching", () => {
  test("to a worker that sleeps has it woken by what has started it, and leaves no session on that", async () => {
    const browser = new FakeBrowser();
    const root = await connectRoot([], browser.transport);
    const parents: Readonly<Record<string, object>> = {
      nested: { type: "worker", parentId: "outer", parentFrameId: "page-1" },
      outer: { type: "worker", parentFrameId: "page-1" },
      "page-1": { type: "page", url: "https://example.com/" },
    };
    const log: string[] = [];
    browser.on("Target.attachToTarget", ({ targetId }) => {
      log.push(`attach ${String(targetId)}`);
      const sessionId = `on ${String(targetId)}`;
      browser.attached(sessionId, { targetId, ...parents[String(targetId)] });
      return { sessionId };
    });
    browser.on("Target.setAutoAttach", (params, { sessionId }) => {
      log.push(`auto-attach ${sessionId}`);
      expect(params).toMatchObject({ autoAttach: true, filter: [{ type: "worker" }] });
      return {};
    });
    browser.on("Target.detachFromTarget", ({ sessionId }) => {
      log.push(`detach ${String(sessionId)}`);
      browser.detached(String(sessionId));
      return {};
    });
    const worker = await root.attach(WorkerTarget, "nested");
    expect(worker.id).toBe("on nested");
    expect(log).toEqual([
      "attach nested",
      "attach outer",
      "attach page-1",
      "auto-attach on page-1",
      "detach on page-1",
      "auto-attach on outer",
      "detach on outer",
    ]);
    expect(root.connection.metrics().sessions).toBe(2);
  });

  test("to a worker whose page does not answer is given up, and let go of", async () => {
    const browser = new FakeBrowser();
    const root = await connectRoot([], browser.transport);
    browser.on("Target.attachToTarget", ({ targetId }) => {
      const info = targetId === "w" ? { type: "worker", parentFrameId: "p" } : { type: "page" };
      browser.attached(`on ${String(targetId)}`, { targetId, ...info });
      return { sessionId: `on ${String(targetId)}` };
    });
    browser.on("Target.detachFromTarget", {}).on("Target.setAutoAttach", () => undefined);
    await expect(root.attach(WorkerTarget, "w", { timeout: 20 })).rejects.toMatchObject({
      code: "TIMEOUT",
      method: "Target.setAutoAttach",
    });
    expect(root.connection.metrics()).toMatchObject({ sessions: 1, inFlight: 0 });
  });
});
