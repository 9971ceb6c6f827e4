/**
 * Makes `dist/` from `src/`: what those import who do not compile TypeScript.
 *
 * - JavaScript in few files, because every module costs the program that imports it: one chunk is all that the package's main module
 *   needs, and all domains and targets. Each entry of the package is a file of its own that takes its exports from there, or has its own
 *   part and what it shares with others. Bundlers still drop every domain that is not used, by the pure marks.
 * - Declarations one a module, beside where the module would be, so that editors and compilers read only what is named.
 * - Source maps of both lead to `src/`, which the package holds as well.
 *
 * The same `src/` gives the same bytes.
 */
import { cp, lstat, mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, posix, relative, sep } from "node:path";
import { type PreRenderedChunk, rolldown } from "rolldown";
import { ts } from "ts-morph";
import { GeneratorError } from "./errors.js";
import { type LockOptions, type Staging, locked } from "./staging.js";

/** What a build makes; anything else in `dist/` is not ours, and is kept. */
const BUILT = /\.(js|d\.ts)(\.map)?$/;

/** What the bundler lets pass and a package must not have. */
const FATAL_WARNINGS = new Set(["UNRESOLVED_IMPORT", "MISSING_EXPORT", "IMPORT_IS_UNDEFINED"]);

const DECLARATION_OPTIONS: ts.CompilerOptions = {
  rootDir: "/src",
  outDir: "/dist",
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  newLine: ts.NewLineKind.LineFeed,
  strict: true,
  declaration: true,
  declarationMap: true,
  emitDeclarationOnly: true,
  isolatedDeclarations: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  stripInternal: true,
  noCheck: true,
  noLib: true,
  noResolve: true,
  types: [],
};

/** Without this the compiler takes `[Symbol.dispose]` for a computed name like any other, and declares it twice. */
const KNOWN_SYMBOLS = `interface SymbolConstructor {
  readonly asyncDispose: unique symbol;
  readonly asyncIterator: unique symbol;
  readonly dispose: unique symbol;
  readonly hasInstance: unique symbol;
  readonly iterator: unique symbol;
  readonly toPrimitive: unique symbol;
  readonly toStringTag: unique symbol;
}
declare var Symbol: SymbolConstructor;
`;

