import { describe, expect, test } from "vitest";
import { exportedSurface } from "../../../generator/emit/exported-surface.js";

describe("exportedSurface", () => {
  const cases: [title: string, sources: Record<string, string>, want: string[]][] = [
    [
      "declarations of every kind, as they look from outside",
      {
        "index.ts": `
          /** Doc. */
          export function connect<T extends object>(endpoint: string, options: Options = {}, ...rest: T[]): Promise<void> { return go(); }
          export const limit: number = 5;
          export type Open<T extends string> = T | (string & {});
          export interface Options extends Base { /** ms */ readonly timeout?: number | undefined; close(): void; }
          export class CdpError extends Error {
            readonly code: string;
            #secret = 1;
            private hidden: number = 2;
            /** @internal */ inner(): void {}
            constructor(message: string, options?: ErrorOptions) { super(message, options); }
            get method(): string | undefined { return undefined; }
            static of(text: string): CdpError { return new CdpError(text); }
            [Symbol.dispose](): void {}
            [unknownSymbol](): void {}
          }
          const local = 1;
        `,
      },
      [
        "index  function connect<T extends object>(endpoint: string, options?: Options, ...rest: T[]): Promise<void>",
        "index  const limit: number",
        "index  type Open<T extends string> = T | (string & {})",
        "index  interface Options extends Base",
        "index  interface Options.timeout?: number | undefined",
        "index  interface Options.close(): void",
        "index  class CdpError extends Error",
        "index  class CdpError.code: string",
        "index  class CdpError.constructor(message: string, options?: ErrorOptions)",
        "index  class CdpError.method: string | undefined",
        "index  class CdpError.of(text: string): CdpError",
        "index  class CdpError[Symbol.dispose](): void",
      ],
    ],
    [
      "exports of other modules are followed to where they are declared",
      {
        "index.ts": `
          export { connect as open } from "./runtime/connect.js";
          export type * as Protocol from "./protocol.js";
          export * from "./runtime/errors.js";
          export { PageTarget } from "./targets/PageTarget.js";
        `,
        "runtime/connect.ts":
          "export function connect(): void {}\nexport function inner(): void {}\nexport const a: 1 = 1;",
        "runtime/errors.ts": 'export type * from "./more.js";\nexport class CdpError {}',
        "runtime/more.ts": "export interface More {}\nexport function notAType(): void {}",
      },
      [
        "index  export connect as open from runtime/connect",
        "runtime/connect  function connect(): void",
        "index  export type * as Protocol from protocol",
        "index  export * from runtime/errors",
        "runtime/errors  export type * from runtime/more",
        "runtime/more  interface More",
        "runtime/errors  class CdpError",
        "index  export PageTarget from targets/PageTarget",
      ],
    ],
    [
      "a circle of exports ends",
      {
        "index.ts": 'export * from "./a.js";',
        "a.ts": 'export * from "./index.js";\nexport const a: 1 = 1;',
      },
      ["index  export * from a", "a  export * from index", "a  const a: 1"],
    ],
  ];
  test.each(cases)("%s", (_title, sources, want) => {
    expect(exportedSurface(["index.ts"], new Map(Object.entries(sources)))).toEqual(want);
  });
});
