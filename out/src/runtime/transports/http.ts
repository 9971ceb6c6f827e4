// Copied by cdplex-codegen from templates/runtime/transports/http.ts.
// Do not edit: change the file there and run `npx codegen`.

/** One HTTP request, by `fetch`. No redirect is followed: what is sent may hold a token, and is for the given host alone. */
import { ProtocolError } from "../core/errors.js";
import { shownAddress } from "./address.js";
import { denoClient } from "./deno-client.js";
import { pageOrigin, unreadableAnswer } from "./platform-failure.js";

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
  maxLength: number,
): Promise<HttpAnswer> {
  const client = denoClient(headers);
  const init: object = { headers, signal, redirect: "manual", ...(client === undefined ? {} : { client }) };
  try {
    return await readAnswer(await fetch(url, init), maxLength);
  } catch (error) {
    // What a page is kept from reading looks to it as if nobody had answered.
    if (!(error instanceof TypeError) || pageOrigin() === undefined) throw error;
    throw unreadableAnswer(error, shownAddress(url));
  } finally {
    client?.close();
  }
}

async function readAnswer(answer: Response, maxLength: number): Promise<HttpAnswer> {
  const status = answer.type === "opaqueredirect" ? SOME_REDIRECT : answer.status;
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let body = "";
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    body += decoder.decode(value, { stream: true });
    if (body.length > maxLength) {
      await reader.cancel();
      throw answerTooLong(maxLength);
    }
  }
  return { status, body: body + decoder.decode() };
}

export function answerTooLong(maxLength: number): ProtocolError {
  return new ProtocolError(
    `the answer is longer than ${maxLength} characters, so this is not a browser's debugging address`,
  );
}
