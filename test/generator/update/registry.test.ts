/** Fetching from a registry, over real HTTP. */
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Surroundings } from "../../../generator/update/npm-configuration.js";
import {
  fetchVersion,
  findVersion,
  versionOf,
  type FetchedPackage,
} from "../../../generator/update/registry.js";
import {
  fakeRegistry,
  type FakeRegistry,
  type Published,
  type RegistryOptions,
} from "../../support/fake-registry.js";
import { first, packageTarball, second } from "../../support/small-revision.js";
import { integrityOf } from "../../support/tarball.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { failureOf, failureOfPromise } from "../load/failure.js";

const old: Published = { version: "0.0.1000001", tarball: packageTarball(first) };
const latest: Published = { version: "0.0.1000002", tarball: packageTarball(second) };

let temporary: TemporaryFolder;
const open: AsyncDisposable[] = [];
beforeEach(async () => {
  temporary = await temporaryFolder();
});
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
  await temporary[Symbol.asyncDispose]();
});

async function registry(
  versions: readonly Published[] = [old, latest],
  options?: RegistryOptions,
): Promise<FakeRegistry> {
  const made = await fakeRegistry(versions, options);
  open.push(made);
  return made;
}

function surroundings(npmrc: string, environment: Record<string, string> = {}): Surroundings {
  const home = join(temporary.path, "home");
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, ".npmrc"),
    `cache=${join(temporary.path, "cache")}\nfetch-retries=0\nfetch-timeout=5000\n${npmrc}\n`,
  );
  return { workingFolder: home, home, environment, executable: "/nowhere/bin/node" };
}

async function get(revision: string, around: Surroundings, limit?: number): Promise<FetchedPackage> {
  const options = { surroundings: around, ...(limit === undefined ? {} : { limit }) };
  return fetchVersion(await findVersion(revision, options), options);
}

describe("what names a version", () => {
  test.each([
    ["1734725", "0.0.1734725"],
    ["0.0.1734725", "0.0.1734725"],
    ["latest", "latest"],
  ])("%s", (given, want) => {
    expect(versionOf(given)).toBe(want);
  });

  test.each(["", "1.2.3", "http://x/", "../x", "next", "1 || 2", "file:x", "123456789012345"])(
    "not %j",
    (given) => {
      expect(failureOf(() => versionOf(given))).toContain(`${JSON.stringify(given)} is no revision.`);
    },
  );
});

