/** npm's configuration, as npm's own library reads it, and what is made of it here. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { GeneratorError } from "../../../generator/errors.js";
import {
  npmOptions,
  type NpmOptions,
  type Surroundings,
} from "../../../generator/update/npm-configuration.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

let temporary: TemporaryFolder;
let place: string;
let count = 0;
beforeAll(async () => {
  temporary = await temporaryFolder();
});
beforeEach(() => {
  place = join(temporary.path, String(++count));
  put("home/file", "");
  put("project/deep/down/file", "");
  put("project/package.json", '{ "name": "x" }');
});
afterAll(() => temporary[Symbol.asyncDispose]());

function put(path: string, text: string): string {
  const file = join(place, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function options(
  environment: Record<string, string> = {},
  more: Partial<Surroundings> = {},
): Promise<NpmOptions> {
  return npmOptions({
    workingFolder: join(place, "project/deep/down"),
    environment,
    home: join(place, "home"),
    executable: join(place, "prefix/bin/node"),
    ...more,
  });
}

async function registry(
  environment?: Record<string, string>,
  more?: Partial<Surroundings>,
): Promise<unknown> {
  return (await options(environment, more))["registry"];
}

async function failure(): Promise<string> {
  const error: unknown = await options().catch((reason: unknown) => reason);
  const { message, hint } = error as GeneratorError;
  return `${message}: ${String(hint)}`;
}

test("without any there is the public registry, and certificates are checked", async () => {
  expect(await options()).toMatchObject({
    registry: "https://registry.npmjs.org/",
    strictSSL: true,
    offline: false,
    ca: null,
    cache: join(place, "home/.npm/_cacache"),
  });
});

test("the environment goes before the project, that before the user, and that before the installation", async () => {
  put("prefix/etc/npmrc", "registry=http://global/");
  expect(await registry()).toBe("http://global/");
  put("home/.npmrc", "registry = http://user/");
  expect(await registry()).toBe("http://user/");
  put("project/.npmrc", 'registry="http://project/"');
  expect(await registry()).toBe("http://project/");
  expect(await registry({ NPM_CONFIG_REGISTRY: "http://environment/" })).toBe("http://environment/");
  expect(await registry({ npm_config_registry: "" })).toBe("http://project/");
});

test("in a workspace its root's file holds", async () => {
  put("project/package.json", '{ "name": "x", "workspaces": ["packages/*"] }');
  put("project/.npmrc", "registry=http://root/");
  put("project/packages/app/package.json", '{ "name": "app" }');
  put("project/packages/app/.npmrc", "registry=http://app/");
  expect(await registry({}, { workingFolder: join(place, "project/packages/app") })).toBe("http://root/");
});

test("what comes with npm is read: of the npm that runs, or the one beside Node.js", async () => {
  put("prefix/lib/node_modules/npm/npmrc", "registry=http://beside/");
  expect(await registry()).toBe("http://beside/");
  put("npm/npmrc", "registry=http://running/");
  expect(await registry({ npm_execpath: join(place, "npm/bin/npx-cli.js") })).toBe("http://running/");
});

test("what is secret is taken as it stands, with variables filled in, and nothing goes into the environment", async () => {
  put("home/.npmrc", "//registry.example/:_authToken=${TOKEN}\n//other.example/:_auth = abc==");
  const before = { ...process.env };
  expect(await options({ TOKEN: "secret" })).toMatchObject({
    "//registry.example/:_authToken": "secret",
    "//other.example/:_auth": "abc==",
  });
  expect(process.env).toEqual(before);
});

test("proxies, certificates, times and retries", async () => {
  const authority = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
  const cafile = put("project/ca.pem", `${authority}\r\n\n${authority}\n`);
  put(
    "home/.npmrc",
    `proxy=http://proxy.example:8080\nhttps-proxy=http://secure.example:8080\nnoproxy=localhost,.example\ncafile=${cafile}
strict-ssl=false\nlocal-address=127.0.0.1\nfetch-timeout=5\nfetch-retries=7\nreplace-registry-host=always`,
  );
  expect(await options()).toMatchObject({
    proxy: "http://proxy.example:8080/",
    httpsProxy: "http://secure.example:8080/",
    noProxy: "localhost,.example",
    ca: [authority, authority],
    strictSSL: false,
    localAddress: "127.0.0.1",
    timeout: 5,
    retry: { retries: 7 },
    replaceRegistryHost: "always",
  });
});

test("what makes no sense is told, without its value, and left out as npm does it", async () => {
  put("home/.npmrc", "fetch-timeout=soon\ncafile=/nowhere/ca.pem");
  const told: string[] = [];
  const { timeout, ca } = await options({}, { warn: ({ message }) => told.push(message) });
  expect([timeout, ca]).toEqual([300_000, null]);
  expect(told).toEqual([
    "fetch-timeout in npm's configuration makes no sense",
    "/nowhere/ca.pem, the cafile of npm's configuration, does not exist",
  ]);
});

describe("what was published a moment ago is not taken", () => {
  const newest = async (environment?: Record<string, string>): Promise<unknown> =>
    (await options(environment))["before"] ?? undefined;
  const daysAgo = (days: number): number => Date.now() - days * 86_400_000;

  test("after a date, or unless it is so many days old; what is said nearer decides", async () => {
    expect(await newest()).toBeUndefined();
    put("home/.npmrc", "before=2020-02-03");
    expect(await newest()).toEqual(new Date("2020-02-03"));
    put("project/.npmrc", "min-release-age=2.5");
    expect(((await newest()) as Date).getTime()).toBeCloseTo(daysAgo(2.5), -4);
    expect(await newest({ npm_config_min_release_age: "0" })).toBeUndefined();
  });

  test("but for a package that is named", async () => {
    put("home/.npmrc", "min-release-age=7\nmin-release-age-exclude[]=left-pad");
    expect(await newest()).toBeInstanceOf(Date);
    put("home/.npmrc", "min-release-age=7\nmin-release-age-exclude[]=devtools-protocol");
    expect(await newest()).toBeUndefined();
  });

  test.each<[patterns: readonly string[], isExcluded: boolean]>([
    [["devtools-*"], true],
    [["left-pad,dev*-protocol"], true],
    [["devtools-protoco?"], true],
    [["*"], true],
    [["@scope/*", "devtools"], false],
    // Neither turns its meaning round, nor matches by accident what npm does not match.
    [["!left-pad"], false],
    [["#x", "+(devtools-protocol)"], false],
  ])("nor for one that a pattern is for, as npm has it: %j", async (patterns, isExcluded) => {
    put(
      "home/.npmrc",
      ["min-release-age=7", ...patterns.map((each) => `min-release-age-exclude[]=${each}`)].join("\n"),
    );
    expect((await newest()) === undefined).toBe(isExcluded);
  });

  test.each(["before=soon", "min-release-age=week"])(
    "and a slip of the pen does not open it: %s",
    async (line) => {
      put("home/.npmrc", line);
      expect(await failure()).toBe(
        `${line.split("=")[0]!} in npm's configuration makes no sense: See \`npm config list\`.`,
      );
    },
  );
});

test("a registry that is no address is refused, and not shown, for it may have a password in it", async () => {
  put("home/.npmrc", "registry=ftp://me:secret@host/");
  expect(await failure()).toBe(
    "The registry in npm's configuration is no http:// or https:// address.: See `npm config get registry`.",
  );
});

test("what npm refuses is refused", async () => {
  put("home/.npmrc", "_authToken=secret");
  const told = await failure();
  expect(told).toContain("npm's configuration cannot be used: Invalid auth configuration");
  expect(told).not.toContain("secret");
});

test("a folder where certificates should be is told, and is no bug", async () => {
  const folder = dirname(put("certificates/a.pem", ""));
  put("home/.npmrc", `cafile=${folder}`);
  expect(await failure()).toMatch(
    /^npm's configuration cannot be used: EISDIR: .*: See `npm config list`, and `npm config fix`\.$/,
  );
});

test("a file that cannot be read is named", async () => {
  put("home/.npmrc/in-the-way", "");
  expect(await failure()).toContain(`${join(place, "home/.npmrc")}, which configures npm, cannot be read`);
});
