/** A few domains and targets by hand, in the form of generated ones. */
import { defineDomain, defineTarget } from "../../templates/runtime/codegen.js";
import type {
  Bytes,
  CallOptions,
  Domain,
  EventSource,
  Session,
  TargetType,
} from "../../templates/runtime/codegen.js";

export interface PageDomain {
  enable(params?: object, options?: CallOptions): Promise<void>;
  navigate(params: { readonly url: string }, options?: CallOptions): Promise<{ readonly frameId: string }>;
  captureScreenshot(params?: object, options?: CallOptions): Promise<{ readonly data: Bytes }>;
  readonly loadEventFired: EventSource<{ readonly timestamp: number }>;
  readonly screencastFrame: EventSource<{ readonly data: Bytes; readonly sessionId: number }>;
}

export const Page: Domain<PageDomain> = defineDomain("Page", {
  commands: "enable navigate captureScreenshot",
  events: "loadEventFired screencastFrame",
  receives: { captureScreenshot: "data", screencastFrame: "data" },
});

export interface FetchDomain {
  fulfillRequest(
    params: { readonly requestId: string; readonly body?: Uint8Array | undefined },
    options?: CallOptions,
  ): Promise<void>;
}

export const Fetch: Domain<FetchDomain> = defineDomain("Fetch", {
  commands: "fulfillRequest",
  sends: { fulfillRequest: "body" },
});

export interface RuntimeDomain {
  enable(params?: object, options?: CallOptions): Promise<void>;
  readonly consoleAPICalled: EventSource<{ readonly type: string }>;
}

export const Runtime: Domain<RuntimeDomain> = defineDomain("Runtime", {
  commands: "enable",
  events: "consoleAPICalled",
});

export interface PageTarget extends Session {
  readonly Page: PageDomain;
  readonly Fetch: FetchDomain;
  readonly Runtime: RuntimeDomain;
}

export const PageTarget: TargetType<PageTarget> = defineTarget(
  "PageTarget",
  ["page"],
  [Page, Fetch, Runtime],
);

export interface WorkerTarget extends Session {
  readonly Runtime: RuntimeDomain;
}

export const WorkerTarget: TargetType<WorkerTarget> = defineTarget("WorkerTarget", ["worker"], [Runtime]);

export const ServiceWorkerTarget: TargetType<WorkerTarget> = defineTarget(
  "ServiceWorkerTarget",
  ["service_worker"],
  [Runtime],
);

export interface IframeTarget extends Session {
  readonly Page: PageDomain;
  readonly Runtime: RuntimeDomain;
}

export const IframeTarget: TargetType<IframeTarget> = defineTarget(
  "IframeTarget",
  ["iframe"],
  [Page, Runtime],
);

export interface TabTarget extends Session {
  readonly Page: PageDomain;
}

export const TabTarget: TargetType<TabTarget> = defineTarget("TabTarget", ["tab"], [Page]);

export interface BrowserTarget extends Session {
  readonly Runtime: RuntimeDomain;
}

export const BrowserTarget: TargetType<BrowserTarget> = defineTarget("BrowserTarget", ["browser"], [Runtime]);
