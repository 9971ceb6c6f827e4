/**
 * What `target_types.json` says of each kind of target is so: what a target's interface offers is never answered as unknown, and what it
 * leaves out is.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadProtocols } from "../../generator/load/load.js";
import { readTargets } from "../../generator/load/targets.js";
import { ask, isAnswer } from "../../generator/targets/probe/ask.js";
import type { Answer } from "../../generator/targets/probe/ask.js";
import { startBrowser } from "../../generator/targets/probe/browser.js";
import type { ThrowawayBrowser } from "../../generator/targets/probe/browser.js";
import {
  dangerousMethods,
  executionOrder,
  lateMethods,
  validParameters,
  wrongParameters,
} from "../../generator/targets/probe/calls.js";
import type { Surroundings } from "../../generator/targets/probe/calls.js";
import { everything } from "../../generator/targets/probe/programme.js";
import { Scene } from "../../generator/targets/probe/scene.js";
import { BrowserSchema } from "../../generator/targets/probe/schema.js";
import type { SchemaCommand } from "../../generator/targets/probe/schema.js";
import { serveSite } from "../../generator/targets/probe/site.js";
import type { Site } from "../../generator/targets/probe/site.js";
import { commandNames, declaredReason, supportOf } from "../../generator/targets/support.js";
import { findBrowser } from "../support/browser.js";
import { root } from "../support/paths.js";

const targets = readTargets(readFileSync(join(root, "target_types.json"), "utf8"), "target_types.json");
const { protocols } = await loadProtocols([join(root, "protocol")]);
const schema = BrowserSchema.of(protocols);

const UNKNOWN = -32601;
const leastCalls = 20;

/** The kinds of session, by the labels that scenes give them. */
const labels = [
  "page",
  "iframe",
  "worker",
  "shared_worker",
  "service_worker",
  "worklet.audio",
  "tab",
  "browser",
];

let site: Site;
let browser: ThrowawayBrowser;
let scene: Scene;
/** By label. */
const surroundings = new Map<string, Surroundings>();
/** What some session knows: what none knows is newer than the browser. */
let known: ReadonlySet<string>;

beforeAll(async () => {
  const { path, env } = await findBrowser();
  site = await serveSite();
  browser = await startBrowser({ path, environment: env }, { transport: "pipe" });
  scene = await Scene.open(browser, site, everything(false));
  for (const one of scene.sessions.values()) surroundings.set(one.label, await scene.surroundings(one, true));
  known = await knownMethods();
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function knownMethods(): Promise<Set<string>> {
  const found = new Set<string>();
  const asked = labels.flatMap((label) => {
    const session = scene.sessions.get(label)?.session;
    if (session === undefined) return [];
    return schema.commands.map(async (command) => {
      const params = wrongParameters(schema, command);
      const answer: Answer =
        params === undefined ? { kind: "silent" } : await ask(session, command.method, params);
      // One without parameters is not asked for here, and counts as known.
      if (params === undefined || !isUnknown(answer)) found.add(command.method);
    });
  });
  await Promise.all(asked);
  return found;
}

function isUnknown(answer: Answer): boolean {
  return answer.kind === "error" && answer.code === UNKNOWN;
}

/** Whether parameters were not even read: of the right types they are a valid call. */
function isInvalid(answer: Answer): boolean {
  return answer.kind === "error" && answer.code === -32602 && answer.message.startsWith("Invalid parameters");
}

/** The entry of a session's type, and what it has and lacks of what the browser knows. */
function entryOf(label: string): { has: SchemaCommand[]; lacks: SchemaCommand[] } {
  const type = label.split(".")[0] ?? label;
  const entry = targets.find(({ supportedCdpTargets }) => supportedCdpTargets.includes(type))!;
  const support = supportOf(entry, commandNames(protocols));
  const apart = new Set([...dangerousMethods, ...lateMethods]);
  const all = schema.commands.filter(
    ({ method }) => known.has(method) && !apart.has(method) && declaredReason(entry, method) === undefined,
  );
  return {
    has: all.filter(({ method }) => {
      const said = support.get(method);
      return said !== undefined && said.refuses === undefined && said.requires !== "port";
    }),
    lacks: all.filter(({ method }) => !support.has(method) || support.get(method)?.requires === "port"),
  };
}

/** Some commands of every domain. */
function sample(commands: readonly SchemaCommand[]): SchemaCommand[] {
  const counts = new Map<string, number>();
  return executionOrder(commands).filter(({ domain, method }) => {
    const count = counts.get(domain) ?? 0;
    // `enable` changes nothing for others, and some commands are not answered without it; what waits for a user is left out.
    if (count >= 6 || /\.(enable|disable)$|^(Cast|DeviceAccess|FedCm|Input|Tracing|PWA)\./.test(method))
      return false;
    counts.set(domain, count + 1);
    return true;
  });
}

describe.each(labels)("a session on %s", (label) => {
  const session = () => scene.sessions.get(label)!.session;

  test(`answers what its interface offers: ${leastCalls} commands or more`, async () => {
    const { has } = entryOf(label);
    const calls = sample(has);
    expect(calls.length).toBeGreaterThanOrEqual(leastCalls);
    const unknown: string[] = [];
    const invalid: string[] = [];
    let answered = 0;
    for (const command of calls) {
      const [params = {}] = validParameters(schema, command, surroundings.get(label)!);
      const answer = await ask(session(), command.method, params, 3_000);
      if (isUnknown(answer)) unknown.push(command.method);
      if (isInvalid(answer)) invalid.push(command.method);
      else if (isAnswer(answer)) answered += 1;
    }
    expect(unknown).toEqual([]);
    expect(invalid).toEqual([]);
    expect(answered).toBeGreaterThanOrEqual(leastCalls);
  });

  test("refuses what its interface leaves out", async () => {
    const { lacks } = entryOf(label);
    const answers = await Promise.all(
      lacks.map(async (command) => {
        const [params = {}] = validParameters(schema, command, surroundings.get(label)!);
        return { method: command.method, answer: await ask(session(), command.method, params, 10_000) };
      }),
    );
    const answered = answers.filter(({ answer }) => !isUnknown(answer)).map(({ method }) => method);
    expect(answered).toEqual([]);
    if (label !== "page") expect(answers.length).toBeGreaterThan(leastCalls);
  });
});

test("every kind of session was had", () => {
  expect(labels.filter((label) => !scene.sessions.has(label))).toEqual([]);
});
