/** npm's configuration, as npm reads it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  npmOptions,
  type NpmOptions,
  type Surroundings,
} from "../../../generator/update/npm-configuration.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { failure } from "../model/definitions-of.js";

let temporary: TemporaryFolder;
let home: string;
let project: string;
let prefix: string;
let count = 0;
beforeAll(async () => {
  temporary = await temporaryFolder();
});
beforeEach(() => {
  const place = join(temporary.path, String(++count));
  home = join(place, "home");
  project = join(place, "project");
  prefix = join(place, "prefix");
  for (const folder of [home, join(project, "deep", "down"), join(prefix, "etc")])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "name": "x" }');
});
afterAll(() => temporary[Symbol.asyncDispose]());

interface Files {
  readonly user?: string;
  readonly project?: string;
  readonly global?: string;
}

function write(files: Files): void {
  if (files.user !== undefined) writeFileSync(join(home, ".npmrc"), files.user);
  if (files.project !== undefined) writeFileSync(join(project, ".npmrc"), files.project);
  if (files.global !== undefined) writeFileSync(join(prefix, "etc", "npmrc"), files.global);
}

function options(environment: Record<string, string> = {}, more: Partial<Surroundings> = {}): NpmOptions {
  return npmOptions({
    workingFolder: join(project, "deep", "down"),
    environment,
    home,
    executable: join(prefix, "bin", "node"),
    ...more,
  });
}

test("without any there is the public registry, and certificates are checked", () => {
  expect(options()).toMatchObject({
    registry: "https://registry.npmjs.org/",
    strictSSL: true,
    offline: false,
    proxy: undefined,
    httpsProxy: undefined,
    ca: undefined,
  });
  expect(options()).not.toHaveProperty("cache");
});

test("the environment goes before the project, that before the user, and that before the installation", () => {
  const registry = (environment?: Record<string, string>): unknown => options(environment)["registry"];
  write({ global: "registry=http://global/" });
  expect(registry()).toBe("http://global/");
  write({ user: "registry = http://user/" });
  expect(registry()).toBe("http://user/");
  write({ project: 'registry="http://project/"' });
  expect(registry()).toBe("http://project/");
  expect(registry({ NPM_CONFIG_REGISTRY: "http://environment/" })).toBe("http://environment/");
  expect(registry({ npm_config_registry: "" })).toBe("http://project/");
});

test("files that the environment names are read in the place of the usual ones", () => {
  const own = join(temporary.path, "own.npmrc");
  writeFileSync(own, "registry=http://own/\n");
  write({ user: "registry=http://user/" });
  expect(options({ npm_config_userconfig: own })["registry"]).toBe("http://own/");
  expect(options({ npm_config_globalconfig: own })["registry"]).toBe("http://user/");
});

test("what is secret is taken as it stands, with variables filled in", () => {
  write({
    user: [
      "; a comment",
      "# another",
      "//registry.example/:_authToken=${TOKEN}",
      "//other.example/:_auth = abc==",
      "//third.example/:username=me",
      "//third.example/:_password=cGFzcw==",
      "//fourth.example/:_authToken=${ABSENT}",
      "//fifth.example/:_authToken=${ABSENT?}x",
    ].join("\n"),
  });
  const given = options({ TOKEN: "secret" });
  expect(Object.fromEntries(Object.entries(given).filter(([key]) => key.startsWith("//")))).toEqual({
    "//registry.example/:_authToken": "secret",
    "//other.example/:_auth": "abc==",
    "//third.example/:username": "me",
    "//third.example/:_password": "cGFzcw==",
    "//fourth.example/:_authToken": "${ABSENT}",
    "//fifth.example/:_authToken": "x",
  });
  expect(options({ "npm_config_//a.example/:_authToken": "t" })).toMatchObject({
    "//a.example/:_authToken": "t",
  });
});

test("proxies and certificates", () => {
  const authority = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
  writeFileSync(join(project, "ca.pem"), `${authority}\r\n\n${authority}\n`);
  write({
    user: `proxy=http://proxy.example:8080\nhttps-proxy=http://secure.example:8080\nnoproxy=localhost,.example\ncafile=${join(project, "ca.pem")}\nstrict-ssl=false\nlocal-address=127.0.0.1`,
  });
  expect(options()).toMatchObject({
    proxy: "http://proxy.example:8080",
    httpsProxy: "http://secure.example:8080",
    noProxy: "localhost,.example",
    ca: [authority, authority],
    strictSSL: false,
    localAddress: "127.0.0.1",
  });
  write({ user: "ca[]=one\\ntwo\nca[]=three\nproxy=false\nhttps-proxy=null" });
  expect(options()).toMatchObject({ ca: ["one\ntwo", "three"], proxy: false, httpsProxy: undefined });
});

test("proxies of the environment are taken where npm has none", () => {
  const environment = { HTTPS_PROXY: "http://a:1", http_proxy: "http://b:2", NO_PROXY: "c" };
  expect(options(environment)).toMatchObject({ httpsProxy: "http://a:1", proxy: "http://b:2", noProxy: "c" });
  write({ user: "https-proxy=http://npm:3" });
  expect(options(environment)).toMatchObject({ httpsProxy: "http://npm:3", proxy: "http://b:2" });
});

test("times and retries", () => {
  write({
    user: "fetch-timeout=5\nfetch-retries=7\nfetch-retry-mintimeout=1\nfetch-retry-maxtimeout=2\nfetch-retry-factor=3",
  });
  expect(options()).toMatchObject({
    timeout: 5,
    retry: { retries: 7, minTimeout: 1, maxTimeout: 2, factor: 3 },
  });
  write({ user: "fetch-timeout=soon" });
  expect(options()["timeout"]).toBe(60_000);
});

describe("what was published a moment ago is not taken", () => {
  const newest = (environment?: Record<string, string>): unknown => options(environment)["before"];
  const daysAgo = (days: number): number => Date.now() - days * 86_400_000;

  test("unless nothing is said of it", () => {
    expect(newest()).toBeUndefined();
  });

  test("after a date", () => {
    write({ user: "before=2020-02-03" });
    expect(newest()).toEqual(new Date("2020-02-03"));
    expect(newest({ npm_config_before: "2021-01-01T00:00:00Z" })).toEqual(new Date("2021-01-01"));
  });

  test("unless it is so many days old", () => {
    write({ project: "min-release-age=2.5" });
    expect((newest() as Date).getTime()).toBeCloseTo(daysAgo(2.5), -4);
  });

  test("and the file that goes before the others decides, and in one file the date", () => {
    write({ user: "before=2020-02-03\nmin-release-age=7" });
    expect(newest()).toEqual(new Date("2020-02-03"));
    write({ project: "min-release-age=7" });
    expect((newest() as Date).getTime()).toBeCloseTo(daysAgo(7), -4);
    expect(newest({ npm_config_min_release_age: "0" })).toBeUndefined();
    write({ project: "before=null" });
    expect(newest()).toBeUndefined();
  });

  test.each([
    ["min-release-age-exclude[]=left-pad\nmin-release-age-exclude[]=devtools-*", true],
    ["min-release-age-exclude=left-pad, devtools-protocol", true],
    ["min-release-age-exclude=left-pad,!devtools", false],
  ])("but for packages that are named: %j", (line, isExcluded) => {
    write({ user: `min-release-age=7\n${line}` });
    expect(newest() === undefined).toBe(isExcluded);
  });

  test.each([
    ["before=soon", 'before in npm\'s configuration is "soon".\nIt has to be a date, as 2025-01-31.'],
    [
      "min-release-age=week",
      'min-release-age in npm\'s configuration is "week".\nIt has to be a number of days.',
    ],
    ["min-release-age=-1", 'min-release-age in npm\'s configuration is "-1".'],
  ])("and what makes no sense is told: %s", (line, want) => {
    write({ user: line });
    expect(failure(() => options())).toContain(want);
  });
});

test("a file of certificates that does not exist is none, and that is told", () => {
  write({ user: "cafile=/nowhere/ca.pem" });
  const told: string[] = [];
  expect(options({}, { warn: ({ message }) => told.push(message) })["ca"]).toBeUndefined();
  expect(told).toEqual(["/nowhere/ca.pem, the cafile of npm's configuration, does not exist"]);
  writeFileSync(join(project, "empty.pem"), "");
  write({ user: `ca=one\ncafile=${join(project, "empty.pem")}` });
  expect(options()["ca"]).toEqual(["one"]);
});

test("the host of tarballs is replaced as npm does it", () => {
  expect(options()["replaceRegistryHost"]).toBeUndefined();
  write({ user: "replace-registry-host=always" });
  expect(options()["replaceRegistryHost"]).toBe("always");
});

describe("what holds for all projects is found", () => {
  const registry = (environment: Record<string, string>, more: Partial<Surroundings>): unknown =>
    options(environment, more)["registry"];
  function put(path: string, text: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  test("where npm's prefix is", () => {
    put(join(home, "global/etc/npmrc"), "registry=http://global/");
    expect(registry({ PREFIX: join(home, "global") }, {})).toBe("http://global/");
    write({ user: "prefix=~/global" });
    expect(registry({}, {})).toBe("http://global/");
  });

  test("on Windows beside node.exe, or where npm's own file says", () => {
    const node = join(home, "nodejs");
    const windows = { platform: "win32", executable: join(node, "node.exe") };
    put(join(node, "etc/npmrc"), "registry=http://beside/");
    expect(registry({}, windows)).toBe("http://beside/");
    put(join(home, "AppData/npm/etc/npmrc"), "registry=http://appdata/");
    put(join(node, "node_modules/npm/npmrc"), "prefix=${APPDATA}/npm");
    expect(registry({ APPDATA: join(home, "AppData") }, windows)).toBe("http://appdata/");
  });

  test("in the npm that runs, or the one beside Node.js", () => {
    put(join(prefix, "lib/node_modules/npm/npmrc"), "registry=http://builtin/");
    expect(registry({}, {})).toBe("http://builtin/");
    put(join(home, "npm/npmrc"), "registry=http://running/");
    expect(registry({ npm_execpath: join(home, "npm/bin/npx-cli.js") }, {})).toBe("http://running/");
  });
});

test("a cache is where npm has it", () => {
  write({ user: "cache=~/my-cache\noffline=true\nprefer-online" });
  expect(options()).toMatchObject({
    cache: join(home, "my-cache", "_cacache"),
    offline: true,
    preferOnline: true,
  });
});

test("a registry that is no address is refused, and not shown, for it may have a password in it", () => {
  write({ user: "registry=ftp://me:secret@host/" });
  expect(failure(() => options())).toBe(
    "The registry in npm's configuration is no http:// or https:// address.\nSee `npm config get registry`.",
  );
});

describe("npm itself reads the same", () => {
  const file = [
    "registry = https://registry.example/path/ ; a comment",
    'proxy = "http://proxy.example:8080/"',
    "noproxy = a.example",
    "strict-ssl = false",
    "fetch-retries = 4",
    "fetch-timeout=1234",
    "user-agent = ${AGENT}/${NOBODY}",
    "[section]",
    "offline = true",
  ].join("\n");

  test("in a file with much in it", () => {
    write({ user: file, project: "noproxy=b.example # that one\nfetch-retries=5" });
    const environment = { AGENT: "me", npm_config_fetch_timeout: "99" };
    const printed = execFileSync("npm", ["config", "list", "--json"], {
      cwd: join(project, "deep", "down"),
      env: {
        PATH: process.env["PATH"],
        HOME: home,
        USERPROFILE: home,
        ...environment,
        npm_config_globalconfig: join(prefix, "etc", "npmrc"),
        npm_config_userconfig: join(home, ".npmrc"),
      },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      shell: process.platform === "win32",
    });
    const npm = JSON.parse(printed) as Record<string, unknown>;
    const ours = options(environment);
    expect({
      registry: ours["registry"],
      proxy: ours["proxy"],
      noproxy: ours["noProxy"],
      "strict-ssl": ours["strictSSL"],
      "fetch-timeout": ours["timeout"],
      "fetch-retries": (ours["retry"] as { retries: number }).retries,
      "user-agent": ours["userAgent"],
    }).toEqual(
      Object.fromEntries(
        ["registry", "proxy", "strict-ssl", "fetch-timeout", "fetch-retries", "user-agent", "noproxy"].map(
          (key) => [key, key === "noproxy" ? String(npm[key]) : npm[key]],
        ),
      ),
    );
    expect(ours["offline"]).toBe(npm["offline"]);
  });
});
