/** A client of this package and a server of this package, in one program, in both forms. */
import { describe, expect, test } from "vitest";
import { CborCodec } from "../../../templates/runtime/codec/cbor/cbor-codec.js";
import { connect } from "../../../templates/runtime/client/connect.js";
import type { Session } from "../../../templates/runtime/client/session.js";
import { defineDomain } from "../../../templates/runtime/client/domain.js";
import { CommandError, SessionDetachedError } from "../../../templates/runtime/core/errors.js";
import type { ServerConnection } from "../../../templates/runtime/server/index.js";
import { Dispatcher, serve, serverError } from "../../../templates/runtime/server/index.js";
import { memoryPair } from "../../../templates/runtime/transports/memory.js";
import type { Transport } from "../../../templates/runtime/transports/transport.js";

interface PageCommands {
  readonly "Page.navigate": (params: { readonly url: string }) => { readonly frameId: string };
  readonly "Page.printToPDF": (params: object) => { readonly data: Uint8Array };
  readonly "Page.setContent": (params: { readonly data: Uint8Array }) => { readonly length: number };
  readonly "Page.close": (params: object) => void;
}

interface PageEvents {
  readonly "Page.loaded": { readonly text: string };
  readonly "Target.detachedFromTarget": { readonly sessionId: string; readonly targetId: string };
}

interface PageDomain {
  navigate(params: { url: string }): Promise<{ frameId: string }>;
  printToPDF(params?: object): Promise<{ data: Uint8Array }>;
  setContent(params: { data: Uint8Array }): Promise<{ length: number }>;
  close(): Promise<void>;
}

const Page = defineDomain<PageDomain>("Page", {
  commands: "navigate printToPDF setContent close",
  events: "loaded",
  sends: { setContent: "data" },
  receives: { printToPDF: "data" },
});

const text = "é€😀 and \ud800 alone";
const pdf = Uint8Array.from({ length: 100_000 }, (_nothing, index) => index % 251);

const page = new Dispatcher<PageCommands, PageEvents>(
  {
    "Page.navigate": async ({ url }, { session }) => {
      if (url === "") throw serverError("Cannot navigate to invalid URL", "url");
      session.notify("Page.loaded", { text });
      return { frameId: `frame of ${url}` };
    },
    "Page.printToPDF": () => ({ data: pdf }),
    "Page.setContent": ({ data }) => ({ length: data instanceof Uint8Array ? data.length : -1 }),
    "Page.close": (_params, { session, answer }) => {
      answer();
      session.connection.root.notify("Target.detachedFromTarget", {
        sessionId: session.id ?? "",
        targetId: "T1",
      });
      session.close();
    },
  },
  { domains: [Page] },
);

const browser = new Dispatcher({
  "Browser.getVersion": () => ({ product: "Mock/1.0" }),
  "Target.attachToTarget": ({ targetId }, { session }) => {
    session.open("S1", page);
    session.notify("Target.attachedToTarget", {
      sessionId: "S1",
      targetInfo: { targetId, type: "page", title: "", url: "", attached: true },
      waitingForDebugger: false,
    });
    return { sessionId: "S1" };
  },
});

async function pair(form: "cbor" | "json"): Promise<{ client: Session; server: ServerConnection }> {
  const [here, there] = memoryPair();
  const server = serve(there, browser);
  const transport: Transport = form === "cbor" ? Object.assign(here, { codec: new CborCodec() }) : here;
  return { client: await connect(transport), server };
}

describe.each(["json", "cbor"] as const)("over %s", (form) => {
  async function attached(): Promise<{ client: Session; session: Session; page: PageDomain }> {
    const { client } = await pair(form);
    const { sessionId } = (await client.send("Target.attachToTarget", { targetId: "T1", flatten: true })) as {
      sessionId: string;
    };
    const session = client.connection.session(sessionId);
    if (session === undefined) throw new Error("the session was not announced");
    return { client, session, page: session.use(Page) };
  }

  test("commands are answered, on the root and on sessions", async () => {
    const { client, page: domain } = await attached();
    expect(await client.send("Browser.getVersion")).toEqual({ product: "Mock/1.0" });
    expect(await domain.navigate({ url: "a" })).toEqual({ frameId: "frame of a" });
  });

  test("commands are refused", async () => {
    const { client, page: domain } = await attached();
    const refusal = await domain.navigate({ url: "" }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CommandError);

    expect(refusal).toMatchObject({
      code: -32000,
      message: "Page.navigate: Cannot navigate to invalid URL: url (-32000)",
      data: "url",
    });
    await expect(client.send("Page.navigate")).rejects.toMatchObject({
      code: -32601,
      message: "Page.navigate: 'Page.navigate' wasn't found (-32601)",
    });
  });

  test("events arrive before the answer that follows them, with all of their text", async () => {
    const { session, page: domain } = await attached();
    const order: unknown[] = [];
    session.on("Page.loaded", (params) => order.push(params));
    await domain.navigate({ url: "a" }).then((result) => order.push(result));
    expect(order).toEqual([{ text }, { frameId: "frame of a" }]);
  });

  test("bytes are bytes, both ways", async () => {
    const { page: domain } = await attached();
    const { data } = await domain.printToPDF();
    expect(data).toBeInstanceOf(Uint8Array);
    expect(Buffer.compare(data, pdf)).toBe(0);
    expect(await domain.setContent({ data: pdf })).toEqual({ length: pdf.length });
  });

  test("a session that the server ends is over for the client", async () => {
    const { page: domain } = await attached();
    await domain.close();
    await expect(domain.navigate({ url: "a" })).rejects.toBeInstanceOf(SessionDetachedError);
  });

  test("a proxy passes commands and refusals on as they came", async () => {
    const upstream = await attached();
    const [here, there] = memoryPair();
    serve(
      there,
      new Dispatcher(
        {},
        { otherwise: async (params, { method }) => (await upstream.session.send(method, params)) as object },
      ),
    );
    const client = await connect(here);
    expect(await client.send("Page.navigate", { url: "a" })).toEqual({ frameId: "frame of a" });
    await expect(client.send("Page.navigate", { url: "" })).rejects.toMatchObject({
      code: -32000,
      message: "Page.navigate: Cannot navigate to invalid URL: url (-32000)",
      data: "url",
    });
  });

  test("a thousand commands in flight", async () => {
    const { page: domain } = await attached();
    const results = await Promise.all(
      Array.from({ length: 1000 }, (_nothing, index) => domain.navigate({ url: String(index) })),
    );
    expect(results.map(({ frameId }) => frameId)).toEqual(
      Array.from({ length: 1000 }, (_nothing, index) => `frame of ${index}`),
    );
  });
});
