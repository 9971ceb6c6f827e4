/** Bindings for Node's inspector: made from what a running process says it speaks, and used to profile that process. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCodegen } from "../support/run-codegen.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

/** What of the generated client the test calls, as its declarations have it; the module is only there once it is made. */
interface NodeClient {
  connect(endpoint: string): Promise<NodeSession>;
}

interface NodeSession extends AsyncDisposable {
  readonly Profiler: {
    enable(): Promise<void>;
    setSamplingInterval(params: { interval: number }): Promise<void>;
    start(): Promise<void>;
    stop(): Promise<{ profile: { nodes: { callFrame: { functionName: string } }[]; samples?: number[] } }>;
  };
  readonly Runtime: {
    evaluate(params: { expression: string }): Promise<{ result: { value?: unknown } }>;
  };
}

let folder: TemporaryFolder;
let inspected: ChildProcess;
let wsUrl: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  const program = join(folder.path, "busy.js");
  await writeFile(
    program,
    "function busyWork() { let sum = 0; for (let i = 0; i < 1e6; i++) sum += Math.sqrt(i); return sum; }\nsetInterval(busyWork, 5);\n",
  );
  inspected = spawn(process.execPath, ["--inspect=127.0.0.1:0", program], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  wsUrl = await new Promise((resolve, reject) => {
    let said = "";
    inspected.once("exit", () => reject(new Error(`Node ended: ${said}`)));
    inspected.stderr!.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const found = /listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
});

afterAll(async () => {
  inspected?.kill("SIGKILL");
  await folder?.[Symbol.asyncDispose]();
});

test("a process is profiled with the bindings that its own protocol gives", async () => {
  const out = join(folder.path, "node-cdp");
  const protocol = `http://${new URL(wsUrl).host}/json/protocol`;
  const { code, stderr } = await runCodegen(["--protocol", protocol, "--out", out]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });

  const target = await readFile(join(out, "src/targets/NodeTarget.ts"), "utf8");
  for (const domain of ["Profiler", "Runtime", "NodeWorker", "NodeTracing", "Network"]) {
    expect(target).toMatch(new RegExp(`readonly ${domain}: (?:Node)?${domain}Domain;`));
  }
  expect(await readFile(join(out, "src/connect.ts"), "utf8")).toContain(
    "export async function connect(endpoint: Endpoint, options?: ConnectOptions): Promise<NodeTarget> {",
  );

  const client = (await import(pathToFileURL(join(out, "dist/index.js")).href)) as NodeClient;
  const node = await client.connect(wsUrl);
  try {
    const { result } = await node.Runtime.evaluate({ expression: "process.pid" });
    expect(result.value).toBe(inspected.pid);
    await node.Profiler.enable();
    await node.Profiler.setSamplingInterval({ interval: 500 });
    await node.Profiler.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { profile } = await node.Profiler.stop();
    expect(profile.samples?.length).toBeGreaterThan(10);
    expect(profile.nodes.map(({ callFrame }) => callFrame.functionName)).toContain("busyWork");
  } finally {
    await node[Symbol.asyncDispose]();
  }
}, 120_000);
