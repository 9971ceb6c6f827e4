// Copied by cdplex-codegen from templates/runtime/transports/http.ts.
// Do not edit: change the file there and run `npx codegen`.

/** One small HTTP request, by `fetch`; on Node by `node:http` where the Host header has to be another, which `fetch` does not allow. */
import { ProtocolError } from "../core/errors.js";
import { MAX_DISCOVERY_LENGTH } from "../core/limits.js";

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** What is used of `node:http`. */
interface NodeHttp {
  get(
    url: string,
    options: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
    onAnswer: (answer: NodeAnswer) => void,
  ): { on(event: "error", listener: (error: Error) => void): void };
}

interface NodeAnswer {
  readonly statusCode?: number;
  setEncoding(encoding: "utf8"): void;
  on(event: "data", listener: (chunk: string) => void): void;
  on(event: "end", listener: () => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  destroy(error?: Error): void;
}

export async function httpGet(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const node = "Host" in headers ? nodeHttp() : undefined;
  if (node !== undefined && url.protocol === "http:") return nodeGet(node, url, headers, signal);
  const answer = await fetch(url, { headers, signal });
  const reader = answer.body?.getReader();
  if (reader === undefined) return { status: answer.status, body: await answer.text() };
  const decoder = new TextDecoder();
  let body = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { status: answer.status, body: body + decoder.decode() };
    body += decoder.decode(value, { stream: true });
    if (body.length > MAX_DISCOVERY_LENGTH) {
      await reader.cancel();
      throw tooLong();
    }
  }
}

function nodeGet(
  http: NodeHttp,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.get(url.href, { headers, signal }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => {
        body += chunk;
        if (body.length > MAX_DISCOVERY_LENGTH) answer.destroy(tooLong());
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
      answer.on("error", reject);
    });
    request.on("error", reject);
  });
}

/** Node's module, without an import that a bundler for browsers would stumble over. */
function nodeHttp(): NodeHttp | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.("node:http") as NodeHttp | undefined;
}

function tooLong(): ProtocolError {
  return new ProtocolError(
    `the answer is longer than ${MAX_DISCOVERY_LENGTH} characters, so this is not a browser's debugging address`,
  );
}
