import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type GenerateOptions, generate } from "../../generator/generate.js";
import type { Progress } from "../../generator/progress.js";
import { copyGenerator } from "../support/generator-copy.js";
import { smallProtocol, writeSmallInput } from "../support/small-protocol.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let server: Server;
let options: GenerateOptions;
let requests = 0;
const served = smallProtocol();
beforeAll(async () => {
  temporary = await temporaryFolder();
  server = createServer((_request, response) => {
    requests++;
    response.setHeader("content-type", "application/json").end(JSON.stringify(served));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  options = {
    root: copyGenerator(join(temporary.path, "generator"), { packages: true }).folder,
    code: "code",
    out: join(temporary.path, "out"),
    protocol: [`http://127.0.0.1:${String(port)}/json/protocol`],
    targets: writeSmallInput(join(temporary.path, "input")).targets,
    shipped: false,
    domains: [],
    targetNames: [],
    strict: false,
    build: false,
  };
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await temporary[Symbol.asyncDispose]();
});

function noted(): { progress: Progress; stages: string[] } {
  const stages: string[] = [];
  const stage = (name: string): void => {
    if (stages.at(-1) !== name) stages.push(name);
  };
  return { progress: { stage, warn: () => undefined }, stages };
}

test("an endpoint is asked each time, and a run does no more than is needed", async () => {
  const first = noted();
  const summary = await generate(options, first.progress);
  expect(first.stages).toEqual(["reading", "resolving", "generating", "formatting", "writing"]);
  expect(summary).toMatchObject({ unchanged: 0, deleted: 0, built: 0 });
  expect(requests).toBe(1);

  const second = noted();
  expect(await generate(options, second.progress)).toEqual({
    counts: { domains: 2, commands: 2, events: 2, types: 2, targets: 2 },
    written: 0,
    unchanged: summary.written,
    deleted: 0,
    built: 0,
  });
  expect(second.stages).toEqual(["reading"]);
  expect(requests).toBe(2);

  served.domains[0]!["description"] = "Changed at the endpoint.";
  const third = await generate(options, noted().progress);
  expect(third.written).toBeGreaterThan(0);
  expect(third.unchanged).toBeGreaterThan(0);
  expect(readFileSync(join(options.out, "src/domains/Page.ts"), "utf8")).toContain(
    "Changed at the endpoint.",
  );

  const built = noted();
  expect((await generate({ ...options, build: true }, built.progress)).built).toBeGreaterThan(10);
  expect(built.stages).toEqual(["reading", "building dist/"]);

  // Nobody asked for it to be built again, and it is not taken away.
  const afterwards = noted();
  await generate(options, afterwards.progress);
  expect(afterwards.stages).toEqual(["reading"]);
  const again = noted();
  expect((await generate({ ...options, build: true }, again.progress)).built).toBe(0);
  expect(again.stages).toEqual(["reading"]);
});

test("a build that fails is tried again, and what it is made from is not", async () => {
  await generate(options, noted().progress);
  const manifest = join(options.out, "package.json");
  const text = readFileSync(manifest, "utf8");
  rmSync(join(options.out, "dist"), { recursive: true, force: true });
  writeFileSync(join(options.out, "dist"), "in the way");
  const failing = generate({ ...options, build: true }, noted().progress);
  await expect(failing).rejects.toThrow(/dist cannot be written: something that is not a folder/);
  expect(readFileSync(join(options.out, "dist"), "utf8")).toBe("in the way");
  rmSync(join(options.out, "dist"));
  const again = noted();
  expect((await generate({ ...options, build: true }, again.progress)).built).toBeGreaterThan(10);
  expect(again.stages).toEqual(["reading", "building dist/"]);
  expect(readFileSync(manifest, "utf8")).toBe(text);
});
