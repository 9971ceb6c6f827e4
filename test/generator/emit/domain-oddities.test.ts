import { describe, expect, test } from "vitest";
import { domainStatements } from "../../../generator/emit/domain.js";
import { domainOf, printed, protocolOf, want } from "./given.js";

const wireDoc =
  "/** The domain as a value, for `session.use`: its method names, and which of its fields are bytes. */";

describe("a domain's file, where the input is odd", () => {
  const cases: [title: string, given: string, domain: string, want: string][] = [
    [
      "names that the runtime has too, and types of other domains",
      `
      domain Schema
        depends on Network
        type Domain extends object
          properties
            string name
            Network.Request request
        type Request extends object
          properties
            integer id
        command getDomains
          returns
            array of Domain domains

      domain Network
        type Request extends object
          properties
            string url
      `,
      "Schema",
      `
      import { defineDomain } from "../runtime/codegen.js";
      import type { CallOptions, Domain as Domain_, NoParams } from "../runtime/codegen.js";
      import type { Request as Network_Request } from "./Network.js";

      export interface SchemaDomain {
        getDomains(params?: NoParams, options?: CallOptions): Promise<GetDomainsResponse>;
      }

      /** Result of \`Schema.getDomains\`. */
      export interface GetDomainsResponse {
        readonly domains: Domain[];
      }

      export interface Domain {
        readonly name: string;
        readonly request: Network_Request;
      }

      export interface Request {
        readonly id: number;
      }

      ${wireDoc}
      export const Schema: Domain_<SchemaDomain> = /* @__PURE__ */ defineDomain("Schema", {
        commands: "getDomains",
        events: "",
      });
      `,
    ],
    [
      "what is left of a domain when only its types are asked for",
      `
      domain DOM
        # Names one node.
        type NodeId extends integer
      `,
      "DOM",
      `
      import type { Id } from "../runtime/codegen.js";

      /** Names one node. */
      export type NodeId = Id<"DOM.NodeId", number>;
      `,
    ],
    ["an empty domain", "domain Empty", "Empty", "export {};"],
    [
      "events and no commands",
      `
      domain Inspector
        event detached
      `,
      "Inspector",
      `
      import { defineDomain } from "../runtime/codegen.js";
      import type { Domain, EventSource, NoParams } from "../runtime/codegen.js";

      export interface InspectorDomain {
        readonly detached: EventSource<NoParams>;
      }

      ${wireDoc}
      export const Inspector: Domain<InspectorDomain> = /* @__PURE__ */ defineDomain("Inspector", {
        commands: "",
        events: "detached",
      });
      `,
    ],
    [
      "a type that holds itself and bytes",
      `
      domain Tree
        type Node extends object
          properties
            binary data
            optional array of Node children
        event grown
          parameters
            Node root
      `,
      "Tree",
      `
      import { defineDomain } from "../runtime/codegen.js";
      import type { Bytes, Domain, EventSource } from "../runtime/codegen.js";

      export interface TreeDomain {
        readonly grown: EventSource<GrownEvent>;
      }

      /** Parameters of the event \`Tree.grown\`. */
      export interface GrownEvent {
        readonly root: Node;
      }

      export interface Node {
        readonly data: Bytes;
        readonly children?: Node[];
      }

      ${wireDoc}
      export const Tree: Domain<TreeDomain> = /* @__PURE__ */ defineDomain("Tree", {
        commands: "",
        events: "grown",
        receives: { grown: "root@Node" },
        shapes: { Node: "data children[]@Node" },
      });
      `,
    ],
    [
      "words that are reserved elsewhere",
      `
      domain Odd
        command delete
          parameters
            binary class
            string default
        command get
        event readonly
          parameters
            optional string in
      `,
      "Odd",
      `
      import { defineDomain } from "../runtime/codegen.js";
      import type { CallOptions, Domain, EventSource, NoParams } from "../runtime/codegen.js";

      export interface OddDomain {
        delete(params: DeleteRequest, options?: CallOptions): Promise<void>;
        get(params?: NoParams, options?: CallOptions): Promise<void>;
        readonly readonly: EventSource<ReadonlyEvent>;
      }

      /** Parameters of \`Odd.delete\`. */
      export interface DeleteRequest {
        readonly class: Uint8Array;
        readonly default: string;
      }

      /** Parameters of the event \`Odd.readonly\`. */
      export interface ReadonlyEvent {
        readonly in?: string;
      }

      ${wireDoc}
      export const Odd: Domain<OddDomain> = /* @__PURE__ */ defineDomain("Odd", {
        commands: "delete get",
        events: "readonly",
        sends: { delete: "class" },
      });
      `,
    ],
    [
      "comments that would end, link or fill in something",
      `
      # Ends */ here, {{fills}} in and \${runs}.
      domain Odd
        # @param and {@link Page
        # \`*/\` in code, { alone
        command go
          parameters
            # <b>bold</b> and a lone \`
            optional enum kind
              # the */ first
              one
              two
      `,
      "Odd",
      `
      import { defineDomain } from "../runtime/codegen.js";
      import type { CallOptions, Domain } from "../runtime/codegen.js";

      /** Ends *\\/ here, \\{\\{fills\\}\\} in and $\\{runs\\}. */
      export interface OddDomain {
        /**
         * \\@param and \\{\\@link Page
         * \`*\\/\` in code, \\{ alone
         */
        go(params?: GoRequest, options?: CallOptions): Promise<void>;
      }

      /** Parameters of \`Odd.go\`. */
      export interface GoRequest {
        /**
         * \\<b\\>bold\\</b\\> and a lone \\\`
         *
         * - \`one\`: the *\\/ first
         */
        readonly kind?: "one" | "two" | undefined;
      }

      /**
       * The values of \`GoRequest.kind\`.
       *
       * - \`one\`: the *\\/ first
       */
      export type GoRequestKind = "one" | "two";

      ${wireDoc}
      export const Odd: Domain<OddDomain> = /* @__PURE__ */ defineDomain("Odd", {
        commands: "go",
        events: "",
      });
      `,
    ],
  ];
  test.each(cases)("%s", async (_title, given, domain, wanted) => {
    const protocol = protocolOf(given);
    expect(await printed(domainStatements(domainOf(protocol, domain)))).toBe(want(wanted));
  });
});
