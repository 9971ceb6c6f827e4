import dns from "node:dns";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fetchProtocol, isUrl, shownUrl } from "../../../generator/load/live.js";
import { loadProtocols } from "../../../generator/load/load.js";
import { failureOf, failureOfPromise } from "./failure.js";

type LookupDone = (error: Error | null, addresses: string | dns.LookupAddress[], family?: number) => void;

const closers: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) close();
});

/** Listens on the loopback interface and gives `127.0.0.1:<port>`. */
async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const small = JSON.stringify({ version: { major: "1", minor: "3" }, domains: [{ domain: "A" }] });

describe("what is a URL", () => {
  test.each<[input: string, want: boolean]>([
    ["http://127.0.0.1:9222", true],
    ["HTTPS://example.com/json/protocol", true],
    ["ws://127.0.0.1:9222", true],
    ["protocol", false],
    ["./a.json", false],
    ["C:\\protocol", false],
    ["http.json", false],
  ])("%s", (input, want) => {
    expect(isUrl(input)).toBe(want);
  });
});

describe("what is shown of a URL", () => {
  test.each<[input: string, want: string]>([
    ["http://127.0.0.1:9222", "http://127.0.0.1:9222/json/protocol"],
    ["http://127.0.0.1:9222/", "http://127.0.0.1:9222/json/protocol"],
    [
      "https://user:secret@example.com/x/protocol.json?token=secret#secret",
      "https://example.com/x/protocol.json",
    ],
    ["http://secret@[::1]:9222", "http://[::1]:9222/json/protocol"],
  ])("%s", (input, want) => {
    expect(shownUrl(input)).toBe(want);
  });
});

test("the path, the query and the credentials are sent", async () => {
  const asked: unknown[] = [];
  const host = await serve((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    response.end(small);
  });
  await fetchProtocol(`http://${host}`);
  await fetchProtocol(`http://${host}/?token=a`);
  await fetchProtocol(`http://${host}/devtools/protocol.json?token=a#b`);
  await fetchProtocol(`http://user:p%40ss%@${host}`);
  expect(asked).toEqual([
    ["/json/protocol", undefined],
    ["/json/protocol?token=a", undefined],
    ["/devtools/protocol.json?token=a", undefined],
    ["/json/protocol", `Basic ${Buffer.from("user:p%40ss%").toString("base64")}`],
  ]);
});

test("a protocol is loaded from an endpoint", async () => {
  const host = await serve((_request, response) => response.end(small));
  const loaded = await loadProtocols([`http://user:secret@${host}/?token=secret`]);
  const name = `http://${host}/json/protocol`;
  expect(loaded.protocols.map(({ form, domains }) => [form, domains.map((domain) => domain.name)])).toEqual([
    ["json", ["A"]],
  ]);
  expect(loaded.protocols[0]?.domains[0]?.position.file).toBe(name);
  expect(loaded.revision).toBeUndefined();
  expect(loaded.sources).toEqual([{ name, bytes: Buffer.from(small) }]);
});

