import { describe, expect, test } from "vitest";
import { domainStatements } from "../../../generator/emit/domain.js";
import { domainOf, printed, protocolOf, want } from "./given.js";

const wireDoc =
  "/** The domain as a value, for `session.use`: its method names, and which of its fields are bytes. */";

describe("a domain's file", () => {
  const cases: [title: string, given: string, domain: string, want: string][] = [
    [
      "what can be called, what it takes and gives, the types, the value",
      `
      # Watches and steers one page.
      domain Page
        depends on DOM

        # Names one frame.
        type FrameId extends string

        # Which kind of dialog a script opened.
        type DialogType extends string
          enum
            alert
            # Asks whether to leave.
            beforeunload

        # Puts the page in front of the others.
        command bringToFront

        # Takes a picture of the page.
        experimental command captureScreenshot
          parameters
            # Image format.
            optional enum format
              jpeg
              png
            experimental optional boolean fromSurface
          returns
            # The image file.
            binary data

        deprecated command close
          parameters
            FrameId frameId
            DialogType type
            optional array of string reasons

        # A script has opened a dialog.
        event javascriptDialogOpening
          parameters
            FrameId frameId
            DialogType type
            optional string url

        event loaded
      `,
      "Page",
      `
      import { defineDomain } from "../runtime/codegen.js";
      import type { Bytes, CallOptions, Domain, EventSource, Id, NoParams, Open } from "../runtime/codegen.js";

      /** Watches and steers one page. */
      export interface PageDomain {
        /** Puts the page in front of the others. */
        bringToFront(params?: NoParams, options?: CallOptions): Promise<void>;

        /**
         * Takes a picture of the page.
         * @experimental
         */
        captureScreenshot(
          params?: CaptureScreenshotRequest,
          options?: CallOptions,
        ): Promise<CaptureScreenshotResponse>;

        /** @deprecated */
        close(params: CloseRequest, options?: CallOptions): Promise<void>;

        /** A script has opened a dialog. */
        readonly javascriptDialogOpening: EventSource<JavascriptDialogOpeningEvent>;
        readonly loaded: EventSource<NoParams>;
      }

      /** Parameters of \`Page.captureScreenshot\`. */
      export interface CaptureScreenshotRequest {
        /** Image format. */
        readonly format?: "jpeg" | "png" | undefined;

        /** @experimental */
        readonly fromSurface?: boolean | undefined;
      }

      /** Result of \`Page.captureScreenshot\`. */
      export interface CaptureScreenshotResponse {
        /** The image file. */
        readonly data: Bytes;
      }

      /** Parameters of \`Page.close\`. */
      export interface CloseRequest {
        readonly frameId: FrameId;
        readonly type: Open<DialogType>;
        readonly reasons?: readonly string[] | undefined;
      }

      /** Parameters of the event \`Page.javascriptDialogOpening\`. */
      export interface JavascriptDialogOpeningEvent {
        readonly frameId: FrameId;
        readonly type: Open<DialogType>;
        readonly url?: string;
      }

      /** Names one frame. */
      export type FrameId = Id<"Page.FrameId">;

      /**
       * Which kind of dialog a script opened.
       *
       * - \`beforeunload\`: Asks whether to leave.
       */
      export type DialogType = "alert" | "beforeunload";

      /** The values of \`CaptureScreenshotRequest.format\`. */
      export type CaptureScreenshotRequestFormat = "jpeg" | "png";

      ${wireDoc}
      export const Page: Domain<PageDomain> = /* @__PURE__ */ defineDomain("Page", {
        commands: "bringToFront captureScreenshot close",
        events: "javascriptDialogOpening loaded",
        receives: { captureScreenshot: "data" },
      });
      `,
    ],
    [
      "types that travel one way, both ways and neither",
      `
      domain WebAuthn
        type Options extends object
          properties
            array of string transports
            optional string name
        type Info extends object
          properties
            array of string transports
            optional string name
        type Credential extends object
          properties
            binary key
            optional binary userHandle
            array of string transports
        type Unused extends object
          properties
            optional array of string names
        command add
          parameters
            Options options
            Credential credential
            optional array of Credential others
        command get
          returns
            Info info
            Credential credential
      `,
      "WebAuthn",
      `
      import { defineDomain } from "../runtime/codegen.js";
      import type { Bytes, CallOptions, Domain, NoParams, Sent } from "../runtime/codegen.js";

      export interface WebAuthnDomain {
        add(params: AddRequest, options?: CallOptions): Promise<void>;
        get(params?: NoParams, options?: CallOptions): Promise<GetResponse>;
      }

      /** Parameters of \`WebAuthn.add\`. */
      export interface AddRequest {
        readonly options: Options;
        readonly credential: Sent<Credential>;
        readonly others?: readonly Sent<Credential>[] | undefined;
      }

      /** Result of \`WebAuthn.get\`. */
      export interface GetResponse {
        readonly info: Info;
        readonly credential: Credential;
      }

      export interface Options {
        readonly transports: readonly string[];
        readonly name?: string | undefined;
      }

      export interface Info {
        readonly transports: string[];
        readonly name?: string;
      }

      export interface Credential {
        readonly key: Bytes;
        readonly userHandle?: Bytes | undefined;
        readonly transports: string[];
      }

      export interface Unused {
        readonly names?: string[];
      }

      ${wireDoc}
      export const WebAuthn: Domain<WebAuthnDomain> = /* @__PURE__ */ defineDomain("WebAuthn", {
        commands: "add get",
        events: "",
        sends: { add: "credential.key credential.userHandle others[].key others[].userHandle" },
        receives: { get: "credential.key credential.userHandle" },
      });
      `,
    ],
    [
      "an enum that is declared where it is used is written there, and has a name of its own, though another is equal",
      `
      domain Input
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
            enum kind
              soft
      `,
      "Input",
      `
      import { defineDomain } from "../runtime/codegen.js";
      import type { CallOptions, Domain } from "../runtime/codegen.js";

      export interface InputDomain {
        press(params: PressRequest, options?: CallOptions): Promise<void>;
        release(params: ReleaseRequest, options?: CallOptions): Promise<void>;
      }

      /** Parameters of \`Input.press\`. */
      export interface PressRequest {
        readonly button: "left" | "right";
      }

      /** Parameters of \`Input.release\`. */
      export interface ReleaseRequest {
        readonly button: "left" | "right";
        readonly kind: "soft";
      }

      /** The values of \`PressRequest.button\`. */
      export type PressRequestButton = "left" | "right";

      /** The values of \`ReleaseRequest.button\`. */
      export type ReleaseRequestButton = "left" | "right";

      /** The values of \`ReleaseRequest.kind\`. */
      export type ReleaseRequestKind = "soft";

      ${wireDoc}
      export const Input: Domain<InputDomain> = /* @__PURE__ */ defineDomain("Input", {
        commands: "press release",
        events: "",
      });
      `,
    ],
  ];
  test.each(cases)("%s", async (_title, given, domain, wanted) => {
    const protocol = protocolOf(given);
    expect(await printed(domainStatements(domainOf(protocol, domain)))).toBe(want(wanted));
  });

  test("links to the protocol's site where the definitions are Chromium's", async () => {
    const given = `
      domain Page
        # Reloads.
        command reload
          redirect Tab
        event loaded

      domain Tab
    `;
    const protocol = protocolOf(given, { revision: "1234567" });
    const text = await printed(domainStatements(domainOf(protocol, "Page")));
    expect(text).toContain(
      want(`
      /** @see {@link https://chromedevtools.github.io/devtools-protocol/tot/Page/ Page} */
      export interface PageDomain {
        /**
         * Reloads.
         *
         * Redirected to \`Tab\`.
         * @see {@link https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-reload Page.reload}
         */
        reload(params?: NoParams, options?: CallOptions): Promise<void>;

        /** @see {@link https://chromedevtools.github.io/devtools-protocol/tot/Page/#event-loaded Page.loaded} */
        readonly loaded: EventSource<NoParams>;
      }
      `),
    );
  });

  test("bytes are not said to be base64, and other words stay", async () => {
    const protocol = protocolOf(`
      domain Page
        command swap
          parameters
            # Body. (Encoded as a base64 string when passed over JSON)
            binary body
            # Base64-encoded image data.
            binary image
            # The encoded body as a base64 string. Omitted if empty.
            binary encoded
            # Entry content, base64-encoded.
            binary entry
            # A page as a base64 encoded protobuf.
            # Its format is elsewhere.
            binary page
            # Base64 encoded
            # keys.
            array of binary keys
            # Text. (Encoded as a base64 string when passed over JSON)
            string text
    `);
    const text = await printed(domainStatements(domainOf(protocol, "Page")));
    expect(text).toContain("/** Body. */\n  readonly body: Uint8Array;");
    expect(text).toContain("/** Image data. */\n  readonly image: Uint8Array;");
    expect(text).toContain("/** The encoded body. Omitted if empty. */\n  readonly encoded: Uint8Array;");
    expect(text).toContain("/** Entry content. */\n  readonly entry: Uint8Array;");
    expect(text).toContain("   * A page as a protobuf.\n   * Its format is elsewhere.\n");
    expect(text).toContain("/** Keys. */\n  readonly keys: readonly Uint8Array[];");
    expect(text).toContain(
      "/** Text. (Encoded as a base64 string when passed over JSON) */\n  readonly text: string;",
    );
  });
});
