import { describe, expect, test } from "vitest";
import { connect } from "../../../templates/runtime/codegen.js";
import { responseBody, bodyOf } from "../../../templates/runtime/client/response-body.js";
import type { Body, EncodedBody } from "../../../templates/runtime/client/response-body.js";
import { defineTarget } from "../../../templates/runtime/client/target.js";
import type { CallOptions, Session, TargetType } from "../../../templates/runtime/codegen.js";
import { CommandError, ProtocolError } from "../../../templates/runtime/core/errors.js";
import { FakeBrowser, Refusal } from "../../support/fake-browser.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the commands give that give bodies, by the names of their fields. */
const answers: [title: string, answer: object, isText: boolean, want: Uint8Array, text: string][] = [
  ["text of a response", { body: "grüße 🌍", base64Encoded: false }, true, utf8("grüße 🌍"), "grüße 🌍"],
  [
    "bytes of a response",
    { body: "/9j/AA==", base64Encoded: true },
    false,
    Uint8Array.of(255, 216, 255, 0),
    "\ufffd\ufffd\ufffd\0",
  ],
  ["text that came as bytes", { body: "Z3LDvMOfZQ==", base64Encoded: true }, false, utf8("grüße"), "grüße"],
  ["nothing", { body: "", base64Encoded: false }, true, new Uint8Array(0), ""],
  ["nothing, as base64", { body: "", base64Encoded: true }, false, new Uint8Array(0), ""],
  ["a request", { postData: "a=1", base64Encoded: false }, true, utf8("a=1"), "a=1"],
  ["a resource", { base64Encoded: true, content: "aGk=" }, false, utf8("hi"), "hi"],
  ["a piece of a stream", { base64Encoded: true, data: "aGk=", eof: false }, false, utf8("hi"), "hi"],
  ["a name of tomorrow", { text: "hi", base64Encoded: false }, true, utf8("hi"), "hi"],
  ["a field of tomorrow", { charset: "x", body: "hi", base64Encoded: false }, true, utf8("hi"), "hi"],
  [
    "a field of tomorrow behind",
    { data: "aGk=", mimeType: "x", base64Encoded: true },
    false,
    utf8("hi"),
    "hi",
  ],
  ["a piece of a stream that does not say", { data: "hi", eof: true }, true, utf8("hi"), "hi"],
];

describe("a body", () => {
  test.each(answers)("%s", (_title, answer, isText, want, text) => {
    const body = bodyOf(answer as EncodedBody);
    expect(body.isText).toBe(isText);
    expect(body.bytes).toEqual(want);
    expect(body.text()).toBe(text);
    // Made once, over memory of their own.
    expect(body.bytes).toBe(body.bytes);
    expect(body.bytes.buffer.byteLength).toBe(want.length);
  });

  test("that is not what it is said to be", () => {
    expect(() => bodyOf({ body: "a?k=", base64Encoded: true })).toThrow(ProtocolError);
    try {
      bodyOf({ body: "a?k=", base64Encoded: true });
    } catch (error) {
      expect(error).toMatchObject({ offset: 1, message: "the body is marked as base64, but is not" });
    }
    const odd = (answer: object): Body => bodyOf(answer as EncodedBody);
    expect(() => odd({ base64Encoded: true })).toThrow("the answer has no body");
    expect(() => odd({ one: "a", more: "b", base64Encoded: false })).toThrow(ProtocolError);
    expect(() => odd({ body: 1, base64Encoded: false })).toThrow(ProtocolError);
  });

  test("of something else does not compile", () => {
    // @ts-expect-error -- no field holds a body
    expect(() => bodyOf({ result: 1 })).toThrow();
    // @ts-expect-error -- nothing at all
    expect(() => bodyOf({})).toThrow();
    // @ts-expect-error -- only what a body would be
    expect(() => bodyOf({ base64Encoded: true })).toThrow();
  });
});

interface PageTarget extends Session {
  responseBody(requestId: string, options?: CallOptions): Promise<Body>;
}
const PageTarget: TargetType<PageTarget> = defineTarget("PageTarget", ["page"], [], { responseBody });
const WorkerTarget: TargetType<Session> = defineTarget("WorkerTarget", ["worker"], []);

describe("session.responseBody", () => {
  async function open(): Promise<{ browser: FakeBrowser; page: PageTarget }> {
    const browser = new FakeBrowser().withTargets();
    const root = await connect(browser.transport);
    return { browser, page: await root.attach(PageTarget, "page-1") };
  }

  test("asks for the body of that request, on that session", async () => {
    const { browser, page } = await open();
    browser.on("Network.getResponseBody", ({ requestId }) => ({
      body: `body of ${String(requestId)}`,
      base64Encoded: false,
    }));
    const body = await page.responseBody("17.4");
    expect(body.text()).toBe("body of 17.4");
    expect(browser.sent.at(-1)).toMatchObject({ method: "Network.getResponseBody", sessionId: page.id });
  });

  test("rejects as a command does", async () => {
    const { browser, page } = await open();
    browser.on("Network.getResponseBody", () => {
      throw new Refusal(-32000, "No data found for resource with given identifier");
    });
    await expect(page.responseBody("1")).rejects.toThrow(CommandError);
    browser.on("Network.getResponseBody", () => undefined);
    await expect(page.responseBody("1", { timeout: 10 })).rejects.toThrow("no answer within 10 ms");
    const reason = new Error("enough");
    await expect(page.responseBody("1", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("an end that nobody waits for is no unhandled rejection", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", note);
    const { browser, page } = await open();
    browser.on("Network.getResponseBody", () => undefined);
    void page.responseBody("1");
    await page.connection.close();
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  test("is only where the target has it", async () => {
    const browser = new FakeBrowser().withTargets();
    const root = await connect(browser.transport);
    const worker = await root.attach(WorkerTarget, "worker-1");
    expect("responseBody" in worker).toBe(false);
    expect("responseBody" in root).toBe(false);
  });
});
