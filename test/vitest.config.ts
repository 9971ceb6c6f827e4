import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "test/bench/**"];

export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Many of these wait for processes that they start; on two cores there would be one worker, and mostly idle.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          include: ["test/**/*.test.ts"],
          exclude: [
            ...ignored,
            "test/e2e/**",
            "test/faults/**",
            "test/package/**",
            "test/platforms/**",
            "test/types/**",
          ],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Compilers keep both of a small machine's cores busy, so these wait for the rest, and for each other.
        extends: true,
        test: {
          name: "types",
          include: ["test/types/**/*.test.ts"],
          exclude: ignored,
          globalSetup: ["test/support/package-setup.ts"],
          testTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: [
            "test/e2e/**/*.test.ts",
            "test/faults/**/*.test.ts",
            "test/package/**/*.test.ts",
            "test/platforms/**/*.test.ts",
          ],
          exclude: ignored,
          globalSetup: ["test/support/browser-setup.ts"],
          testTimeout: 60_000,
          // A browser on a busy machine takes its time.
          expect: { poll: { timeout: 15_000 } },
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
