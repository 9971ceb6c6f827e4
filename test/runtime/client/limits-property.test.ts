/** Whatever happens to a connection with limits, every command settles once, and what had been sent is what the browser saw. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { limiting } from "../../../templates/runtime/client/limiting.js";
import { connectRoot } from "../../../templates/runtime/codegen.js";
import type { CommandLimits, Session } from "../../../templates/runtime/codegen.js";
import { FakeBrowser } from "../../support/fake-browser.js";

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("send" as const),
      session: fc.nat(2),
      how: fc.constantFrom("plain", "plain", "skips", "signalled", "bad"),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("answer" as const), command: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refuse" as const), command: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("turn" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("abort" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("detach" as const) }) },
);

const limits: fc.Arbitrary<CommandLimits> = fc.record({
  maxInFlight: fc.integer({ min: 1, max: 4 }),
  maxQueued: fc.constantFrom(0, 3, undefined),
});

interface Outcome {
  settlements: number;
  error: (Error & { readonly sent?: boolean }) | undefined;
}

test("every command settles once, and says truly whether it had been sent", async () => {
  await fc.assert(
    fc.asyncProperty(
      limits,
      fc.array(step, { maxLength: 50 }),
      fc.boolean(),
      async (given, steps, closes) => {
        const browser = new FakeBrowser();
        const root = await connectRoot([], browser.transport, {
          limits: limiting(given),
          onError: () => undefined,
        });
        browser.attached("P");
        browser.attached("W", { type: "worker" }, "P");
        const { connection } = root;
        const sessions = [root, connection.session("P"), connection.session("W")] as Session[];
        const outcomes: Outcome[] = [];
        let hasSkipped = false;
        let abort = new AbortController();
        const send = (session: Session, how: string): void => {
          const outcome: Outcome = { settlements: 0, error: undefined };
          const params = { n: outcomes.length, bad: how === "bad" ? 1n : 0 };
          hasSkipped ||= how === "skips";
          outcomes.push(outcome);
          session
            .send("A.b", params, {
              skipQueue: how === "skips",
              signal: how === "signalled" ? abort.signal : undefined,
            })
            .then(
              () => outcome.settlements++,
              (error: Error) => {
                outcome.settlements++;
                outcome.error = error;
              },
            );
        };
        for (const each of steps) {
          const command = "command" in each ? browser.sent[each.command] : undefined;
          if (each.kind === "send") send(sessions[each.session]!, each.how);
          else if (each.kind === "answer" && command !== undefined) browser.reply(command);
          else if (each.kind === "refuse" && command !== undefined) browser.refuse(command, -32000, "no");
          else if (each.kind === "abort") {
            abort.abort();
            abort = new AbortController();
          } else if (each.kind === "crash") browser.event("Inspector.targetCrashed", {}, "P");
          else if (each.kind === "detach") browser.detached("W", "P");
          else if (each.kind === "turn") await turn();
          const { inFlight, queued } = connection.metrics();
          const pending = connection.pending();
          expect(pending.filter(({ state }) => state === "sent")).toHaveLength(inFlight);
          expect(pending.filter(({ state }) => state === "queued")).toHaveLength(queued);
          if (!hasSkipped) expect(inFlight).toBeLessThanOrEqual(given.maxInFlight ?? Infinity);
        }
        if (closes) await connection.close();
        else browser.die();
        await turn();
        await turn();
        const seen = new Set(browser.sent.map(({ params }) => params?.["n"]));
        for (const [n, { settlements, error }] of outcomes.entries()) {
          expect(settlements).toBe(1);
          if (error?.sent !== undefined) expect(error.sent).toBe(seen.has(n));
          if (error === undefined) expect(seen.has(n)).toBe(true);
        }
        expect(seen.size).toBe(browser.sent.length);
        const metrics = connection.metrics();
        expect(metrics.sent).toBe(browser.sent.length);
        expect(metrics.answered + metrics.refused + metrics.failed).toBe(metrics.sent);
      },
    ),
    { numRuns: 200 },
  );
});

/** Until all microtasks have run. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
