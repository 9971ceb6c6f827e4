/**
 * What the protocol's definitions get wrong or leave unsaid, one entry each. No other file knows a name of the protocol.
 *
 * An entry needs certainty: the definition's own words, or code that has long relied on it. An entry is applied wherever its
 * domain is present. For the definitions in `protocol/` one that changes nothing any more fails the run, so that the list
 * shrinks with what upstream mends.
 *
 * Not here, though known: `Network.Cookie.expires` arrives as null where JSON has no word for infinity. Its description says
 * so itself, and `devtools-protocol` types it as we do.
 */

import type { Position } from "../errors.js";
import type { RecordValue } from "./model.js";

/** One thing to know better than the definitions. */
export interface Quirk {
  /**
   * A declared type, a command or an event (`Target.TargetID`, `Page.navigate`), or a property by the interface that holds it (`Network.Cookie.expires`,
   * `Page.CaptureScreenshotResponse.data`).
   */
  readonly what: string;
  readonly change: QuirkChange;
  readonly reason: string;
  /** Where to see that it is so. */
  readonly link: string;
}

export type QuirkChange =
  /** Values of an alias identify the same kind of thing as values of another type do: its name with its domain. */
  | { readonly kind: "identity"; readonly identity: string }
  /** A property that may be missing, or never is. */
  | { readonly kind: "optional"; readonly optional: boolean }
  /** A string property, or an array of them, is bytes: base64 in JSON, a byte string in CBOR. */
  | { readonly kind: "binary" }
  /** A mark that is missing, or should be. */
  | { readonly kind: "mark"; readonly mark: "deprecated" | "experimental"; readonly set: boolean }
  /** What should be said of it. */
  | { readonly kind: "description"; readonly description: string }
  /** A value that an enum lacks. */
  | { readonly kind: "value"; readonly value: string }
  /** What the values of an object of any form are. */
  | { readonly kind: "record"; readonly values: readonly RecordValue[] };

/** A user's own quirk. It is written for the input that it comes with, so one that changes nothing always fails. */
export interface Correction extends Quirk {
  /** Where it is written. */
  readonly position: Position;
}

/** The quirks of the protocol that Chromium publishes. */
export const quirks: readonly Quirk[] = [
  {
    what: "Target.TargetID",
    change: { kind: "identity", identity: "Page.FrameId" },
    reason: "A page's or iframe's target id is the id of its main frame; clients look frames up by it.",
    link: "https://github.com/puppeteer/puppeteer/blob/puppeteer-v24.43.1/packages/puppeteer-core/src/cdp/FrameManager.ts",
  },
  {
    what: "Network.LoaderId",
    change: { kind: "identity", identity: "Network.RequestId" },
    reason:
      "The request for a document has its loader's id; `requestId === loaderId` is how clients tell navigations.",
    link: "https://github.com/puppeteer/puppeteer/blob/puppeteer-v24.43.1/packages/puppeteer-core/src/cdp/HTTPRequest.ts",
  },
  {
    what: "Storage.SerializedStorageKey",
    change: { kind: "identity", identity: "Storage.SerializedStorageKey" },
    reason:
      "A storage key names one partition of a site's storage, though its type's name does not end in Id.",
    link: "https://chromedevtools.github.io/devtools-protocol/tot/Storage/#method-getStorageKey",
  },
  {
    what: "DOMStorage.SerializedStorageKey",
    change: { kind: "identity", identity: "Storage.SerializedStorageKey" },
    reason: "Declared twice: what `Storage.getStorageKey` gives is what `DOMStorage.StorageId` takes.",
    link: "https://github.com/ChromeDevTools/devtools-frontend/blob/main/front_end/panels/application/DOMStorageModel.ts",
  },
  {
    what: "Network.Headers",
    change: { kind: "record", values: ["string"] },
    reason: "The values of headers are strings: Chromium sends no other, and refuses any other that is sent.",
    link: "https://source.chromium.org/chromium/chromium/src/+/main:content/browser/devtools/protocol/network_handler.cc",
  },
  {
    what: "Runtime.SerializationOptions.additionalParameters",
    change: { kind: "record", values: ["string", "number"] },
    reason: "Its own description has it: values can only be strings or integers.",
    link: "https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#type-SerializationOptions",
  },
];
