import { describe, expect, test } from "vitest";
import { protocolMapStatements } from "../../../generator/emit/protocol-map.js";
import { printed, protocolOf, want } from "./given.js";

describe("src/protocol-map.ts", () => {
  const cases: [title: string, given: string, want: string][] = [
    [
      "commands by whether parameters may be left out, results, events",
      `
      domain Page
        command enable
          parameters
            optional boolean all
        command navigate
          parameters
            string url
          returns
            string frameId
        event loaded
          parameters
            number timestamp

      domain Runtime
        command enable
        event cleared

      domain Types
        type Id extends string
      `,
      `
      import type { NoParams } from "./runtime/codegen.js";
      import type * as Page from "./domains/Page.js";

      /** What commands take that can be sent without parameters. */
      export interface OptionalParams {
        readonly "Page.enable": Page.EnableRequest;
        readonly "Runtime.enable": NoParams;
      }

      /** What commands take that cannot be sent without parameters. */
      export interface RequiredParams {
        readonly "Page.navigate": Page.NavigateRequest;
      }

      /** What commands give back. */
      export interface Results {
        readonly "Page.enable": void;
        readonly "Page.navigate": Page.NavigateResponse;
        readonly "Runtime.enable": void;
      }

      /** What events say. */
      export interface Events {
        readonly "Page.loaded": Page.LoadedEvent;
        readonly "Runtime.cleared": NoParams;
      }
      `,
    ],
    [
      "nothing to send or hear",
      "domain Empty",
      `
      /** What commands take that can be sent without parameters. */
      export interface OptionalParams {}

      /** What commands take that cannot be sent without parameters. */
      export interface RequiredParams {}

      /** What commands give back. */
      export interface Results {}

      /** What events say. */
      export interface Events {}
      `,
    ],
  ];
  test.each(cases)("%s", async (_title, given, wanted) => {
    expect(await printed(protocolMapStatements(protocolOf(given)))).toBe(want(wanted));
  });
});
