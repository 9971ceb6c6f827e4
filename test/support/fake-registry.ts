/** A registry of npm packages on the loopback interface that knows one package, and misbehaves as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { integrityOf } from "./tarball.js";

export interface Published {
  readonly version: string;
  readonly tarball: Uint8Array;
  /** What the registry says of it, where that is not the truth. `null`: it says nothing. */
  readonly integrity?: string | null;
  readonly shasum?: string;
  /** What its own entry calls it, where that is not its version. */
  readonly stated?: string;
  /** When it was published: a date in the form of ISO 8601. */
  readonly published?: string;
}

export interface FakeRegistry extends AsyncDisposable {
  /** With a slash at the end. */
  readonly url: string;
  /** What was asked for: method and path. */
  readonly requests: string[];
  /** What they came with. */
  readonly authorizations: (string | undefined)[];
  readonly host: string;
}

export interface RegistryOptions {
  /** Answers instead; gives false where the registry is to answer after all. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** The package's name. */
  readonly name?: string;
}

export async function fakeRegistry(
  versions: readonly Published[],
  { intercept, name = "devtools-protocol" }: RegistryOptions = {},
): Promise<FakeRegistry> {
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://registry").pathname;
    requests.push(`${request.method ?? ""} ${path}`);
    authorizations.push(request.headers.authorization);
    if (intercept?.(request, response) === true) return;
    const found = versions.find(({ version }) => path === `/${name}/-/${name}-${version}.tgz`);
    if (found !== undefined) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(found.tarball);
    } else if (path === `/${name}` && versions.length > 0) {
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(packument(versions, name, url)));
    } else {
      response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const url = `http://${host}/`;
  return {
    url,
    host,
    requests,
    authorizations,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function packument(versions: readonly Published[], name: string, url: string): object {
  return {
    name,
    "dist-tags": { latest: versions.at(-1)!.version },
    time: Object.fromEntries(
      versions.flatMap(({ version, published }) => (published === undefined ? [] : [[version, published]])),
    ),
    versions: Object.fromEntries(
      versions.map(({ version, tarball, integrity = integrityOf(tarball), shasum, stated }) => [
        version,
        {
          name,
          version: stated ?? version,
          dist: {
            tarball: `${url}${name}/-/${name}-${version}.tgz`,
            ...(integrity === null ? {} : { integrity }),
            ...(shasum === undefined ? {} : { shasum }),
          },
        },
      ]),
    ),
  };
}
