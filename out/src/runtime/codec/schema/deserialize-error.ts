// Copied by cdplex-codegen from templates/runtime/codec/schema/deserialize-error.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CodecError, StatusCode, describeStatus } from "../status.js";

/**
 * A message is not what its schema says, in the words of Chromium's bindings:
 * `Failed to deserialize params.url - BINDINGS: string value expected at position 12`.
 *
 * The position counts from the beginning of the message's own envelope. The code is `OK` where the reference has none, which is bad
 * base64, or a value of any form that cannot be read; the words then end after the path, and `cause` may say more.
 */
export class DeserializeError extends CodecError {
  /** The field, as `params.request.url`; indices of arrays are not told. */
  readonly path: string;

  constructor(code: StatusCode, position: number, path: string, options?: ErrorOptions) {
    super(code, position, options);
    this.path = path;
    const why = code === StatusCode.OK ? "" : ` - ${describeStatus(code, position)}`;
    this.message = `Failed to deserialize ${path}${why}`;
  }
}
