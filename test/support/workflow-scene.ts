/** What is around a workflow that runs here: a clone, a registry, and in the place of `gh` and `npm` programs that note what they are told. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { root } from "./paths.js";
import type { Job } from "./workflow-run.js";

export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export function readWorkflow(name: string): Workflow {
  return parse(readFileSync(join(root, ".github/workflows", name), "utf8")) as Workflow;
}

export interface Programs {
  /** The folder that goes before all others on PATH. */
  readonly folder: string;
  /** What `gh` was told, a call a line, and the text of the pull request. */
  calls(): readonly string[];
  body(): string;
  /** From now on, there is a pull request. */
  open(number: number): void;
}

/**
 * `gh` notes its arguments, and knows of no pull request until it is told of one. `npm` does in no time what the real one does
 * from the registry: `ci` brings the packages that are installed here, `install` notes the version, and `run check` holds `out/`
 * to the inputs; with `failing`, it fails. With `realNpm` it is npm itself, but for `npm run check`, where `check` says what
 * to run instead.
 */
export function fakePrograms(
  place: string,
  options: {
    readonly failing?: boolean;
    readonly realNpm?: boolean;
    readonly check?: string | undefined;
  } = {},
): Programs {
  const folder = join(place, "bin");
  const notes = join(place, "gh.txt");
  const body = join(place, "body.md");
  const pull = join(place, "pull-request.txt");
  mkdirSync(folder, { recursive: true });
  const program = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program(
    "gh",
    `printf '%s\\n' "$*" >> '${notes}'
[ -n "\${GH_TOKEN:-}" ] || { echo "no token" >&2; exit 1; }
if [ "$1 $2" = "pr list" ] && [ -e '${pull}' ]; then cat '${pull}'; fi
while [ $# -gt 0 ]; do
  case "$1" in
    --body-file) cp "$2" '${body}' ;;
    body=@*) cp "\${1#body=@}" '${body}' ;;
  esac
  shift
done`,
  );
  if (options.realNpm !== true) {
    program(
      "npm",
      `case "$1 \${2:-}" in
  "ci "*) ln -s '${join(root, "node_modules")}' node_modules ;;
  "install "*) version="\${!#}"; sed -i.bak -E "s|(\\"devtools-protocol\\": )\\"[^\\"]*\\"|\\1\\"\${version##*@}\\"|" package.json; rm package.json.bak ;;
  "run check") ${options.failing === true ? "echo 'a test fails'; exit 1" : "'" + process.execPath + "' generator/bin.js --check --strict"} ;;
  *) echo "unexpected: npm $*" >&2; exit 1 ;;
esac`,
    );
  }
  if (options.check !== undefined) {
    const npm = execFileSync("bash", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
    program("npm", `if [ "$1 \${2:-}" = "run check" ]; then\n${options.check}\nelse\nexec '${npm}' "$@"\nfi`);
  }
  return {
    folder,
    calls: () => (existsSync(notes) ? readFileSync(notes, "utf8").trimEnd().split("\n") : []),
    body: () => readFileSync(body, "utf8"),
    open: (number) => {
      writeFileSync(pull, `${String(number)}\n`);
    },
  };
}

/** The environment of a step: that of this process with nothing of npm's in it. */
export function stepEnvironment(
  { folder }: Programs,
  registry: string,
  place: string,
): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([key, value]) =>
    value === undefined || /^(?:npm_|github_|gh_|node_options|vitest)/i.test(key)
      ? []
      : [[key, value] as const],
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [folder, process.env["PATH"] ?? ""].join(delimiter),
    HOME: place,
    npm_config_registry: registry,
    npm_config_cache: join(place, "npm-cache"),
    npm_config_userconfig: join(place, "no-npmrc"),
  };
}
