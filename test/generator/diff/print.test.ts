/** A diff in words: as a terminal, a pull request and a program get it. */
import { describe, expect, test } from "vitest";
import type { Diff } from "../../../generator/diff/change.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { countsText, diffAsJson, diffAsMarkdown, diffAsText } from "../../../generator/diff/print.js";
import { base, command, find, modelOf, type Given } from "./given.js";

function diffOf(mutate: (given: Given) => void): Diff {
  const given = base();
  given.revision = "100001";
  mutate(given);
  return diffProtocols(modelOf(base()), modelOf(given));
}

const several = diffOf((given) => {
  find(given.domains, "Net").commands!.pop();
  given.domains.push({
    domain: "New",
    experimental: true,
    commands: [{ name: "go" }],
    types: [{ id: "T", type: "string" }],
  });
  command(given, "navigate").parameters!.shift();
  command(given, "stop").deprecated = true;
  command(given, "navigate").description = "Goes anywhere.";
  given.targets[1]!.supportedCdpTargets = ["worker"];
});

test("as text", () => {
  expect(diffAsText(several)).toBe(`100000 to 100001: 3 breaking, 1 additive, 3 neutral
This asks for a major version: something breaks.

Breaking (3)
  Page
    Page.navigate url: required parameter (string) removed; breaking for senders; on Page
  Net
    Net.disable: command removed; breaking for senders; on Page, Worker
  WorkerTarget
    WorkerTarget: protocol types changed from worker, service_worker to worker; breaking for receivers

Additive (1)
  New
    New: experimental domain added; 1 command, 0 events, 1 type; additive for senders

Neutral (3)
  The protocol
    the protocol: revision changed from 100000 to 100001
  Page
    Page.navigate: description changed from Goes somewhere. to Goes anywhere.; on Page
    Page.stop: now deprecated; on Page
`);
});

test("as Markdown", () => {
  expect(diffAsMarkdown(several, { level: 3 }))
    .toBe(`Revision 100000 to 100001: 3 breaking, 1 additive, 3 neutral.

This asks for a major version: something breaks.

### Breaking

- \`Page\`
  - \`Page.navigate url\`: required parameter (\`string\`) removed; breaking for senders; on Page
- \`Net\`
  - \`Net.disable\`: command removed; breaking for senders; on Page, Worker
- \`WorkerTarget\`
  - \`WorkerTarget\`: protocol types changed from \`worker, service_worker\` to \`worker\`; breaking for receivers

### Additive

- \`New\`
  - \`New\`: experimental domain added; 1 command, 0 events, 1 type; additive for senders

### Neutral

- \`The protocol\`
  - \`the protocol\`: revision changed from \`100000\` to \`100001\`
- \`Page\`
  - \`Page.navigate\`: description changed from \`Goes somewhere.\` to \`Goes anywhere.\`; on Page
  - \`Page.stop\`: now deprecated; on Page
`);
});

test("as JSON, which is all of it", () => {
  expect(JSON.parse(diffAsJson(several))).toEqual(several);
  expect(several.changes.some(({ implied }) => implied)).toBe(true);
});

describe("Markdown of no more characters than there is room for", () => {
  const many = diffOf((given) => {
    for (let index = 0; index < 500; index++)
      find(given.domains, "Net").commands!.push({ name: `command${String(index)}` });
  });
  const whole = diffAsMarkdown(many);

  test.each([1, 2, 60, 200, 250, 500, 1999, 2000, 2001, 10_000, whole.length - 1])("%d", (most) => {
    const text = diffAsMarkdown(many, { most });
    expect(text.length).toBeLessThanOrEqual(most);
    expect(text.endsWith("\n")).toBe(true);
    // As many as there is room for, each in its place, and none that is a heading of nothing.
    if (most < 250) return;
    const [kept = "", note = ""] = text.split("\n\nThere are ");
    expect(whole.startsWith(`${kept}\n`)).toBe(true);
    expect(note).toMatch(/^\d+ more lines than fit here; run `codegen diff` to see them\.\n$/);
    const lines = (of: string): number => of.split("\n").filter((line) => /^ *- /.test(line)).length;
    expect(lines(kept) + Number.parseInt(note, 10)).toBe(lines(whole));
    const last = kept.split("\n").at(-1)!;
    expect(last).toMatch(/^(?:This asks for|  - `)/);
    if (last.startsWith("  - ")) expect(most - text.length).toBeLessThan(100);
  });

  test("nothing is left out where all fits", () => {
    expect(diffAsMarkdown(many, { most: whole.length })).toBe(whole);
  });
});

test("nothing", () => {
  const nothing = diffProtocols(modelOf(base()), modelOf(base()));
  expect(diffAsText(nothing)).toBe("100000 to 100000: no difference\n");
  expect(diffAsMarkdown(nothing)).toBe("Nothing differs between 100000 to 100000.\n");
  expect(countsText(nothing)).toBe("0 breaking, 0 additive, 0 neutral");
});

describe("what somebody else wrote", () => {
  const hostile =
    "`code` </details><script>alert(1)</script> @everyone\n## Heading\n- [x](javascript:y) \u001b[2J\u0007\u202e|a|";
  const diff = diffOf((given) => {
    command(given, "navigate").description = hostile;
    find(given.domains, "Page").types![3]!.enum!.push(hostile);
  });

  test("steers no terminal", () => {
    const text = diffAsText(diff);
    expect(text).toContain("Page.Level `code` </details>");
    expect(text).toContain("\\u{1b}[2J\\u{7}\\u{202e}");
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text.split("\n").filter((line) => line.startsWith("##"))).toEqual([]);
  });

  test("is no markup", () => {
    const lines = diffAsMarkdown(diff).split("\n").slice(3);
    // oxlint-disable-next-line no-control-regex
    expect(lines.join("\n")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    for (const line of lines) {
      // What is left when code spans are taken away, by the rule of CommonMark: as many backquotes at the end as at the beginning.
      const outside = line.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "");
      expect(outside).toMatch(/^(?:#{2,3} (?:Breaking|Additive|Neutral)|\s*- [\w :;,.()]*|)$/);
    }
  });
});
