/** What a tarball may be, and what ends the reading of one. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readTarball, tarballLimits } from "../../../generator/update/tarball.js";
import { extension, tar, tarball, type TarEntry } from "../../support/tarball.js";
import { failure } from "../model/definitions-of.js";

const text = (files: ReadonlyMap<string, Uint8Array>): Record<string, string> =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
const read = (packed: Uint8Array, wanted = (): boolean => true): Record<string, string> =>
  text(readTarball(packed, "a.tgz", wanted));
const readEntries = (...entries: TarEntry[]): Record<string, string> => read(tarball(entries));

describe("reads", () => {
  test("files, of any length, without the folder that all are in", () => {
    const long = "x".repeat(1300);
    expect(
      readEntries(
        { path: "package/", type: "5" },
        { path: "package/a.json", content: "a" },
        { path: "package/b/c.pdl", content: long },
        { path: "package/empty" },
        { path: "package/old", content: "o", type: "\0" },
      ),
    ).toEqual({ "a.json": "a", "b/c.pdl": long, empty: "", old: "o" });
  });

  test("only what is asked for", () => {
    const packed = tarball([
      { path: "package/a", content: "a" },
      { path: "package/b", content: "b" },
    ]);
    expect(read(packed, (path = "") => path === "b")).toEqual({ b: "b" });
  });

  test("names and sizes that stand before the entry", () => {
    const name = `package/${"n".repeat(150)}`;
    expect(
      readEntries(
        {
          path: "pax_global_header",
          type: "g",
          content: "52 comment=0123456789012345678901234567890123456789\n",
        },
        extension({ path: name, mtime: "1.5" }),
        { path: "short", content: "1" },
        { path: "././@LongLink", type: "L", content: `${name}2\0` },
        { path: "short", content: "2" },
        extension({ size: "3" }),
        { path: "package/sized", content: "abc", size: 0 },
      ),
    ).toEqual({ ["n".repeat(150)]: "1", [`${"n".repeat(150)}2`]: "2", sized: "abc" });
  });
});

describe("refuses", () => {
  const out = "leads out of the package, or is not the same on every platform";
  test.each<[what: string, packed: () => Uint8Array, want: string]>([
    ["a path that climbs", () => tarball([{ path: "package/../../etc/passwd" }]), out],
    [
      "one that climbs by an extension",
      () => tarball([extension({ path: "package/../x" }), { path: "ok" }]),
      out,
    ],
    ["an absolute path", () => tarball([{ path: "/etc/passwd" }]), out],
    ["a path of Windows", () => tarball([{ path: "package\\..\\x" }]), out],
    ["a drive of Windows", () => tarball([{ path: "C:/x" }]), out],
    ["an empty part", () => tarball([{ path: "package//x" }]), out],
    ["a control character", () => tarball([extension({ path: "package/a\nb" }), { path: "ok" }]), out],
    [
      "a symbolic link",
      () => tarball([{ path: "package/x", type: "2", link: "/etc/passwd" }]),
      '"x" in it is no ordinary file',
    ],
    [
      "a hard link",
      () => tarball([{ path: "package/x", type: "1", link: "a" }]),
      '"x" in it is no ordinary file',
    ],
    ["a device", () => tarball([{ path: "package/x", type: "3" }]), '"x" in it is no ordinary file'],
    [
      "a file that is there twice",
      () => tarball([{ path: "package/x" }, { path: "other/x" }]),
      '"x" is in it twice',
    ],
    ["what is not packed", () => Buffer.from("no tarball"), "it is not in the format of gzip, or damaged"],
    [
      "a page in the place of the file",
      () => gzipSync(Buffer.alloc(1024, "<html>")),
      "it is no tarball, or damaged",
    ],
    [
      "half of it",
      () => tarball([{ path: "package/a", content: "x".repeat(100_000) }]).subarray(0, 100),
      "not in the format of gzip, or damaged",
    ],
    [
      "a file that ends too early",
      () => gzipSync(tar([{ path: "package/a", content: "abc", size: 9_000_000 }])),
      "it ends in the middle of a file",
    ],
    [
      "a wrong sum",
      () => {
        const bytes = tar([{ path: "package/a" }]);
        bytes[0] = 0x71;
        return gzipSync(bytes);
      },
      "it is no tarball, or damaged",
    ],
    [
      "a length that is none",
      () => tarball([{ path: "x", type: "x", content: "zz path=a\n" }, { path: "a" }]),
      "one of its extended headers makes no sense",
    ],
    [
      "a negative size",
      () => tarball([extension({ size: "-1" }), { path: "a" }]),
      "a size in it makes no sense",
    ],
  ])("%s", (_what, packed, want) => {
    const told = failure(() => read(packed()));
    expect(told).toContain("a.tgz cannot be used: ");
    expect(told).toContain(want);
    expect(told).toContain("Nothing was changed");
  });

  test("more than there is room for, before it is all unpacked", () => {
    const limits = { ...tarballLimits, bytes: 1024 * 1024 };
    const bomb = tarball([{ path: "package/a", content: Buffer.alloc(5 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(20_000);
    expect(failure(() => readTarball(bomb, "a.tgz", () => true, limits))).toContain(
      "a.tgz cannot be used: it has more than 1 MB unpacked.",
    );
    const many = tarball(Array.from({ length: 20 }, (_, index) => ({ path: `package/${String(index)}` })));
    expect(failure(() => readTarball(many, "a.tgz", () => true, { ...limits, entries: 19 }))).toContain(
      "a.tgz cannot be used: it has more than 19 entries.",
    );
  });
});
