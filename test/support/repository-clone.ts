/** A clone of this repository as it is now, with a remote of its own, to do things to. */
import { execFileSync } from "node:child_process";
import { copyFileSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./paths.js";
import { tarball } from "./tarball.js";

export interface RepositoryClone {
  readonly folder: string;
  /** The bare repository that is its `origin`. */
  readonly remote: string;
  git(...args: readonly string[]): string;
}

/** Copies what git would have, committed or not, and commits it. */
export function cloneRepository(place: string): RepositoryClone {
  const folder = join(place, "clone");
  const remote = join(place, "remote.git");
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const path of listed.split("\0")) {
    if (path === "" || lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile() !== true) continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", remote]);
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 256 * 1024 * 1024,
    });
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", remote);
  return { folder, remote, git };
}

/** The definitions here as the package that they came from. */
export function currentPackage(): { readonly version: string; readonly tarball: Buffer } {
  const folder = join(root, "protocol");
  const revision = readFileSync(join(folder, "version.txt"), "utf8").trim();
  const version = `0.0.${revision}`;
  const paths = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: folder,
    encoding: "utf8",
  })
    .split("\n")
    .filter((path) => /\.(?:json|pdl)$|^LICENSE$/.test(path));
  return {
    version,
    tarball: tarball([
      { path: "package/package.json", content: JSON.stringify({ name: "devtools-protocol", version }) },
      ...paths.map((path) => ({
        path: `package/${path.endsWith(".json") ? "json/" : ""}${path}`,
        content: readFileSync(join(folder, path)),
      })),
    ]),
  };
}

/**
 * Sets a clone back to a revision that lacks one domain, to which no other refers.
 *
 * @returns the domain
 */
export function setBack({ folder }: RepositoryClone): string {
  const protocol = join(folder, "protocol");
  const file = join(protocol, "browser_protocol.json");
  const definitions = JSON.parse(readFileSync(file, "utf8")) as {
    domains: { domain: string; dependencies?: readonly string[] }[];
  };
  const text = JSON.stringify(definitions);
  const pdl = readFileSync(join(protocol, "pdl/browser_protocol.pdl"), "utf8");
  const lonely = definitions.domains.find(
    ({ domain }) =>
      pdl.includes(`include domains/${domain}.pdl`) &&
      !text.includes(`"$ref":"${domain}.`) &&
      !text.includes(`"redirect":"${domain}"`) &&
      !definitions.domains.some(({ dependencies }) => dependencies?.includes(domain) === true),
  )!.domain;
  definitions.domains = definitions.domains.filter(({ domain }) => domain !== lonely);
  writeFileSync(file, JSON.stringify(definitions, null, 4));
  writeFileSync(
    join(protocol, "pdl/browser_protocol.pdl"),
    pdl.replace(`include domains/${lonely}.pdl\n`, ""),
  );
  rmSync(join(protocol, `pdl/domains/${lonely}.pdl`));
  const revision = Number(readFileSync(join(protocol, "version.txt"), "utf8"));
  writeFileSync(join(protocol, "version.txt"), `${String(revision - 1)}\n`);
  return lonely;
}
