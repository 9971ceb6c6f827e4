import { describe, expect, test } from "vitest";
import { banner, protocolSource, render } from "../../../generator/emit/prose.js";
import { runtimeFiles } from "../../../generator/emit/runtime.js";
import { GeneratorError } from "../../../generator/errors.js";
import { protocolOf, templatesOf } from "./given.js";

describe("render", () => {
  const cases: [title: string, template: string, data: Record<string, unknown>, want: string][] = [
    ["fills in", "{{name}}!", { name: "Page" }, "Page!"],
    ["escapes nothing", "{{type}}", { type: 'Open<"a" & `b`>' }, 'Open<"a" & `b`>'],
    ["does not fill in what was filled in", "{{text}}", { text: "{{name}}", name: "x" }, "{{name}}"],
    ["repeats", "{{#each list}}- {{this}}\n{{/each}}", { list: ["a", "b"] }, "- a\n- b\n"],
  ];
  test.each(cases)("%s", (_title, template, data, want) => {
    expect(render(templatesOf({ "x.hbs": template }), "x.hbs", data)).toBe(want);
  });

  test.each([
    ["a template that is missing", "y.hbs", "", /y\.hbs is missing/],
    ["a name that the data lacks", "x.hbs", "{{nothing}}", /x\.hbs cannot be filled in: .*nothing/],
    ["a template that cannot be read", "x.hbs", "{{#each", /x\.hbs cannot be filled in/],
  ])("%s", (_title, name, template, message) => {
    const filling = (): string => render(templatesOf({ "x.hbs": template }), name, {});
    expect(filling).toThrow(GeneratorError);
    expect(filling).toThrow(message);
  });
});

test("the banner says of which revision the file is", () => {
  const templates = templatesOf({ "banner.ts.hbs": "// From {{source}}.\n" });
  const protocol = protocolOf("domain Empty", { revision: "1234567" });
  expect(banner(templates, protocol)).toBe("// From the protocol of Chromium revision 1234567.\n");
  expect(protocolSource(protocolOf("domain Empty"))).toBe("a protocol without a known revision");
});

test("the runtime is copied under a banner, sorted, and not filled in", () => {
  const templates = templatesOf(
    { "runtime-banner.ts.hbs": "// From {{path}}.\n" },
    { "index.ts": 'export * from "./core/ids.js";\n', "core/ids.ts": "export const text = `{{x}} ${1}`;\n" },
  );
  expect(runtimeFiles(templates)).toEqual([
    { path: "runtime/core/ids.ts", text: "// From core/ids.ts.\nexport const text = `{{x}} ${1}`;\n" },
    { path: "runtime/index.ts", text: '// From index.ts.\nexport * from "./core/ids.js";\n' },
  ]);
});
