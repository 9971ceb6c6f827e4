/** What a program loads that imports the package: each file costs it, and each module in one. */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { out } from "../support/paths.js";

const read = (path: string): string => readFileSync(join(out, "dist", path), "utf8");

/** A file and those that it imports, dynamic imports not counted. */
function loadedBy(entry: string): string[] {
  const files = new Set([entry]);
  for (const file of files) {
    for (const [, specifier = ""] of read(file).matchAll(/^(?:import|export)\b[^;"']*["']([^"']+)["'];/gm)) {
      files.add(specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier);
    }
  }
  return [...files];
}

/** The modules that a file was made of, from `src/`. */
function modulesIn(file: string): string[] {
  const { sources } = JSON.parse(read(`${file}.map`)) as { sources: string[] };
  return sources
    .map((source) => posix.join("dist", posix.dirname(file), source).replace(/^src\//, ""))
    .sort();
}

test.each(["index.js", "core.js", "unsafe.js"])("%s is itself and one file more, of no platform", (entry) => {
  expect(loadedBy(entry)).toEqual([entry, "chunks/main.js"]);
});

test("what few programs use is loaded when it is asked for", () => {
  const modules = modulesIn("chunks/main.js").filter((module) => module.startsWith("runtime/"));
  const folders = new Map<string, string[]>();
  for (const module of modules) {
    const folder = posix.dirname(module).replace("runtime/", "");
    folders.set(folder, [...(folders.get(folder) ?? []), posix.basename(module, ".ts")]);
  }
  // A module that is new here costs everybody: see that it has to be, and that it is not better imported when it is first needed.
  expect(Object.fromEntries(folders)).toEqual({
    client: [
      "attach",
      "auto-attach",
      "children",
      "close-target",
      "command",
      "connect",
      "connection-events",
      "discovery",
      "disposable",
      "domain",
      "event-stream",
      "events",
      "feature",
      "flat-session",
      "flow",
      "frames",
      "insight-wedged",
      "insight",
      "launch",
      "limiting",
      "multiplexer",
      "opening",
      "outbox",
      "pages",
      "reconnect",
      "response-body",
      "session-state",
      "settle",
      "subscribe",
      "target-events",
      "target-protocol",
      "target",
      "wake-worker",
    ],
    codec: ["codec", "marks", "nesting"],
    "codec/json": [
      "base64",
      "byte-search",
      "bytes",
      "characters",
      "containers",
      "depth",
      "json",
      "key-search",
      "text-header",
      "text",
    ],
    core: [
      "engine",
      "errors",
      "failures",
      "latency",
      "limits",
      "listeners",
      "metrics",
      "pending-calls",
      "sessions",
    ],
    launch: ["launch-error", "launcher"],
    transports: [
      "address",
      "deadline",
      "deno-client",
      "handshake",
      "headers",
      "http",
      "inbox",
      "platform-failure",
      "socket-transport",
      "websocket",
    ],
  });
});
