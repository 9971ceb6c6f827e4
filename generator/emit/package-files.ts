/** What a package has beside its code: `package.json`, `tsconfig.json`, the README and the licences. */
import type { Protocol } from "../model/model.js";
import type { EmittedFile, EmitOptions } from "./emitted-file.js";
import { compare } from "./imports.js";
import type { Templates } from "./prose.js";
import { readmeText } from "./readme.js";

/** The name that the generated package is published under. */
export const packageName = "cdplex";

/**
 * What names stand for inside the package. Conditions, and no checks at run time, because bundlers follow them. Only sources use
 * these names, and no declaration, so their types are sources too and need no build.
 */
const internalImports = {
  /** What starts browsers, on Node. */
  "#launch": {
    types: "./src/runtime/launch/launch-module.ts",
    deno: "./dist/runtime/launch/no-launch.js",
    bun: "./dist/runtime/launch/no-launch.js",
    browser: "./dist/runtime/launch/no-launch.js",
    node: "./dist/runtime/launch/node-launch.js",
    default: "./dist/runtime/launch/no-launch.js",
  },
  /** The websocket and HTTP on Node; elsewhere a module that has neither, for there the platform's own do. */
  "#platform": {
    types: "./src/runtime/transports/platform-module.ts",
    deno: "./dist/runtime/transports/no-platform.js",
    bun: "./dist/runtime/transports/no-platform.js",
    browser: "./dist/runtime/transports/no-platform.js",
    node: "./dist/runtime/transports/node-platform.js",
    default: "./dist/runtime/transports/no-platform.js",
  },
  /** The package, without the types that it lacks. Wanted by the former on Node alone, for compression. */
  "#ws": { types: "./src/runtime/transports/ws-module.ts", default: "ws" },
};

/**
 * The modules of the runtime that users may import: by the name after the package's, their path inside `templates/runtime/`. What else
 * is in those folders is for the package alone.
 */
export const runtimeDoors: ReadonlyMap<string, string> = new Map([
  ["cbor", "codec/cbor/index"],
  ["json", "codec/json/index"],
  ["transports/memory", "transports/memory"],
  ["transports/pipe", "transports/pipe"],
  ["transports/websocket", "transports/websocket"],
  ["adapters/diagnostics-channel", "adapters/diagnostics-channel"],
]);

export function* packageFiles(
  protocol: Protocol,
  templates: Templates,
  { version, changelog }: EmitOptions,
): Generator<EmittedFile> {
  yield json("package.json", packageJson(protocol, templates, version));
  yield json("tsconfig.json", tsconfig());
  yield { path: "README.md", text: readmeText(protocol, templates), format: "markdown" };
  if (changelog !== undefined) yield { path: "CHANGELOG.md", text: changelog, format: "none" };
  for (const [name, text] of [...templates.licences].sort(([a], [b]) => compare(a, b))) {
    yield { path: name, text, format: "none" };
  }
}

function json(path: string, value: object): EmittedFile {
  return { path, text: `${JSON.stringify(value, null, 2)}\n`, format: "json" };
}

/** An entry of `exports`: what a name outside is inside `dist/`. `types` first, because the first that matches is taken. */
function entry(path: string): { types: string; default: string } {
  return { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` };
}

function packageJson(protocol: Protocol, templates: Templates, version: string): object {
  const doors = [...runtimeDoors].filter(([, path]) => templates.runtime.has(`${path}.ts`));
  return {
    name: packageName,
    version,
    description: "A typed client for the Chrome DevTools Protocol: per target, multiplexed, bytes as bytes.",
    keywords: ["cdp", "chrome-devtools-protocol", "chromium", "devtools", "typescript"],
    license: "MIT",
    // Which Chromium the types are of: `npm view cdplex chromiumRevision`.
    ...(protocol.revision === undefined ? {} : { chromiumRevision: protocol.revision }),
    type: "module",
    sideEffects: false,
    exports: {
      ".": entry("index"),
      "./core": entry("core"),
      "./domains/*": entry("domains/*"),
      ...(protocol.targets.length > 0 ? { "./targets/*": entry("targets/*") } : {}),
      "./unsafe": entry("unsafe"),
      "./schemas": entry("schemas"),
      "./schemas/*": entry("schemas/*"),
      "./server": entry("server"),
      "./support": entry("support"),
      ...Object.fromEntries(doors.map(([name, path]) => [`./${name}`, entry(`runtime/${path}`)])),
      "./package.json": "./package.json",
      "./src/*": "./src/*",
    },
    imports: internalImports,
    files: ["dist", "src", "api.txt", "CHANGELOG.md"],
    engines: { node: ">=20" },
    optionalDependencies: { ws: "^8.18.0" },
  };
}

/** For those who compile `src/` themselves, and for editors. Only checks: `dist/` is made by the generator. */
function tsconfig(): object {
  return {
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2022", "DOM", "ESNext.Disposable"],
      module: "NodeNext",
      moduleResolution: "NodeNext",
      types: [],
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      isolatedDeclarations: true,
      declaration: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
    },
    include: ["src"],
  };
}
