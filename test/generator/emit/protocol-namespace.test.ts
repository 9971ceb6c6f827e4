import { describe, expect, test } from "vitest";
import { protocolStatements } from "../../../generator/emit/protocol-namespace.js";
import { printed, protocolOf, want } from "./given.js";

describe("protocol names", () => {
  test("all domains, whose files have all of the names", async () => {
    const protocol = protocolOf(`
      domain Input
        command press
          parameters
            enum button
              left
              right

      domain Runtime
        command enable
    `);
    expect(await printed(protocolStatements(protocol))).toBe(
      want(`
      export type * as Input from "./domains/Input.js";
      export type * as Runtime from "./domains/Runtime.js";
      `),
    );
  });

  test("no domains", async () => {
    expect(await printed(protocolStatements({ ...protocolOf("domain Empty"), domains: [] }))).toBe(
      "export {};\n",
    );
  });
});
