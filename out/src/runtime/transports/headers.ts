// Copied by cdplex-codegen from templates/runtime/transports/headers.ts.
// Do not edit: change the file there and run `npx codegen`.

import { UsageError } from "../core/errors.js";

/** RFC 9110, section 5.6.2. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** RFC 9110, section 5.5, as HTTP clients read it: no control characters, and nothing that is not a byte. */
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** Whether a header is among these, however it is spelled. `name` is in lower case. */
export function hasHeader(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(headers).some((each) => each.toLowerCase() === name);
}

/** Refuses what cannot be sent, before a platform does: its error may repeat a value, which may be a token. */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [index, [name, value]] of Object.entries(headers).entries()) {
    if (!NAME.test(name)) {
      // It may be a whole header, with its value.
      throw new UsageError(`in "headers", name ${index + 1} is not a valid header name`);
    }
    if (!VALUE.test(value)) {
      throw new UsageError(
        `in "headers", the value of ${name} contains a character that is not allowed in a header`,
      );
    }
  }
}
