import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EmittedFile } from "../../../generator/emit/emitted-file.js";
import { packageFiles } from "../../../generator/emit/package-files.js";
import type { Protocol } from "../../../generator/model/model.js";
import { root } from "../../support/paths.js";
import { protocolOf, targetOf, templatesOf } from "./given.js";

const templates = templatesOf(
  { "readme.md.hbs": readFileSync(join(root, "templates/readme.md.hbs"), "utf8") },
  {
    "adapters/debug-log.ts": "",
    "adapters/diagnostics-channel.ts": "",
    "transports/http.ts": "",
    "transports/pipe.ts": "",
    "transports/websocket.ts": "",
  },
);

function file(protocol: Protocol, path: string): EmittedFile {
  const found = [...packageFiles(protocol, templates, { version: "1.2.3" })].find((one) => one.path === path);
  if (found === undefined) throw new Error(`${path} is not emitted`);
  return found;
}

const protocol = protocolOf(
  `
  domain Page
    command a
    command b
    event c

  domain Log
    command enable
  `,
  {
    revision: "1234567",
    targets: [
      targetOf("Browser", ["Log"]),
      targetOf("Page", ["Log", "Page"], {
        supportedCdpTargets: ["page", "web|view"],
        commands: { Page: { lacks: ["b"] } },
        measured: { browser: "Chrome/156.0", transport: "pipe" },
      }),
    ],
  },
);
const bare = protocolOf("domain Log\n  command enable");

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly imports: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

describe("package.json", () => {
  const manifest = JSON.parse(file(protocol, "package.json").text) as Manifest;

  test("is what npm, Node.js and bundlers need", () => {
    expect(manifest).toMatchObject({
      name: "cdplex",
      version: "1.2.3",
      license: "MIT",
      type: "module",
      sideEffects: false,
      files: ["dist", "src", "api.txt", "CHANGELOG.md"],
      engines: { node: ">=20" },
      optionalDependencies: { ws: "^8.18.0" },
    });
    // Nobody's address, date or machine.
    expect(Object.keys(manifest)).not.toContain("repository");
  });

  test("exports what is there, with types first", () => {
    expect(Object.keys(manifest.exports)).toEqual([
      ".",
      "./core",
      "./domains/*",
      "./targets/*",
      "./unsafe",
      "./schemas",
      "./schemas/*",
      "./server",
      "./support",
      "./transports/pipe",
      "./transports/websocket",
      "./adapters/diagnostics-channel",
      "./package.json",
      "./src/*",
    ]);
    expect(JSON.stringify(manifest.exports["./domains/*"])).toBe(
      '{"types":"./dist/domains/*.d.ts","default":"./dist/domains/*.js"}',
    );
    expect(Object.keys((JSON.parse(file(bare, "package.json").text) as Manifest).exports)).not.toContain(
      "./targets/*",
    );
  });
});

test("the changelog is copied as it is, where there is one", () => {
  const paths = (changelog?: string): string[] =>
    [...packageFiles(protocol, templates, { version: "1.2.3", changelog })].map(({ path }) => path);
  expect(paths()).not.toContain("CHANGELOG.md");
  expect(paths("# Changelog\n")).toContain("CHANGELOG.md");
  const [copied] = [...packageFiles(protocol, templates, { version: "1.2.3", changelog: "*  x\n" })].filter(
    ({ path }) => path === "CHANGELOG.md",
  );
  expect(copied).toEqual({ path: "CHANGELOG.md", text: "*  x\n", format: "none" });
});

test("what the package imports of itself depends on the platform", () => {
  const { imports } = JSON.parse(file(protocol, "package.json").text) as Manifest;
  const { "#launch": launch = {}, "#platform": platform = {}, "#ws": ws } = imports;
  expect(Object.keys(launch)).toEqual(Object.keys(platform));
  expect(launch["node"]).toBe("./dist/runtime/launch/node-launch.js");
  expect(launch["browser"]).toBe("./dist/runtime/launch/no-launch.js");
  expect(Object.keys(platform)).toEqual(["types", "deno", "bun", "browser", "node", "default"]);
  expect(platform["node"]).toBe("./dist/runtime/transports/node-platform.js");
  const others = ["deno", "bun", "browser", "default"].map((condition) => platform[condition]);
  expect(new Set(others)).toEqual(new Set(["./dist/runtime/transports/no-platform.js"]));
  expect(ws).toEqual({ types: "./src/runtime/transports/ws-module.ts", default: "ws" });
});

test("tsconfig.json checks src/ as strictly as the package promises", () => {
  expect(JSON.parse(file(protocol, "tsconfig.json").text)).toMatchObject({
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      isolatedDeclarations: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      noEmit: true,
    },
    include: ["src"],
  });
});

describe("README.md", () => {
  test("counts, and a row for each target", () => {
    const { text, format } = file(protocol, "README.md");
    expect(format).toBe("markdown");
    expect(text).toContain(
      "Generated from the protocol of Chromium revision 1234567: 2 domains, 3 commands, 1 event.",
    );
    expect(text).toContain(
      "| [`BrowserTarget`](src/targets/BrowserTarget.ts) | `browser` | 1 | 1 |\n" +
        "| [`PageTarget`](src/targets/PageTarget.ts) | `page`, `web\\|view` | 2 (1 in part) | 2 |\n" +
        "\n" +
        "These lists are declared, not measured; that of `PageTarget` is measured on `Chrome/156.0` over a `pipe`.\n",
    );
    expect(text).toContain("await using page = await browser.newPage();");
  });

  test("without targets there is nothing about them", () => {
    const { text } = file(bare, "README.md");
    expect(text).toContain(
      "Generated from a protocol without a known revision: 1 domain, 1 command, 0 events.",
    );
    expect(text).not.toContain("## Targets");
    expect(text).not.toContain("newPage");
  });
});

test("licences go along as they are", () => {
  expect(file(protocol, "LICENSE")).toEqual({ path: "LICENSE", text: "MIT\n", format: "none" });
});
