import { describe, expect, test } from "vitest";
import { cborToJson, jsonToCbor } from "../../../templates/runtime/codec/transcode.js";
import { encode } from "../../../templates/runtime/codec/cbor/value-encoder.js";
import type { Frontend } from "../../../templates/runtime/server/index.js";
import { Dispatchable, Reply, serverError } from "../../../templates/runtime/server/index.js";

/** A frontend that keeps what it gets. */
class Kept implements Frontend {
  isClosed = false;
  readonly got: string[] = [];

  respond(message: Uint8Array): void {
    this.got.push(cborToJson(message));
  }

  fallThrough(command: Dispatchable, method: string): void {
    this.got.push(`${method} falls through: ${cborToJson(command.serialized)}`);
  }
}

const command = new Dispatchable(jsonToCbor('{"id":7,"method":"Old.b"}'));

const ways: readonly (readonly [string, (reply: Reply) => void, string])[] = [
  ["a result", (reply) => reply.succeed(encode({ a: 1 })), '{"id":7,"result":{"a":1}}'],
  ["no result", (reply) => reply.succeed(), '{"id":7,"result":{}}'],
  ["an error", (reply) => reply.fail(serverError("no")), '{"id":7,"error":{"code":-32000,"message":"no"}}'],
  ["falling through", (reply) => reply.fallThrough(), 'A.b falls through: {"id":7,"method":"Old.b"}'],
];

describe.each(ways)("after %s", (_name, first, got) => {
  test("nothing else is sent", () => {
    const frontend = new Kept();
    const reply = new Reply(frontend, command, "A.b");
    expect(reply.isDone).toBe(false);
    first(reply);
    expect(reply.isDone).toBe(true);
    for (const [, next] of ways) next(reply);
    expect(frontend.got).toEqual([got]);
  });

  test("that comes when the frontend has gone, nothing is sent at all", () => {
    const frontend = new Kept();
    const reply = new Reply(frontend, command, "A.b");
    frontend.isClosed = true;
    expect(reply.isDone).toBe(true);
    first(reply);
    expect(frontend.got).toEqual([]);
  });
});

test("what is no error cannot be failed with", () => {
  const frontend = new Kept();
  const reply = new Reply(frontend, command, "A.b");
  expect(() => reply.fail({ code: 2, message: "" })).toThrow(new RangeError("2 is not an error"));
  expect(reply.isDone).toBe(false);
});
