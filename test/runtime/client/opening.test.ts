/** Opening a transport: within what time, and what becomes of it where nothing comes of the connection. */
import { describe, expect, test } from "vitest";
import { featureOf } from "../../../templates/runtime/client/feature.js";
import { reconnecting } from "../../../templates/runtime/client/reconnect.js";
import { connect } from "../../../templates/runtime/codegen.js";
import type { ConnectOptions, Transport } from "../../../templates/runtime/codegen.js";
import { UsageError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, settled } from "../../support/fake-browser.js";

describe("an opener that never settles", () => {
  const rows: readonly (readonly [string, () => ConnectOptions, object])[] = [
    [
      "the timeout",
      () => ({ timeout: 20 }),
      { code: "TIMEOUT", message: "opening a transport took more than 20 ms" },
    ],
    ["the signal", () => ({ signal: AbortSignal.timeout(20) }), { name: "TimeoutError" }],
  ];

  test.each(rows)(
    "is given up by %s, and what it gives too late is closed",
    async (_title, options, want) => {
      let give = (_transport: Transport): void => undefined;
      let given: AbortSignal | undefined;
      const open = (signal: AbortSignal | undefined): Promise<Transport> => {
        given = signal;
        return new Promise((resolve) => {
          give = resolve;
        });
      };
      await expect(connect(open, options())).rejects.toMatchObject(want);
      expect(given?.aborted).toBe(true);
      const late = new FakeBrowser();
      give(late.transport);
      await settled();
      expect(late.closed).toBe(true);
    },
  );

  test("may give too late what is no transport: that is nobody's error", async () => {
    let give = (_transport: Transport): void => undefined;
    const open = (): Promise<Transport> =>
      new Promise((resolve) => {
        give = resolve;
      });
    await expect(connect(open, { timeout: 20 })).rejects.toMatchObject({ code: "TIMEOUT" });
    // The runner fails on a rejection that nobody has handled.
    give(undefined as never);
    await settled();
  });

  test("is one attempt of a reconnection, and the next is made", async () => {
    const browsers = [new FakeBrowser(), new FakeBrowser()];
    let count = 0;
    const open = (): Promise<Transport> | Transport => {
      count++;
      const transport = browsers[count === 3 ? 1 : count - 1]?.transport;
      return count === 2 || transport === undefined ? new Promise(() => undefined) : transport;
    };
    const reconnect = reconnecting({ minDelay: 0, maxDelay: 0 });
    const root = await connect(open, { timeout: 20, reconnect });
    const again = root.connection.reconnected.once();
    browsers[0]?.die();
    expect(await again).toMatchObject({ attempts: 2 });
    await root.connection.close();
  });
});

test("a signal that has aborted connects nothing, not even what is handed in, which stays its owner's", async () => {
  const browser = new FakeBrowser();
  const signal = AbortSignal.abort(new RangeError("enough"));
  await expect(connect(browser.transport, { signal })).rejects.toThrow("enough");
  expect(browser.closed).toBe(false);
  const root = await connect(browser.transport);
  await root.connection.close();
});

describe("options", () => {
  test.each([
    ["support", { support: {} }],
    ["schemas", { schemas: [{}] }],
    ["limits", { limits: {} }],
    ["insight", { insight: {} }],
    ["reconnect", { reconnect: {} }],
  ])("of %s that are wrong are refused before anything is opened", async (_name, options) => {
    let count = 0;
    const open = (): Transport => {
      count++;
      return new FakeBrowser().transport;
    };
    await expect(connect(open, options as unknown as ConnectOptions)).rejects.toBeInstanceOf(UsageError);
    expect(count).toBe(0);
  });

  test("that fail once it is open close it", async () => {
    const browser = new FakeBrowser();
    const support = featureOf<"support">(() => {
      throw new RangeError("mine");
    });
    await expect(connect(() => browser.transport, { support })).rejects.toThrow("mine");
    expect(browser.closed).toBe(true);
  });
});
