/** A TCP line to a browser's debugging port, which can be cut, kept down, and led to another browser. */
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface CuttableLine extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The port that the line leads to. */
  target: number;
  /** Refuses whoever comes while it is set. */
  isDown: boolean;
  /** How many connections there have been. */
  readonly accepted: number;
  /** Destroys every connection that there is. */
  cut(): void;
}

export async function openLine(httpUrl: string): Promise<CuttableLine> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((near) => {
    accepted++;
    if (line.isDown) {
      near.destroy();
      return;
    }
    const far = connect(line.target, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const line: CuttableLine = {
    url: `http://127.0.0.1:${port}`,
    target: Number(new URL(httpUrl).port),
    isDown: false,
    get accepted() {
      return accepted;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      line.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return line;
}
