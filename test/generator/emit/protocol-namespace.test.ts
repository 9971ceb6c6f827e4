import { describe, expect, test } from "vitest";
import { addedNameStatements, protocolStatements } from "../../../generator/emit/protocol-namespace.js";
import { domainOf, printed, protocolOf, want } from "./given.js";

const pdl = `
  domain Input
    type Key extends object
      properties
        array of enum modifiers
          alt
          ctrl
    command press
      parameters
        enum button
          left
          right
    command release
      parameters
        enum button
          left
          right
      returns
        enum "result"
          done

  domain Runtime
    command enable
`.replace('"result"', "result");

describe("protocol names", () => {
  test("a domain that has all of its names, and one that lacks some", async () => {
    expect(await printed(protocolStatements(protocolOf(pdl)))).toBe(
      want(`
      export type * as Input from "./protocol/Input.js";
      export type * as Runtime from "./domains/Runtime.js";
      `),
    );
  });

  test("the names of inline enums are closed, whichever way their values travel", async () => {
    expect(await printed(addedNameStatements(domainOf(protocolOf(pdl), "Input")))).toBe(
      want(`
      import type { PressRequestButton } from "../domains/Input.js";
      export type * from "../domains/Input.js";

      /** The values of \`Key.modifiers[]\`. */
      export type KeyModifiers = "alt" | "ctrl";

      /** The values of \`ReleaseRequest.button\`. */
      export type ReleaseRequestButton = PressRequestButton;

      /** The values of \`ReleaseResponse.result\`. */
      export type ReleaseResponseResult = "done";
      `),
    );
  });

  test("no domains", async () => {
    expect(await printed(protocolStatements({ ...protocolOf("domain Empty"), domains: [] }))).toBe(
      "export {};\n",
    );
  });
});
