/**
 * A real browser and a backend of this package get the same messages, most of them faulty, and give the same answers: to the word over JSON,
 * to the byte over CBOR.
 */
import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CborMessageReader } from "../../templates/runtime/codec/cbor/framing.js";
import { isCborMessage } from "../../templates/runtime/codec/cbor/message.js";
import { CodecError } from "../../templates/runtime/codec/status.js";
import { defineSchema, UntypedCodec } from "../../templates/runtime/schemas.js";
import { Dispatcher, ServerConnection } from "../../templates/runtime/server/index.js";
import { openPipe } from "../../templates/runtime/transports/pipe.js";
import type { Message, Transport } from "../../templates/runtime/transports/transport.js";
import { dispatchableRows, dispatchErrorRows } from "../conformance/cbor/dispatchable-rows.js";
import { envelope } from "../conformance/cbor/row.js";
import { bytesOf, hexOf } from "../conformance/notation.js";
import { findBrowser } from "../support/browser.js";
import { temporaryFolder } from "../support/temporary.js";

/** What a backend has to know of the commands below to refuse their parameters as the browser does. */
const schema = defineSchema(
  "Target",
  [
    "type FilterEntry exclude?:bool type?:string",
    "command attachToTarget targetId:string flatten?:bool -> sessionId:string",
    "command setDiscoverTargets discover:bool filter?:@FilterEntry[]",
  ].join("\n"),
);

function answersOfOurs(message: Message, form: "cbor" | "json"): Message[] {
  const sent: Message[] = [];
  const dispatcher = new Dispatcher(
    { "Target.attachToTarget": () => {}, "Target.setDiscoverTargets": () => {} },
    { types: new UntypedCodec([schema]) },
  );
  new ServerConnection(dispatcher, { send: (answer) => sent.push(answer) }, { form }).receive(message);
  return sent;
}

/** The first answer waits for the browser to start. */
const answerTimeout = 20_000;

/** A browser at the other end of a pipe, message by message. */
class PipedBrowser implements AsyncDisposable {
  readonly #transport: Transport;
  readonly #end: () => Promise<void>;
  #take: (message: Message) => void = () => {};

  private constructor(transport: Transport, end: () => Promise<void>) {
    this.#transport = transport;
    this.#end = end;
    transport.start({ message: (message) => this.#take(message), closed: () => {} });
  }

  static async start(protocol: "cbor" | "json"): Promise<PipedBrowser> {
    const { path, env } = await findBrowser();
    const profile = await temporaryFolder();
    const flag = `--remote-debugging-pipe${protocol === "cbor" ? "=cbor" : ""}`;
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      flag,
    ];
    const child = spawn(path, [...flags, `--user-data-dir=${profile.path}`], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    const exited = new Promise<void>((resolve) => {
      child.once("exit", () => {
        resolve();
      });
    });
    const transport = await openPipe({
      readable: child.stdio[4] as Readable,
      writable: child.stdio[3] as Writable,
      protocol,
    });
    return new PipedBrowser(transport, async () => {
      child.kill("SIGKILL");
      await exited;
      await rm(profile.path, { recursive: true, force: true, maxRetries: 10 });
    });
  }

  /** The answer to a message: every one has an answer, and no event comes unasked. */
  async ask(message: Message): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error("the browser does not answer"));
      }, answerTimeout);
      this.#take = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.#transport.send(message);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#transport.close();
    await this.#end();
  }
}