interface BuiltFile {
  /** From `dist/`, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What a build is made from. */
interface Sources {
  /** The text of package.json. */
  readonly manifest: string;
  /** The modules by their paths from `src/`, with forward slashes, sorted. */
  readonly modules: ReadonlyMap<string, string>;
}

export interface BuildOptions extends LockOptions {
  /** Whether what is in the package is what `dist/` is wanted of. Asked when no other run can change it. */
  readonly isWanted?: (() => boolean) | undefined;
  /** Is told the paths of the files from `out`, sorted, before another run may change anything. */
  readonly done?: ((files: readonly string[]) => Promise<void>) | undefined;
}

/**
 * Builds `dist/` in the package at `out`, and puts it in the place of the old one when all of it is there.
 *
 * To build takes seconds, for which no other run is kept waiting. So the sources are read at one moment, and looked at again when
 * `dist/` is made of them: where another run has replaced them in between, it is made anew.
 *
 * @returns the paths of its files from `out`, sorted; `undefined` where it is not wanted any more
 * @throws GeneratorError where it cannot be written; the old `dist/` then stays.
 */
export async function buildPackage(out: string, options: BuildOptions = {}): Promise<string[] | undefined> {
  const { isWanted = () => true, done } = options;
  const read = (): Promise<Sources | undefined> =>
    isWanted() ? readSources(out) : Promise.resolve(undefined);
  for (;;) {
    const sources = await locked(out, read, options);
    if (sources === undefined) return undefined;
    const files = await built(out, sources);
    const paths = files.map((file) => `dist/${file.path}`).sort();
    const replace = async (staging: Staging): Promise<boolean> => {
      const now = await read();
      if (now === undefined || !isSame(now, sources)) return false;
      await replaceDist(out, files, staging, async () => done?.(paths));
      return true;
    };
    if (await locked(out, replace, options)) return paths;
  }
}

async function readSources(out: string): Promise<Sources> {
  const manifest = await readFile(join(out, "package.json"), "utf8");
  const paths = (await readdir(join(out, "src"), { recursive: true, encoding: "utf8" }))
    .map((path) => path.replaceAll(sep, "/"))
    .filter((path) => path.endsWith(".ts"))
    .sort();
  const modules = new Map<string, string>();
  for (const path of paths) modules.set(path, await readFile(join(out, "src", path), "utf8"));
  return { manifest, modules };
}

function isSame(one: Sources, other: Sources): boolean {
  return (
    one.manifest === other.manifest &&
    one.modules.size === other.modules.size &&
    [...one.modules].every(([path, text]) => other.modules.get(path) === text)
  );
}

async function built(out: string, { manifest, modules }: Sources): Promise<BuiltFile[]> {
  // The bundler works in threads of its own, the compiler in this one.
  const bundling = bundle(out, manifest, modules);
  const [scripts, types] = await Promise.all([bundling, declarations(modules)]);
  return [...scripts, ...types];
}

/**
 * The modules that can be imported from outside, as the maps `exports` and `imports` of the manifest name them.
 *
 * @param manifest the text of package.json
 * @param sources paths from `src/`
 */
export function entryModules(manifest: string, sources: readonly string[]): string[] {
  const { exports = {}, imports = {} } = JSON.parse(manifest) as { exports?: unknown; imports?: unknown };
  const entries = new Set<string>();
  for (const target of [...leaves(exports), ...leaves(imports)]) {
    const pattern = /^\.\/dist\/(.+)\.js$/.exec(target)?.[1];
    if (pattern === undefined) continue;
    const [before = "", after] = pattern.split("*");
    const found = sources.filter((source) =>
      after === undefined
        ? source === `${pattern}.ts`
        : source.startsWith(before) && source.endsWith(`${after}.ts`),
    );
    if (found.length === 0 && after === undefined) {
      throw new Error(`package.json names ${target}, but there is no src/${pattern}.ts to make it from`);
    }
    for (const source of found) entries.add(source);
  }
  return [...entries].sort();
}

/** Every string in a map of conditions. */
function leaves(map: unknown): string[] {
  if (typeof map === "string") return [map];
  return typeof map === "object" && map !== null ? Object.values(map).flatMap(leaves) : [];
}

async function bundle(
  out: string,
  manifest: string,
  modules: ReadonlyMap<string, string>,
): Promise<BuiltFile[]> {
  const src = join(out, "src");
  const entries = entryModules(manifest, [...modules.keys()]);
  const hasEffects = (JSON.parse(manifest) as { sideEffects?: unknown }).sideEffects !== false;
  const texts = new Map([...modules].map(([path, text]) => [join(src, path), text]));
  const imports = new Map<string, readonly string[]>();
  let main: Set<string> | undefined;
  // What is imported dynamically is not counted, nor what is another entry's alone: whoever imports the package would pay for it.
  const isMain = (id: string): boolean => {
    main ??= reachable([join(src, "index.ts")], imports);
    return main.has(id) && id !== join(src, "index.ts");
  };
  const nameOf = (path: string): string => path.slice(0, -".ts".length);
  const build = await rolldown({
    cwd: out,
    input: Object.fromEntries(entries.map((path) => [nameOf(path), join(src, path)])),
    // Node's own modules, the package's own `imports`, and nothing else: the package needs no other.
    external: [/^node:/, /^#/],
    platform: "neutral",
    tsconfig: false,
    preserveEntrySignatures: "strict",
    transform: { target: "es2022" },
    plugins: [
      {
        name: "sources",
        // What is on the disk by now may be another run's.
        resolveId: (source, importer) => {
          const id =
            importer === undefined ? source : join(dirname(importer), source.replace(/\.js$/, ".ts"));
          return texts.has(id) ? { id, moduleSideEffects: hasEffects } : null;
        },
        load: (id) => texts.get(id) ?? null,
        moduleParsed: (module) => void imports.set(module.id, module.importedIds),
      },
    ],
    onLog(_level, log) {
      if (FATAL_WARNINGS.has(log.code ?? "")) throw new Error(`the bundler warns: ${log.message}`);
    },
  });
  try {
    const { output } = await build.generate({
      // Nothing is written there; it is what the paths in source maps start from.
      dir: join(out, "dist"),
      format: "esm",
      sourcemap: true,
      sourcemapExcludeSources: true,
      minify: false,
      // Declarations carry the documentation.
      comments: { annotation: true, legal: true, jsdoc: false },
      minifyInternalExports: false,
      entryFileNames: "[name].js",
      chunkFileNames: (chunk: PreRenderedChunk) => `chunks/${chunk.name}.js`,
      codeSplitting: {
        groups: [
          {
            name: "main",
            test: (id) =>
              isMain(id) ||
              id.startsWith(join(src, "domains", sep)) ||
              id.startsWith(join(src, "targets", sep)),
          },
        ],
      },
    });
    return output.map((file) => ({
      path: file.fileName,
      text: file.type === "chunk" ? file.code : String(file.source),
    }));
  } finally {
    await build.close();
  }
}

/** The modules that come with the first ones, dynamic imports not counted. */
function reachable(starts: readonly string[], imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set(starts);
  for (const module of found) {
    for (const imported of imports.get(module) ?? []) found.add(imported);
  }
  return found;
}

/**
 * The declarations of every module, made from its own text alone, which `isolatedDeclarations` allows. One program for all
 * is several times as fast as one each.
 */
async function declarations(modules: ReadonlyMap<string, string>): Promise<BuiltFile[]> {
  const texts = new Map([["/symbols.d.ts", KNOWN_SYMBOLS]]);
  for (const [path, text] of modules) texts.set(`/src/${path}`, text);
  const files: BuiltFile[] = [];
  const host: ts.CompilerHost = {
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path),
    getSourceFile: (path, options) => {
      const text = texts.get(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, options);
    },
    writeFile: (path, text) => files.push({ path: posix.relative("/dist", path), text }),
    getDefaultLibFileName: () => "/none.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
  const program = ts.createProgram([...texts.keys()], DECLARATION_OPTIONS, host);
  const { diagnostics } = program.emit(undefined, undefined, undefined, true);
  const problem = [...program.getSyntacticDiagnostics(), ...diagnostics][0];
  if (problem !== undefined) {
    const message = ts.flattenDiagnosticMessageText(problem.messageText, " ");
    throw new Error(`${problem.file?.fileName.slice(1) ?? "src"} has no declarations: ${message}`);
  }
  return files;
}

/** Writes the files beside the old `dist/` and swaps the two. */
async function replaceDist(
  out: string,
  files: readonly BuiltFile[],
  staging: Staging,
  finish: () => Promise<void>,
): Promise<void> {
  const dist = join(out, "dist");
  try {
    const status = await lstat(dist).catch(() => undefined);
    if (status?.isDirectory() === false) throw new Error("something that is not a folder is in its place");
    const [made, old] = [join(staging.path, "new-0"), join(staging.path, "old-0")];
    for (const folder of new Set(files.map((file) => posix.dirname(file.path)))) {
      await mkdir(join(made, folder), { recursive: true });
    }
    await Promise.all(files.map((file) => writeFile(join(made, file.path), file.text)));
    await keepForeignFiles(dist, made);
    await staging.begin({ steps: [{ path: "dist", made: "new-0", kept: "old-0" }], folders: [] });
    if (status !== undefined) await rename(dist, old);
    await rename(made, dist);
    await finish();
    await staging.end();
  } catch (error) {
    if (error instanceof GeneratorError) throw error;
    throw new GeneratorError(`${dist} cannot be written: ${(error as Error).message}`, {
      hint: "see that the folder may be written to and has room, or leave dist/ out with --no-build",
      cause: error,
    });
  }
}

/** Copies what somebody has put into the old `dist/` and no build makes. */
async function keepForeignFiles(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory() || BUILT.test(entry.name)) continue;
    const path = relative(from, join(entry.parentPath, entry.name));
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(join(from, path), join(to, path), { verbatimSymlinks: true });
  }
}
