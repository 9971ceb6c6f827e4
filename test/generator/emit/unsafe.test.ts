import { expect, test } from "vitest";
import { unsafeStatements } from "../../../generator/emit/unsafe.js";
import { printed, protocolOf, want } from "./given.js";

test("src/unsafe.ts opens every domain that has something to open", async () => {
  const protocol = protocolOf(`
    domain Page
      command reload

    domain Types
      type Id extends string

    domain Log
      event entryAdded
  `);
  expect(await printed(unsafeStatements(protocol))).toBe(
    want(`
    import { openDomains } from "./runtime/codegen.js";
    import type { Domain } from "./runtime/codegen.js";
    import { Log, type LogDomain } from "./domains/Log.js";
    import { Page, type PageDomain } from "./domains/Page.js";

    /** Every domain of the protocol. */
    export interface AllDomains {
      readonly Page: PageDomain;
      readonly Log: LogDomain;
    }

    const allDomains: readonly Domain<unknown>[] = [Page, Log];

    /**
     * The session with every domain of the protocol, including those that its target lacks.
     *
     * Commands that the target lacks reject with a \`CommandError\`; events that it lacks never arrive.
     * Importing this bundles all domains.
     */
    export function unsafe<S extends object>(session: S): S & AllDomains {
      return openDomains<S & AllDomains>(session, allDomains);
    }
    `),
  );
});
