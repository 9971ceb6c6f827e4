/** A registry that lies of itself: what it says decides nothing that could run on this machine, or lead elsewhere. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fetchVersion, findVersion } from "../../../generator/update/registry.js";
import { unpackRevision } from "../../../generator/update/unpack.js";
import { fakeRegistry } from "../../support/fake-registry.js";
import { packageTarball, second } from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { failureOfPromise } from "../load/failure.js";

let temporary: TemporaryFolder;
let ran: string;
let work: string;
beforeEach(async () => {
  temporary = await temporaryFolder();
  ran = join(temporary.path, "ran");
  work = join(temporary.path, "work");
  mkdirSync(ran);
  mkdirSync(work);
});
afterEach(() => temporary[Symbol.asyncDispose]());

/** A package whose scripts leave a file behind when they run. */
function packageWithScripts(): string {
  const folder = join(temporary.path, "evil");
  mkdirSync(folder);
  const script = (name: string): string =>
    `node -e "require('node:fs').writeFileSync(${JSON.stringify(join(ran, name)).replaceAll('"', "'")}, '')"`;
  const names = ["preinstall", "install", "postinstall", "prepare", "prepack"];
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({
      name: "devtools-protocol",
      version: "0.0.1000002",
      scripts: Object.fromEntries(names.map((name) => [name, script(name)])),
    }),
  );
  return folder;
}

function repositoryOf(folder: string): string {
  const git = (...args: readonly string[]): void => {
    execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.com", ...args], { cwd: folder });
  };
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "x");
  return folder;
}

/** What comes of a registry that calls its one version so. */
async function answered(stated: string, revision: string): Promise<string> {
  await using registry = await fakeRegistry([
    { version: "0.0.1000002", stated, tarball: packageTarball(second) },
  ]);
  const surroundings = {
    executable: "/nowhere/bin/node",
    workingFolder: work,
    home: work,
    environment: {
      npm_config_registry: registry.url,
      npm_config_cache: join(temporary.path, "cache"),
      npm_config_fetch_retries: "0",
    },
  };
  const update = failureOfPromise(
    findVersion(revision, { surroundings }).then((known) => fetchVersion(known, { surroundings })),
  );
  const diff = failureOfPromise(unpackRevision(revision, join(temporary.path, "unpacked"), surroundings));
  const told = await update;
  expect(await diff).toBe(told);
  // The version is asked for, and nothing is fetched.
  expect(new Set(registry.requests)).toEqual(new Set(["GET /devtools-protocol"]));
  return told;
}

describe.each(["1000002", "latest"])("what is asked for is %s, and the registry calls it", (revision) => {
  test("a repository: nothing is cloned, and no script runs", async () => {
    const stated = `git+${pathToFileURL(repositoryOf(packageWithScripts())).href}`;
    const told = await answered(stated, revision);
    expect(readdirSync(ran)).toEqual([]);
    expect(told).toContain(`with the version ${JSON.stringify(stated)}.`);
  });

  test("a folder: no script runs", async () => {
    const told = await answered(`file:${packageWithScripts()}`, revision);
    expect(readdirSync(ran)).toEqual([]);
    expect(told).toContain("That is none of the package's versions");
  });

  test("an address: nobody is asked there", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end(packageTarball(second));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const stated = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/x.tgz`;
      const told = await answered(stated, revision);
      expect(asked).toEqual([]);
      expect(told).toContain("That is none of the package's versions");
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

test("another version than the one that was asked for is refused", async () => {
  expect(await answered("0.0.1000003", "1000002")).toContain(
    'The registry answers devtools-protocol@0.0.1000002 with the version "0.0.1000003".\nThat is not the one that was asked for.',
  );
});