const texts: readonly string[] = [
  '{"id":1,"method":"Browser.nothing"}',
  '{"id":2,"method":"Nothing.at"}',
  '{"id":3,"method":"nodot"}',
  '{"id":4,"method":"Browser.a.b"}',
  '{"id":5,"method":"Browser."}',
  '{"id":6,"method":"browser.getVersion"}',
  '{"id":7}',
  '{"id":8,"method":""}',
  '{"id":9,"method":"Browser.n\\u00f6"}',
  '{"method":"Browser.getVersion"}',
  "[]",
  "{}",
  "1",
  "null",
  '"x"',
  "",
  "nul",
  '{"id":10,"method"',
  '{"id":11,"method":"Browser.nothing"} x',
  '{"id":12,"method":"Browser.nothing",}',
  '{"id":13,"method":"Browser.nothing","params":[1,]}',
  '{"id":14,"method":"Browser.nothing","params":"\\x41"}',
  '{"id":15,"method":"Browser.nothing","x":1}',
  '{"id":16.0,"method":"Browser.nothing"}',
  '{"id":16.5,"method":"Browser.nothing"}',
  '{"id":"17","method":"Browser.nothing"}',
  '{"id":null,"method":"Browser.nothing"}',
  '{"id":2147483647,"method":"Browser.nothing"}',
  '{"id":2147483648,"method":"Browser.nothing"}',
  '{"id":-1,"method":"Browser.nothing"}',
  '{"id":1e400,"method":"Browser.nothing"}',
  '{"id":18,"method":"Browser.nothing","params":[]}',
  '{"id":19,"method":"Browser.nothing","params":1}',
  '{"id":20,"method":"Browser.nothing","params":null}',
  '{"id":21,"method":"Browser.nothing","sessionId":"nobody"}',
  '{"id":22,"method":"Browser.nothing","sessionId":""}',
  '{"id":23,"method":"Browser.nothing","sessionId":1}',
  '{"id":24,"id":25,"method":"Browser.nothing"}',
  '{"id":26,"method":"A.b","method":"A.c"}',
  '{"id":27,"method":"","method":"A.c"}',
  ' \t\r\n{"id" : 28 , "method":"Browser.nothing"} ',
  '{"id":29,"method":"Target.attachToTarget","params":{}}',
  '{"id":30,"method":"Target.attachToTarget"}',
  '{"id":31,"method":"Target.attachToTarget","params":{"targetId":1}}',
  '{"id":32,"method":"Target.attachToTarget","params":{"targetId":null}}',
  '{"id":33,"method":"Target.attachToTarget","params":[]}',
  '{"id":34,"method":"Target.setDiscoverTargets","params":{"discover":1}}',
  '{"id":35,"method":"Target.setDiscoverTargets","params":{"discover":true,"filter":[{"type":1}]}}',
  '{"id":36,"method":"Target.setDiscoverTargets","params":{"discover":true,"filter":{}}}',
  '{"id":37,"method":"Target.setDiscoverTargets","params":{"\\u00f6":1,"discover":false}}',
  '{"id":38,"method":"Target.setDiscoverTargets","params":{"discover":false,"other":[{"a":1}]}}',
  `{"id":39,"method":"Browser.nothing","params":${"[".repeat(301)}${"]".repeat(301)}}`,
];

/** Whether a stream of these bytes is one message. */
function isWhole(bytes: Uint8Array): boolean {
  const lengths: number[] = [];
  try {
    const reader = new CborMessageReader((message) => lengths.push(message.length));
    reader.read(bytes);
    reader.end();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return false;
  }
  return lengths.length === 1;
}

describe("over JSON", () => {
  let browser: PipedBrowser;
  beforeAll(async () => {
    browser = await PipedBrowser.start("json");
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  test.each(texts)("%s", async (text) => {
    const theirs = await browser.ask(text);
    const plain = typeof theirs === "string" ? theirs : new TextDecoder().decode(theirs);
    expect(answersOfOurs(text, "json")).toEqual([plain]);
  });
});

describe("over CBOR", () => {
  let browser: PipedBrowser;
  beforeAll(async () => {
    browser = await PipedBrowser.start("cbor");
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  const rows = [
    ...dispatchableRows,
    ...dispatchErrorRows,
    ["a name that is no text", envelope("bf 62'id' 01 66'method' 65 'A.' ff fe 80 ff"), ""],
    [
      "a field of another type",
      envelope(
        `bf 62'id' 01 66'method' 75'Target.attachToTarget' 66'params' ${envelope("bf 68'targetId' f6 ff")} ff`,
      ),
      "",
    ],
    [
      "a broken field",
      envelope(
        `bf 62'id' 01 66'method' 75'Target.attachToTarget' 66'params' ${envelope("bf 68'targetId' f7 ff")} ff`,
      ),
      "",
    ],
    [
      "a field that is missing",
      envelope(`bf 62'id' 01 66'method' 75'Target.attachToTarget' 66'params' ${envelope("bfff")} ff`),
      "",
    ],
  ] as const;
  // The pipe tells where a message ends by its header; a header that is broken ends the conversation.
  const whole = rows
    .map(([clause, given]) => [clause, bytesOf(given)] as const)
    .filter(([, bytes]) => isCborMessage(bytes) && isWhole(bytes));

  test("there is enough to compare", () => {
    expect(whole.length).toBeGreaterThan(60);
  });

  test.each(whole)("%s", async (_clause, bytes) => {
    const theirs = (await browser.ask(bytes)) as Uint8Array;
    expect(answersOfOurs(bytes, "cbor").map((answer) => hexOf(answer as Uint8Array))).toEqual([
      hexOf(theirs),
    ]);
  });
});
