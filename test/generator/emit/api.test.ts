import { expect, test } from "vitest";
import { apiText } from "../../../generator/emit/api.js";
import { protocolOf, targetOf, want } from "./given.js";

const pdl = `
  domain DOM
    type NodeId extends integer

  experimental domain Page
    depends on DOM
    type DialogType extends string
      enum
        alert
        confirm
    type Frame extends object
      properties
        DOM.NodeId owner
        deprecated optional string name
    experimental deprecated command capture
      parameters
        optional enum format
          jpeg
          png
      returns
        binary data
    command close
    event opened
      parameters
        DialogType type
    experimental event closed
`;

test("api.txt has a line for each export and each member", () => {
  const targets = [
    targetOf("Worker", ["Page"], {
      commands: { Page: { only: ["close"], refuses: { close: "Not allowed" }, requires: { close: "pipe" } } },
    }),
    targetOf("Page", ["Page"]),
  ];
  expect(apiText(protocolOf(pdl, { targets }), new Map())).toBe(
    want(`
    domains/DOM  type NodeId = Id<"DOM.NodeId", number>
    domains/Page  const Page: Domain<PageDomain>
    domains/Page  interface CaptureRequest.format?: "jpeg" | "png" | undefined
    domains/Page  interface CaptureResponse.data: Bytes
    domains/Page  interface Frame
    domains/Page  interface Frame.name?: string  (deprecated)
    domains/Page  interface Frame.owner: DOM.NodeId
    domains/Page  interface OpenedEvent.type: Open<DialogType>
    domains/Page  interface PageDomain  (experimental)
    domains/Page  interface PageDomain.capture(params?: CaptureRequest, options?: CallOptions): Promise<CaptureResponse>  (experimental, deprecated)
    domains/Page  interface PageDomain.close(params?: NoParams, options?: CallOptions): Promise<void>
    domains/Page  interface PageDomain.closed: EventSource<NoParams>  (experimental)
    domains/Page  interface PageDomain.opened: EventSource<OpenedEvent>
    domains/Page  type CaptureRequestFormat = "jpeg" | "png"
    domains/Page  type DialogType = "alert" | "confirm"
    schemas/Page  const PageSchema: DomainSchema
    targets/PageTarget  const PageTarget: TargetType<PageTarget>
    targets/PageTarget  interface PageTarget.Page: PagePageDomain
    targets/PageTarget  interface PageTarget: "page"
    targets/PageTarget  type PagePageDomain = PageDomain
    targets/WorkerTarget  WorkerTarget.Page.close  (refuses, needs pipe)
    targets/WorkerTarget  const WorkerTarget: TargetType<WorkerTarget>
    targets/WorkerTarget  interface WorkerPageDomain.close
    targets/WorkerTarget  interface WorkerPageDomain.closed
    targets/WorkerTarget  interface WorkerPageDomain.opened
    targets/WorkerTarget  interface WorkerTarget.Page: WorkerPageDomain
    targets/WorkerTarget  interface WorkerTarget: "worker"
    `),
  );
});
