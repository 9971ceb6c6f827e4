/** The order of what arrives while somebody takes over a transport: in memory, and over any socket. */
import { describe, expect, test } from "vitest";
import { memoryPair } from "../../../templates/runtime/transports/memory.js";
import { SocketTransport } from "../../../templates/runtime/transports/socket-transport.js";
import type { Message, Transport } from "../../../templates/runtime/transports/transport.js";

/** A socket whose other end is a test. */
class TestSocket extends SocketTransport {
  readonly sent: Message[] = [];

  send(message: Message): void {
    this.sent.push(message);
  }

  arrive(message: Message): void {
    this.received(message);
  }

  protected shut(): void {
    this.ended("this side closed it");
  }

  protected cut(): void {}
}

interface Kind {
  readonly transport: Transport;
  /** Lets a message arrive. */
  arrive(message: Message): void;
}

const kinds: readonly (readonly [string, () => Kind])[] = [
  [
    "in memory",
    () => {
      const [transport, peer] = memoryPair();
      return { transport, arrive: (message) => peer.send(message) };
    },
  ],
  [
    "a socket",
    () => {
      const transport = new TestSocket();
      return { transport, arrive: (message) => transport.arrive(message) };
    },
  ],
];

describe.each(kinds)("%s", (_title, make) => {
  test("what an early message brings about comes behind the others", () => {
    const { transport, arrive } = make();
    const seen: Message[] = [];
    for (const message of ["1", "2"]) arrive(message);
    transport.start({
      message: (message) => {
        seen.push(message);
        if (message === "1") arrive("3");
        if (message === "3") arrive("5");
        if (message === "2") arrive("4");
      },
      closed: () => seen.push("closed"),
    });
    expect(seen).toEqual(["1", "2", "3", "4", "5"]);
    arrive("6");
    expect(seen.at(-1)).toBe("6");
  });

  test("the end that it brings about is told once, and last", () => {
    const { transport, arrive } = make();
    const seen: Message[] = [];
    for (const message of ["1", "2"]) arrive(message);
    transport.start({
      message: (message) => {
        seen.push(message);
        transport.close();
        arrive("late");
      },
      closed: (why) => seen.push(why),
    });
    expect(seen).toEqual(["1", "2", "this side closed it"]);
    transport.close();
    arrive("later");
    expect(seen.length).toBe(3);
  });

  test("an end before that is told behind what arrived", () => {
    const { transport, arrive } = make();
    arrive("1");
    transport.close();
    const seen: Message[] = [];
    transport.start({ message: (message) => seen.push(message), closed: (why) => seen.push(why) });
    expect(seen).toEqual(["1", "this side closed it"]);
  });
});

test("of what is at the other end in memory nothing is known", () => {
  const transports: readonly Transport[] = memoryPair();
  expect(transports.map(({ kind }) => kind)).toEqual([undefined, undefined]);
});

test("both ends in memory speak to each other in order while they start", () => {
  const [a, b] = memoryPair();
  a.send("1");
  a.send("2");
  a.start({
    message: (message) => {
      if (message === "answer to 1") a.send("3");
    },
    closed: () => undefined,
  });
  const seen: Message[] = [];
  b.start({
    message: (message) => {
      seen.push(message);
      b.send(`answer to ${message as string}`);
    },
    closed: () => undefined,
  });
  expect(seen).toEqual(["1", "2", "3"]);
});
