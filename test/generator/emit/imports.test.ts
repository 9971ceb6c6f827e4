import { describe, expect, test } from "vitest";
import { Imports } from "../../../generator/emit/imports.js";
import { printed, want } from "./given.js";

describe("Imports", () => {
  const cases: [
    title: string,
    file: string,
    locals: string[],
    use: (imports: Imports) => string[],
    want: string,
  ][] = [
    ["nothing used, nothing imported", "domains/Page.ts", [], () => [], ""],
    [
      "the runtime first, values before types, each list sorted",
      "domains/Page.ts",
      ["Page"],
      (imports) => [
        imports.type({ name: "NodeId", file: "domains/DOM.ts", qualifier: "DOM" }),
        imports.type({ name: "BackendNodeId", file: "domains/DOM.ts", qualifier: "DOM" }),
        imports.runtimeType("Open"),
        imports.runtimeType("Bytes"),
        imports.runtimeValue("defineDomain"),
        imports.runtimeType("Open"),
      ],
      `
      // NodeId BackendNodeId Open Bytes defineDomain Open
      import { defineDomain } from "../runtime/codegen.js";
      import type { Bytes, Open } from "../runtime/codegen.js";
      import type { BackendNodeId, NodeId } from "./DOM.js";
      `,
    ],
    [
      "a type that is called as one of the file's own",
      "domains/Audits.ts",
      ["Request"],
      (imports) => [imports.type({ name: "Request", file: "domains/Network.ts", qualifier: "Network" })],
      `
      // Network_Request
      import type { Request as Network_Request } from "./Network.js";
      `,
    ],
    [
      "two types of one name from two domains",
      "domains/Audits.ts",
      [],
      (imports) => [
        imports.type({ name: "Frame", file: "domains/Page.ts", qualifier: "Page" }),
        imports.type({ name: "Frame", file: "domains/Debugger.ts", qualifier: "Debugger" }),
        imports.type({ name: "Frame", file: "domains/Page.ts", qualifier: "Page" }),
      ],
      `
      // Frame Debugger_Frame Frame
      import type { Frame as Debugger_Frame } from "./Debugger.js";
      import type { Frame } from "./Page.js";
      `,
    ],
    [
      "the runtime yields to the file",
      "domains/Schema.ts",
      ["Domain", "Open", "Open_"],
      (imports) => [imports.runtimeType("Domain"), imports.runtimeType("Open")],
      `
      // Domain_ Open__
      import type { Domain as Domain_, Open as Open__ } from "../runtime/codegen.js";
      `,
    ],
    [
      "a type that is called as one of the runtime's, used or not",
      "domains/Page.ts",
      [],
      (imports) => [
        imports.type({ name: "Domain", file: "domains/Schema.ts", qualifier: "Schema" }),
        imports.runtimeType("Domain"),
      ],
      `
      // Schema_Domain Domain
      import type { Domain } from "../runtime/codegen.js";
      import type { Domain as Schema_Domain } from "./Schema.js";
      `,
    ],
    [
      "an alias that is taken too",
      "domains/Audits.ts",
      ["Frame", "Page_Frame"],
      (imports) => [imports.type({ name: "Frame", file: "domains/Page.ts", qualifier: "Page" })],
      `
      // Page_Frame_
      import type { Frame as Page_Frame_ } from "./Page.js";
      `,
    ],
    [
      "paths from the top and from a folder",
      "unsafe.ts",
      [],
      (imports) => [
        imports.value({ name: "Page", file: "domains/Page.ts" }),
        imports.type({ name: "Session", file: "session.ts" }),
        imports.runtimeValue("openDomains"),
      ],
      `
      // Page Session openDomains
      import { openDomains } from "./runtime/codegen.js";
      import type { Session } from "./session.js";
      import { Page } from "./domains/Page.js";
      `,
    ],
    [
      "a name that is used as a type and as a value is imported once",
      "targets/PageTarget.ts",
      [],
      (imports) => [
        imports.type({ name: "Page", file: "domains/Page.ts" }),
        imports.value({ name: "Page", file: "domains/Page.ts" }),
      ],
      `
      // Page Page
      import { Page } from "../domains/Page.js";
      `,
    ],
  ];
  test.each(cases)("%s", async (_title, file, locals, use, wanted) => {
    const imports = new Imports(file, locals);
    const names = use(imports);
    const text = await printed(imports.structures());
    expect(names.length === 0 ? text : `// ${names.join(" ")}\n${text}`).toBe(
      wanted === "" ? "" : want(wanted),
    );
  });
});
