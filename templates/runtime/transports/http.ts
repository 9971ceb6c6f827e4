/** One small HTTP request, by `fetch`. No redirect is followed: what is sent may hold a token, and is for the given host alone. */
import { ProtocolError } from "../core/errors.js";
import { MAX_DISCOVERY_LENGTH } from "../core/limits.js";

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** What a browser does not let a page see of a redirect. */
const SOME_REDIRECT = 302;

export async function fetchGet(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const answer = await fetch(url, { headers, signal, redirect: "manual" });
  const status = answer.type === "opaqueredirect" ? SOME_REDIRECT : answer.status;
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let body = "";
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    body += decoder.decode(value, { stream: true });
    if (body.length > MAX_DISCOVERY_LENGTH) {
      await reader.cancel();
      throw answerTooLong();
    }
  }
  return { status, body: body + decoder.decode() };
}

export function answerTooLong(): ProtocolError {
  return new ProtocolError(
    `the answer is longer than ${MAX_DISCOVERY_LENGTH} characters, so this is not a browser's debugging address`,
  );
}
