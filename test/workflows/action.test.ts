/** The action for other repositories, run as it is written in a project that has nothing but the packed generator among its packages. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { root } from "../support/paths.js";
import {
  UserRepositories,
  read,
  revisionIn,
  runProgram,
  type Project,
} from "../support/user-repositories.js";
import { runSteps, type Step, type WorkflowRun } from "../support/workflow-run.js";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let repositories: UserRepositories;
beforeAll(async () => {
  repositories = await UserRepositories.open();
});
afterAll(async () => {
  await repositories[Symbol.asyncDispose]();
});

describe("the action", () => {
  const { runs } = parse(readFileSync(join(root, ".github/actions/codegen/action.yml"), "utf8")) as {
    readonly runs: { readonly steps: readonly Step[] };
  };

  async function run(
    { folder, place, environment }: Project,
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<WorkflowRun & { readonly said: Readonly<Record<string, string>>; readonly text: string }> {
    const result = await runSteps(runs.steps, {
      folder,
      temporary: join(place, "temp"),
      environment,
      inputs: { "working-directory": ".", update: "true", revision: "latest", paths: "", ...inputs },
    });
    expect(result.steps.filter(({ outcome }) => outcome === "failure")).toEqual([]);
    const said = result.outputs["difference"]!;
    return { ...result, said, text: said["file"] === undefined ? "" : readFileSync(said["file"], "utf8") };
  }

  test("in an empty project: what was fetched is generated from, and compared with the last commit", async () => {
    const project = repositories.project("empty");
    const first = await run(project, { revision: "1000001" });
    expect(first.said).toMatchObject({ changed: "true", revision: "1000001" });
    // The first time there were those that come with the generator.
    expect(first.text).toMatch(/^Revision \d+ to 1000001: \d+ breaking/);
    expect(revisionIn(project, "out")).toBe("1000001");
    project.commit("Bindings");

    const second = await run(project);
    expect(second.said).toMatchObject({ changed: "true", revision: "1000002" });
    expect(second.text).toMatch(/^Revision 1000001 to 1000002: 0 breaking, 1 additive, /);
    expect(read(project, "out/src/domains/Page.ts")).toContain("crash(");
    project.commit("More bindings");

    expect((await run(project)).said).toEqual({ changed: "false", revision: "1000002" });
  });

  test("of definitions in a folder of another name, below the repository's, into one beside it", async () => {
    const project = repositories.project("elsewhere", {
      "bindings/codegen.config.json": '{ "protocol": ["defs", "Mine.json"], "out": "../cdp" }',
      "bindings/Mine.json": '{ "domains": [{ "domain": "Mine" }] }',
    });
    const folder = join(project.folder, "bindings");
    const bin = join(project.folder, "node_modules/cdplex-codegen/generator/bin.js");
    const args = [bin, "update", "--revision", "1000001"];
    await runProgram(args, folder, project.environment);
    project.commit("Definitions");
    const { said, text } = await run(project, { "working-directory": "bindings" });
    expect(said["changed"]).toBe("true");
    expect(text).toMatch(/^Revision 1000001 to 1000002: 0 breaking, 1 additive, /);
    const mine = join(project.folder, "cdp/src/domains/Mine.ts");
    expect(existsSync(mine)).toBe(true);
    expect(existsSync(join(folder, "protocol"))).toBe(false);
    project.commit("Bindings");

    // What differs is outside of the working directory.
    rmSync(mine);
    project.commit("Less");
    const inputs = { "working-directory": "bindings", update: "false" };
    expect((await run(project, inputs)).said["changed"]).toBe("true");
    expect((await run(project, { ...inputs, paths: "defs ../cdp" })).said["changed"]).toBe("true");
    const elsewhere = await run(project, { ...inputs, paths: "defs *" });
    expect(elsewhere.said["changed"]).toBe("false");
    expect(elsewhere.steps.at(-1)?.output).toBe(
      "::warning::What has changed is not among the paths: defs *\n",
    );
    project.commit("More");
    const nothing = await run(project, inputs);
    expect([nothing.said["changed"], nothing.steps.at(-1)?.output]).toEqual(["false", ""]);
  });

  const ofTheGenerator =
    /^Nothing differs in the definitions that this project keeps\.\nWhat cdplex-codegen \d+\.\d+\.\d+ makes of them, or of those that come with it, does\.\n$/;

  test("another generator changes the bindings too, and says that it was that", async () => {
    const project = repositories.project("upgraded", {
      "codegen.config.json": '{ "subset": { "domains": ["Page"] } }',
    });
    await run(project);
    project.commit("Bindings");
    expect((await run(project, { update: "false" })).said["changed"]).toBe("false");
    appendFileSync(join(project.folder, "node_modules/cdplex-codegen/templates/readme.md.hbs"), "\nMore.\n");
    const { said, text } = await run(project, { update: "false" });
    expect(said["changed"]).toBe("true");
    expect(text).toMatch(ofTheGenerator);
  });

  test("another generator may come with other definitions, of which the project keeps none", async () => {
    const project = repositories.project("shipped", {
      "codegen.config.json": '{ "subset": { "domains": ["Page"] } }',
    });
    const generator = join(project.folder, "node_modules/cdplex-codegen");
    await runProgram([join(generator, "generator/bin.js")], project.folder, project.environment);
    project.commit("Bindings");
    writeFileSync(join(generator, "protocol/version.txt"), "9000001\n");
    const { said, text } = await run(project, { update: "false" });
    expect(said).toMatchObject({ changed: "true", revision: "9000001" });
    expect(revisionIn(project, "out")).toBe("9000001");
    expect(text).toMatch(ofTheGenerator);
  });
});
