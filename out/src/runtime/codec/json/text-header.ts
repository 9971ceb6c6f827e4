// Copied by cdplex-codegen from templates/runtime/codec/json/text-header.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { EventHeader, Message } from "../codec.js";
import { containerEndInText } from "./containers.js";
import { mayHaveKeysInText } from "./key-search.js";
import { textOf } from "./text.js";

const START = '{"method":"';
const PARAMS = ',"params":{';
const TAIL = '},"sessionId":"';

/** Reads headers as `header.ts` says, in text. Bytes are made text of, for want of somebody who knows better. */
export class TextHeaderReader {
  readonly #header: EventHeader = { method: "", sessionId: undefined };

  /** The header of an event; undefined where only parsing tells. The object is used again for the next message. */
  read(message: Message): EventHeader | undefined {
    return this.#read(textOf(message));
  }

  #read(text: string): EventHeader | undefined {
    if (!text.startsWith(START)) return undefined;
    const methodEnd = text.indexOf('"', START.length);
    if (!text.startsWith(PARAMS, methodEnd + 1)) return undefined;
    const method = text.slice(START.length, methodEnd);
    // An escaped name ends elsewhere, or means another name.
    if (method.includes("\\")) return undefined;

    let paramsEnd = text.length - 2;
    let sessionId: string | undefined;
    if (text.endsWith('"}')) {
      const sessionStart = text.lastIndexOf('"', text.length - 3) + 1;
      paramsEnd = sessionStart - TAIL.length;
      if (!text.startsWith(TAIL, paramsEnd)) return undefined;
      sessionId = text.slice(sessionStart, text.length - 2);
      if (sessionId.includes("\\")) return undefined;
    } else if (!text.endsWith("}}")) {
      return undefined;
    }
    const paramsStart = methodEnd + PARAMS.length;
    // `params` and the tail may not share a brace.
    if (paramsEnd <= paramsStart) return undefined;
    // Of a session that is named more than once the last counts, which is the tail's.
    if (
      mayHaveKeysInText(text, paramsStart, paramsEnd, sessionId === undefined) &&
      containerEndInText(text, paramsStart) !== paramsEnd
    )
      return undefined;
    this.#header.method = method;
    this.#header.sessionId = sessionId;
    return this.#header;
  }
}
