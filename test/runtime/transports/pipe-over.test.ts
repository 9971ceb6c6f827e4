import { spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { Duplex } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { CLOSE_TIMEOUT } from "../../../templates/runtime/core/limits.js";
import { openPipe } from "../../../templates/runtime/transports/pipe.js";
import type { Transport } from "../../../templates/runtime/transports/transport.js";

/** Why a transport closes, and what it gives before. */
function whyOf(transport: Transport, messages: string[] = []): Promise<string> {
  return new Promise((closed) => {
    transport.start({
      message: (message) => messages.push(new TextDecoder().decode(message as Uint8Array)),
      closed,
    });
  });
}

describe("a pipe that is over before it is taken over", () => {
  test("because the other side has ended it", async () => {
    const readable = new PassThrough();
    readable.resume().end();
    await once(readable, "end");
    const transport = await openPipe({ readable, writable: new PassThrough() });
    expect(await whyOf(transport)).toBe("the other side closed the pipe");
  });

  test("because it has been cut", async () => {
    const readable = new PassThrough().destroy();
    await once(readable, "close");
    expect(await whyOf(await openPipe({ readable, writable: new PassThrough() }))).toBe("the pipe was cut");
  });

  test("because its process has", async () => {
    const child = spawn(process.execPath, ["-e", ""], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    const [writable, readable] = [child.stdio[3] as Duplex, child.stdio[4] as Duplex];
    await once(readable.resume(), "close");
    const transport = await openPipe({ readable, writable });
    transport.send("{}");
    expect(await whyOf(transport)).toBe("the other side closed the pipe");
  });

  test("to write to, after what there is to read, or a while", async () => {
    const readable = new PassThrough();
    const writable = new PassThrough().destroy();
    await once(writable, "close");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const messages: string[] = [];
      const why = whyOf(await openPipe({ readable, writable }), messages);
      const read = once(readable, "data");
      readable.write('{"last":true}\0');
      await read;
      vi.advanceTimersByTime(CLOSE_TIMEOUT);
      expect(await why).toBe("the pipe was cut");
      expect(messages).toEqual(['{"last":true}']);
    } finally {
      vi.useRealTimers();
    }
  });
});