describe("errors", () => {
  const answering = (status: number, text: string) =>
    serve((_request, response) => response.writeHead(status).end(text));
  test.each<[title: string, status: number, text: string, want: string]>([
    [
      "no such path",
      404,
      "",
      "HOST answered with status 404.\nA browser serves its protocol at /json/protocol. Is this a debugging port?",
    ],
    [
      "refused",
      403,
      "your secret is wrong",
      "HOST answered with status 403.\nIt requires other credentials than the URL has.",
    ],
    ["broken", 500, "secret", "HOST answered with status 500."],
    ["redirected to nowhere", 304, "", "HOST answered with status 304."],
  ])("%s", async (_title, status, text, want) => {
    const host = await answering(status, text);
    const failure = await failureOfPromise(fetchProtocol(`http://user:secret@${host}/?token=secret`));
    expect(failure).toBe(want.replace("HOST", `http://${host}/json/protocol`));
  });

  test("Chromium takes no host names", async () => {
    const host = await answering(500, "Host header is specified and is not an IP address or localhost.");
    expect(await failureOfPromise(fetchProtocol(`http://${host}`))).toBe(
      `The debugging port at ${host} answers to IP addresses and "localhost" only.\nPut the IP address of that host into the URL.`,
    );
  });

  test("nor does Node.js, which gives no reason", async () => {
    const host = await answering(400, "");
    vi.spyOn(dns, "lookup").mockImplementation(((
      _name: string,
      options: { all?: boolean },
      done: LookupDone,
    ) => {
      if (options.all === true) done(null, [{ address: "127.0.0.1", family: 4 }]);
      else done(null, "127.0.0.1", 4);
    }) as typeof dns.lookup);
    const named = host.replace("127.0.0.1", "debugged.invalid");
    expect(await failureOfPromise(fetchProtocol(`http://${named}`))).toBe(
      `The debugging port at ${named} answers to IP addresses and "localhost" only.\nPut the IP address of that host into the URL.`,
    );
    expect(await failureOfPromise(fetchProtocol(`http://${host}`))).toBe(
      `http://${host}/json/protocol answered with status 400.`,
    );
  });

  test.each<[text: string, want: string]>([
    ["<html>secret</html>", '1:1 Expected a value, found "<".'],
    ["", "1:1 The file is empty.\nIt has to hold one JSON value."],
    ["{}", '1:1 The protocol has no "domains".'],
    [
      small.slice(0, -1),
      '1:64 Expected "," or "}" in an object, found the end of the file.\nThe file may have been cut off.',
    ],
  ])("an answer that is no protocol: %s", async (text, want) => {
    const host = await answering(200, text);
    const failure = await failureOfPromise(loadProtocols([`http://user:secret@${host}/?token=secret`]));
    expect(failure).toBe(`http://${host}/json/protocol:${want}`);
  });

  test("an answer in another encoding", async () => {
    const host = await serve((_request, response) => response.end(Buffer.from(small, "utf16le").subarray(1)));
    const failure = await failureOfPromise(loadProtocols([`http://${host}/?token=secret`]));
    expect(failure).not.toContain("secret");
    expect(failure).toContain(`http://${host}/json/protocol`);
  });

  test("nothing listens", async () => {
    const host = await serve(() => {});
    for (const close of closers.splice(0)) close();
    expect(await failureOfPromise(fetchProtocol(`http://user:secret@${host}/?token=secret`))).toBe(
      `Nothing listens at http://${host}/json/protocol.\nStart the browser with --remote-debugging-port=9222, or Node.js with --inspect, and give that port.`,
    );
  });

  test("no such host", async () => {
    vi.spyOn(dns, "lookup").mockImplementation(((name: string, _options: object, done: LookupDone) => {
      done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" }), []);
    }) as typeof dns.lookup);
    const failure = await failureOfPromise(
      fetchProtocol("http://user:secret@no-such-host.invalid/?token=secret"),
    );
    expect(failure).toBe(
      "The host of http://no-such-host.invalid/json/protocol cannot be found.\nCheck its name, or give its IP address.",
    );
  });

  test("no HTTP", async () => {
    const server = createTcpServer((socket) => socket.on("error", () => {}).end("secret\r\n\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const failure = await failureOfPromise(fetchProtocol(`http://${host}/?token=secret`));
    expect(failure).toMatch(
      / could not be read \(\w+\)\.\nThe connection broke, or the other side does not speak HTTP\.$/,
    );
    expect(failure).not.toContain("secret");
  });

  test.each<[title: string, listener: RequestListener]>([
    ["never", () => {}],
    ["in part", (_request, response) => response.write("{")],
  ])("an answer that comes %s", async (_title, listener) => {
    const host = await serve(listener);
    expect(await failureOfPromise(fetchProtocol(`http://${host}/?token=secret`, { deadline: 200 }))).toBe(
      `http://${host}/json/protocol did not answer within 0.2 seconds.\nIs it a browser's debugging port, and is the browser still alive?`,
    );
  });

  test("an answer without end", async () => {
    const host = await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(" ".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    expect(await failureOfPromise(fetchProtocol(`http://${host}`, { limit: 1024 * 1024 }))).toBe(
      `http://${host}/json/protocol answered with more than 1 MB.\nA protocol has a few; is it the right address?`,
    );
  });

  test("a redirect in a circle", async () => {
    const host = await serve((_request, response) =>
      response.writeHead(302, { location: "/?token=secret" }).end(),
    );
    const failure = await failureOfPromise(fetchProtocol(`http://${host}/?token=secret`));
    expect(failure).toContain(`http://${host}/json/protocol could not be read`);
    expect(failure).not.toContain("secret");
  });

  test.each<[input: string, want: string]>([
    [
      "http://user:secret@host:port/",
      "A URL among the inputs is malformed.\nThe form is http://127.0.0.1:9222 or http://127.0.0.1:9222/json/protocol.",
    ],
    [
      "ws://secret@127.0.0.1:9222/devtools/browser/1?token=secret",
      "ws://127.0.0.1:9222/devtools/browser/1 is no address to fetch a protocol from.\nGive the http:// or https:// address of the debugging port, as http://127.0.0.1:9222.",
    ],
    [
      "file:///a.json",
      "file:///a.json is no address to fetch a protocol from.\nGive the http:// or https:// address of the debugging port, as http://127.0.0.1:9222.",
    ],
  ])("%s", async (input, want) => {
    expect(await failureOfPromise(fetchProtocol(input))).toBe(want);
    expect(failureOf(() => shownUrl(input))).toBe(want);
  });
});
