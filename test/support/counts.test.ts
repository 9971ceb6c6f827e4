import { expect, test } from "vitest";
import { countPdl } from "./counts.js";

test("there is so much that a scan which finds little would be seen", () => {
  const counts = countPdl();
  const least: Record<keyof typeof counts, number> = {
    domains: 50,
    commands: 600,
    events: 200,
    types: 550,
    redirects: 5,
    binaries: 40,
    declaredEnums: 140,
    inlineEnums: 80,
    requests: 450,
    responses: 200,
    carrying: 190,
    files: 50,
  };
  for (const [what, count] of Object.entries(counts)) {
    expect([what, count >= least[what as keyof typeof least]]).toEqual([what, true]);
  }
});
