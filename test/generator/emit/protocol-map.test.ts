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

      /** Parameters of the commands that can be sent without any. */
      export interface CommandsThatNeedNoParams {
        readonly "Page.enable": Page.EnableRequest;
        readonly "Runtime.enable": NoParams;
      }

      /** Parameters of the commands that cannot be sent without. */
      export interface CommandsThatNeedParams {
        readonly "Page.navigate": Page.NavigateRequest;
      }

      /** Parameters of all commands, by method. */
      export interface Params extends CommandsThatNeedNoParams, CommandsThatNeedParams {}

      /** Results of all commands, by method; \`void\` where there is none. */
      export interface Results {
        readonly "Page.enable": void;
        readonly "Page.navigate": Page.NavigateResponse;
        readonly "Runtime.enable": void;
      }

      /** All commands as functions, by method. */
      export type Commands = { readonly [Method in keyof Results]: (params: Params[Method]) => Results[Method] };

      /** Parameters of all events, by method. */
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
      /** Parameters of the commands that can be sent without any. */
      export interface CommandsThatNeedNoParams {}

      /** Parameters of the commands that cannot be sent without. */
      export interface CommandsThatNeedParams {}

      /** Parameters of all commands, by method. */
      export interface Params extends CommandsThatNeedNoParams, CommandsThatNeedParams {}

      /** Results of all commands, by method; \`void\` where there is none. */
      export interface Results {}

      /** All commands as functions, by method. */
      export type Commands = { readonly [Method in keyof Results]: (params: Params[Method]) => Results[Method] };

      /** Parameters of all events, by method. */
      export interface Events {}
      `,
    ],
  ];
  test.each(cases)("%s", async (_title, given, wanted) => {
    expect(await printed(protocolMapStatements(protocolOf(given)))).toBe(want(wanted));
  });
});
