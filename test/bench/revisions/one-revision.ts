/** One published revision through the generator and the compiler. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadWhole } from "../../../generator/diff/protocols.js";
import { emitPackage } from "../../../generator/emit/package.js";
import type { Warning } from "../../../generator/errors.js";
import type { RawTarget } from "../../../generator/load/raw.js";
import type { Templates } from "../../../generator/load/templates.js";
import type { Protocol } from "../../../generator/model/model.js";
import { resolve } from "../../../generator/model/resolve.js";
import { unpackRevision } from "../../../generator/update/unpack.js";
import type { Surroundings } from "../../../generator/update/npm-configuration.js";
import { compile, type CompilerVersion } from "../../support/compile.js";

export interface Generated {
  readonly protocol: Protocol;
  /** What the input lacks. What targets name and the revision has not is no news, and is not among them. */
  readonly warnings: readonly Warning[];
  readonly loading: number;
  readonly emitting: number;
}

export async function generateRevision(
  revision: string,
  folder: string,
  targets: readonly RawTarget[],
  templates: Templates,
  surroundings: Surroundings,
): Promise<Generated> {
  await unpackRevision(revision, join(folder, "package"), surroundings);
  const warnings: Warning[] = [];
  const start = performance.now();
  const loaded = await loadWhole(join(folder, "package"), warnings);
  const { protocol } = resolve({ ...loaded, revision }, targets, { shipped: false });
  const resolved = performance.now();
  rmSync(join(folder, "out"), { recursive: true, force: true });
  for (const { path, text } of emitPackage(protocol, templates, { version: "0.0.0" })) {
    const file = join(folder, "out", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { protocol, warnings, loading: resolved - start, emitting: performance.now() - resolved };
}

/** Errors of the compiler, with the settings that the package has. */
export async function compileRevision(folder: string, version: CompilerVersion): Promise<readonly string[]> {
  const { diagnostics } = await compile(
    join(folder, "out"),
    {
      compilerOptions: {
        target: "ES2022",
        lib: ["ES2022", "DOM", "ESNext.Disposable"],
        module: "NodeNext",
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
    },
    version,
  );
  return diagnostics.map(({ file, line, code, message }) => `${file}:${String(line)} ${code} ${message}`);
}
