import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { targetStatements } from "../../../generator/emit/target.js";
import { hasBody, methodsOf, targetMethods } from "../../../generator/emit/target-methods.js";
import { loadProtocols, loadTargets } from "../../../generator/load/load.js";
import type { Target } from "../../../generator/model/model.js";
import { resolve } from "../../../generator/model/resolve.js";
import { root } from "../../support/paths.js";
import { printed, protocolOf, targetOf, want } from "./given.js";

function page(returns: string, more: object = {}): Target {
  const pdl = `
  domain Network
    type RequestId extends string

    command enable
    command getResponseBody
      parameters
        RequestId requestId
        optional boolean some
      returns
        ${returns}
`;
  return protocolOf(pdl, { targets: [targetOf("Page", ["Network"], more)] }).targets[0]!;
}

const BODY = "string body\n        boolean base64Encoded";

describe("session.responseBody", () => {
  test("where the target gives the body of a response", async () => {
    const text = await printed(targetStatements(page(BODY)));
    expect(text).toContain(
      want(`
      import { defineTarget, responseBody } from "../runtime/codegen.js";
      import type { Body, CallOptions, TargetMark, TargetType } from "../runtime/codegen.js";
      import type { Session } from "../session.js";
      import { Network, type NetworkDomain, type RequestId } from "../domains/Network.js";
      `),
    );
    expect(text).toContain("  responseBody(requestId: RequestId, options?: CallOptions): Promise<Body>;\n");
    expect(text).toContain("  { responseBody },\n");
  });

  const cases: [title: string, given: Target][] = [
    ["that lacks the command", page(BODY, { commands: { Network: { lacks: ["getResponseBody"] } } })],
    ["of a protocol in which it gives no body", page("string body")],
    ["of a protocol in which it gives two", page(`${BODY}\n        string head`)],
  ];
  test.each(cases)("not on a target %s", async (_title, given) => {
    expect(methodsOf(given)).toEqual([]);
    expect(await printed(targetStatements(given))).not.toContain("responseBody");
  });
});

test("in the shipped protocol, all that is text or base64 by a flag is one string beside that flag", async () => {
  const loaded = await loadProtocols([join(root, "protocol")]);
  const { targets } = await loadTargets(join(root, "target_types.json"));
  const { domains } = resolve(loaded, targets, { shipped: true }).protocol;
  const commands = domains.flatMap((domain) => domain.commands);
  const flagged = commands.filter(({ returns }) => returns.some(({ name }) => /base64/i.test(name)));
  expect(flagged.filter((command) => !hasBody(command)).map(({ method }) => method)).toEqual([]);
  // The kin that the documentation names.
  expect(flagged.map(({ method }) => method).sort()).toEqual([
    "Fetch.getResponseBody",
    "IO.read",
    "Network.getRequestPostData",
    "Network.getResponseBody",
    "Page.getResourceContent",
  ]);
  expect(commands.map(({ method }) => method)).toEqual(
    expect.arrayContaining(targetMethods.map(({ method }) => method)),
  );
});
