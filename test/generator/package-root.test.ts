import { mkdir, writeFile } from "node:fs/promises";
import { join, parse, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { defaultPaths, packageRoot } from "../../generator/package-root.js";
import { root } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";
import { failureOf } from "./load/failure.js";

describe("the package's folder", () => {
  test("from its own sources", () => {
    expect(packageRoot() + sep).toBe(root);
  });

  test.each(["generator/cli.js", "generator/dist/cli.js", "generator/dist/load/load.js"])(
    "from %s",
    async (path) => {
      await using folder = await temporaryFolder();
      // Where it is installed, with a manifest of another package above it and one without a name below.
      const installed = join(folder.path, "node_modules", "cdplex-codegen");
      await mkdir(join(installed, "generator", "dist"), { recursive: true });
      await writeFile(join(folder.path, "package.json"), '{ "name": "mine" }');
      await writeFile(join(installed, "package.json"), '{ "name": "cdplex-codegen" }');
      await writeFile(join(installed, "generator", "dist", "package.json"), "{}");
      expect(packageRoot(pathToFileURL(join(installed, path)).href)).toBe(installed);
    },
  );

  test("from nowhere", () => {
    const { root: top } = parse(root);
    const from = join(top, "nowhere", "a.js");
    expect(failureOf(() => packageRoot(pathToFileURL(from).href))).toBe(
      `The package of the generator is not found above ${join(top, "nowhere")}.\nThe package is incomplete: install it again.`,
    );
  });
});

describe("the default paths", () => {
  test("in a checkout all are in it", () => {
    expect(defaultPaths(join(sep, "src", "cdplex"), join(sep, "elsewhere"))).toEqual({
      protocol: join(sep, "src", "cdplex", "protocol"),
      definitions: join(sep, "src", "cdplex", "protocol"),
      targets: join(sep, "src", "cdplex", "target_types.json"),
    });
  });

  test("where it is installed, what update fetches does not go into node_modules", () => {
    const installed = join(sep, "app", "node_modules", "cdplex-codegen");
    expect(defaultPaths(installed, join(sep, "app"))).toMatchObject({
      protocol: join(installed, "protocol"),
      definitions: join(sep, "app", "protocol"),
    });
  });
});