describe("fetches", () => {
  test.each([
    ["latest", latest],
    ["1000001", old],
  ])("%s, as it was published", async (revision, { version, tarball }) => {
    const { url } = await registry();
    expect(await get(revision, surroundings(`registry=${url}`))).toEqual({
      version,
      integrity: integrityOf(tarball),
      tarball: Buffer.from(tarball),
    });
  });

  test("from npm's cache what it has fetched before, without the network", async () => {
    const { url } = await registry();
    await get("1000001", surroundings(`registry=${url}`));
    for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
    expect((await get("1000001", surroundings(`registry=${url}\noffline=true`))).version).toBe(old.version);
    expect(
      await failureOfPromise(get("latest", surroundings("registry=http://127.0.0.1:1/\noffline=true"))),
    ).toBe(
      "devtools-protocol@latest is not in npm's cache, and npm is configured to be offline.\nGo online for it. Nothing was changed.",
    );
  });

  test("with the user's token, that goes to its registry alone", async () => {
    const made = await registry(undefined, {
      intercept: ({ headers }, response) => {
        if (headers.authorization === "Bearer secret-token") return false;
        response.writeHead(401).end("{}");
        return true;
      },
    });
    const told = await failureOfPromise(
      get("latest", surroundings(`registry=${made.url}\n//${made.host}/:_authToken=wrong-token`)),
    );
    expect(told).toBe(
      `The registry at ${made.host} refuses to give devtools-protocol@latest.\nLog in with \`npm login\`, or correct the token in .npmrc. Nothing was changed.`,
    );
    rmSync(join(temporary.path, "cache"), { recursive: true, force: true });
    const npmrc = `registry=${made.url}\n//${made.host}/:_authToken=\${TOKEN}`;
    expect((await get("latest", surroundings(npmrc, { TOKEN: "secret-token" }))).version).toBe(
      latest.version,
    );
    expect(made.authorizations.slice(-2)).toEqual(["Bearer secret-token", "Bearer secret-token"]);

    const other = await registry();
    await get("latest", surroundings(`registry=${other.url}\n//${made.host}/:_authToken=secret-token`));
    expect(new Set(other.authorizations)).toEqual(new Set([undefined]));
  });

  test("through the user's proxy", async () => {
    const made = await registry();
    const tunnelled: string[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket) => {
      tunnelled.push(request.url ?? "");
      const { port } = new URL(made.url);
      const through = connect(Number(port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        through.pipe(socket).pipe(through);
      });
    });
    proxy.on("request", (request, response) => {
      tunnelled.push(new URL(request.url ?? "").host);
      void fetch(`${made.url.slice(0, -1)}${new URL(request.url ?? "").pathname}`).then(async (answer) => {
        // The addresses of tarballs are of the registry, by the name that it was asked by.
        const body = Buffer.from(await answer.arrayBuffer());
        const type = answer.headers.get("content-type") ?? "";
        response.writeHead(answer.status, { "content-type": type });
        response.end(
          type.includes("json") ? body.toString().replaceAll(made.url, "http://registry.invalid/") : body,
        );
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    open.push({
      [Symbol.asyncDispose]: () =>
        new Promise((resolve) => {
          proxy.close(() => resolve());
          proxy.closeAllConnections();
        }),
    });
    const address = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
    const npmrc = `registry=http://registry.invalid/\nproxy=${address}\nhttps-proxy=${address}`;
    expect((await get("latest", surroundings(npmrc))).version).toBe(latest.version);
    expect(tunnelled.length).toBeGreaterThanOrEqual(2);
    expect(new Set(tunnelled.map((host) => host.replace(/:80$/, "")))).toEqual(new Set(["registry.invalid"]));
  });
});

describe("with a date in npm's configuration", () => {
  const dated: readonly Published[] = [
    { ...old, published: "2024-01-01T00:00:00.000Z" },
    { ...latest, published: "2025-01-01T00:00:00.000Z" },
  ];

  test("the newest that was published before is the latest", async () => {
    const { url } = await registry(dated);
    const known = await get("latest", surroundings(`registry=${url}\nbefore=2024-06-01`));
    expect(known.version).toBe(old.version);
    expect((await get("latest", surroundings(`registry=${url}\nbefore=2025-06-01`))).version).toBe(
      latest.version,
    );
  });

  test("what was published since is not taken by its name either", async () => {
    const { url } = await registry(dated);
    expect(
      await failureOfPromise(get("1000002", surroundings(`registry=${url}\nbefore=2024-06-01`))),
    ).toContain(
      ", or was published after 2024-06-01T00:00:00.000Z, and npm's configuration (before, min-release-age) takes nothing that was.",
    );
  });
});

describe("says what is wrong", () => {
  const refused = async (
    versions: readonly Published[] | undefined,
    options?: RegistryOptions,
    revision = "latest",
    limit?: number,
  ): Promise<string> => {
    const { url } = await registry(versions, options);
    return failureOfPromise(get(revision, surroundings(`registry=${url}`), limit));
  };

  test("where there is no such version", async () => {
    expect(await refused(undefined, {}, "1")).toContain(
      "devtools-protocol@0.0.1 is not in the registry at 127.0.0.1:",
    );
  });

  test("where there is no such package", async () => {
    expect(await refused([])).toContain("devtools-protocol@latest is not in the registry at 127.0.0.1:");
  });

  test("where the tarball is not what its hash says", async () => {
    expect(
      await refused([{ ...latest, tarball: packageTarball(first), integrity: integrityOf(latest.tarball) }]),
    ).toMatch(
      /^The tarball of devtools-protocol@0\.0\.1000002 from 127\.0\.0\.1:\d+ is not what its hash says\.\n.*Nothing was changed\.$/,
    );
  });

  test.each([
    ["no hash", null, undefined],
    ["a weak hash", null, "a".repeat(40)],
  ])("where the registry states %s", async (_what, integrity, shasum) => {
    expect(await refused([{ ...latest, integrity, ...(shasum === undefined ? {} : { shasum }) }])).toContain(
      "The registry states no sha512 hash for devtools-protocol@0.0.1000002.",
    );
  });

  test("where the tarball is far too large, as soon as it is", async () => {
    let sent = 0;
    const told = await refused(
      undefined,
      {
        intercept: (request, response) => {
          if (request.url?.endsWith(".tgz") !== true) return false;
          const more = (): void => {
            sent += 65_536;
            response.write(Buffer.alloc(65_536), (error) => {
              if (error === null || error === undefined) setImmediate(more);
            });
          };
          response.writeHead(200);
          more();
          return true;
        },
      },
      "latest",
      1024 * 1024,
    );
    expect(told).toContain("The tarball of devtools-protocol@0.0.1000002 has more than 1 MB.");
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test("where the connection breaks off", async () => {
    expect(
      await refused(undefined, {
        intercept: (request, response) => {
          if (request.url?.endsWith(".tgz") !== true) return false;
          response.writeHead(200, { "content-length": "100000" }).write("half");
          setTimeout(() => response.destroy(), 20);
          return true;
        },
      }),
    ).toMatch(
      /^(?:devtools-protocol@0\.0\.1000002 could not be fetched from|The tarball of devtools-protocol@0\.0\.1000002 from) 127\.0\.0\.1/,
    );
  });

  test("where the registry fails, or talks nonsense", async () => {
    const answering = (status: number, body: string): RegistryOptions => ({
      intercept: (_request, response) => {
        response.writeHead(status, { "content-type": "application/json" }).end(body);
        return true;
      },
    });
    expect(await refused(undefined, answering(500, "{}"))).toMatch(
      /could not be fetched from 127\.0\.0\.1:\d+ with status 500 \(E500\)\./,
    );
    expect(await refused(undefined, answering(200, "<html>"))).toMatch(
      /could not be fetched from 127\.0\.0\.1:\d+/,
    );
  });

  test("where nobody listens, without what is secret in the address", async () => {
    const told = await failureOfPromise(
      get("latest", surroundings("registry=http://me:secret@127.0.0.1:1/")),
    );
    expect(told).toBe(
      "devtools-protocol@latest could not be fetched from 127.0.0.1:1 (ECONNREFUSED).\nCheck the network, and what `npm config list` says of registry and proxies. Nothing was changed.",
    );
  });
});
