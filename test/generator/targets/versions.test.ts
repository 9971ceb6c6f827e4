import { expect, test } from "vitest";
import { isOlder } from "../../../generator/targets/versions.js";

test.each([
  ["Chrome/143.0.7499.0", "Chrome/156.0.8078.79", true],
  ["HeadlessChrome/143.0.7499.0", "Chrome/156.0.8078.79", true],
  ["Chrome/156.0.8078.79", "Chrome/156.0.8078.79", false],
  ["Chrome/156.0.8078.79", "Chrome/156.0.8078.8", false],
  ["Chrome/156.0.8078.8", "Chrome/156.0.8078.79", true],
  ["Chrome/99.0", "Chrome/100.0", true],
  ["a build of one's own", "Chrome/100.0", false],
])("%s is older than %s: %s", (one, other, want) => {
  expect(isOlder(one, other)).toBe(want);
});
