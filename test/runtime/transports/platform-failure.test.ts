/** What a platform's own sockets tell of a failure, in one sentence without the address's secrets. */
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  failedHandshake,
  pageOrigin,
  unreadableAnswer,
} from "../../../templates/runtime/transports/platform-failure.js";

const shown = "ws://127.0.0.1:9222";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a handshake that failed", () => {
  test.each([
    [
      "Bun, whose code follows",
      "WebSocket connection to 'ws://127.0.0.1:9222/?token=secret' failed: Message too big",
      "Message too big",
    ],
    [
      "Deno",
      "NetworkError: failed to connect to WebSocket: Invalid status code: 401",
      "failed to connect to WebSocket: Invalid status code: 401",
    ],
    [
      "Bun",
      "WebSocket connection to 'ws://127.0.0.1:9222/?token=secret' failed: Expected 101 status code: 401",
      "Expected 101 status code: 401",
    ],
    [
      "one that repeats the address",
      "no way to ws://127.0.0.1/?token=secret",
      "the platform does not say why",
    ],
    ["one that says nothing", "", "the platform does not say why"],
    ["one without a message", undefined, "the platform does not say why"],
  ])("of %s", (_platform, message, want) => {
    const error = failedHandshake({ message, target: { url: "ws://127.0.0.1:9222/?token=secret" } }, shown);
    expect(error.message).toBe(`the handshake with ${shown} failed: ${want}`);
    expect([error.name, error.code]).toEqual(["ConnectionClosedError", "CONNECTION_FAILED"]);
    expect(JSON.stringify(error, [...Object.getOwnPropertyNames(error), "target", "url"])).not.toContain(
      "secret",
    );
  });

  test("of a page names the flag and the page's origin", () => {
    vi.stubGlobal("origin", "http://example.test");
    expect(pageOrigin()).toBe("http://example.test");
    expect(failedHandshake({ type: "error" }, shown).message).toBe(
      `the handshake with ${shown} failed: a page is not told why; does a browser listen there, and was it started with --remote-allow-origins=http://example.test?`,
    );
  });
});

test("an answer that a page may not read asks for the other address", () => {
  const cause = new TypeError("Failed to fetch");
  const error = unreadableAnswer(cause, "http://127.0.0.1:9222");
  expect(error.message).toMatch(
    /^no answer from http:\/\/127\.0\.0\.1:9222 that this page may read: .* ws: address/,
  );
  expect(error.cause).toBe(cause);
});
