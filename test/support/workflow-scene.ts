/** What is around a workflow that runs here: a clone, a registry, and in the place of `gh` and `npm` programs that note what they are told. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { root } from "./paths.js";
import type { Step } from "./workflow-run.js";

export function stepsOf(workflow: string, job: string): readonly Step[] {
  const { jobs } = parse(readFileSync(join(root, ".github/workflows", workflow), "utf8")) as {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  };
  return jobs[job]!.steps;
}

export interface Programs {
  /** The folder that goes before all others on PATH. */
  readonly folder: string;
  /** What `gh` was told, a call a line, and the text of the pull request. */
  calls(): readonly string[];
  body(): string;
}

/**
 * `gh` notes its arguments and knows of no pull request. `npm` does in no time what the real one does from the registry:
 * `ci` brings the packages that are installed here, `install` notes the version, and `run check` holds `out/` to the inputs;
 * with `failing`, it fails.
 */
export function fakePrograms(
  place: string,
  options: { readonly failing?: boolean; readonly realNpm?: boolean } = {},
): Programs {
  const folder = join(place, "bin");
  const notes = join(place, "gh.txt");
  const body = join(place, "body.md");
  mkdirSync(folder, { recursive: true });
  const program = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program(
    "gh",
    `printf '%s\\n' "$*" >> '${notes}'
[ -n "\${GH_TOKEN:-}" ] || { echo "no token" >&2; exit 1; }
if [ "$1 $2" = "pr list" ]; then echo 0; fi
while [ $# -gt 0 ]; do if [ "$1" = --body-file ]; then cp "$2" '${body}'; fi; shift; done`,
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
  return {
    folder,
    calls: () => (existsSync(notes) ? readFileSync(notes, "utf8").trimEnd().split("\n") : []),
    body: () => readFileSync(body, "utf8"),
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
