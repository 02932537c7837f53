import { defineConfig } from "vitest/config";

/**
 * Suffixes say what a test needs: `.test.ts` nothing, `.pg.test.ts` a PostgreSQL (the global set-up starts one
 * cluster for the run), `.redis.test.ts` a Redis, `.browser.test.ts` a Chromium. Everything in `test/long` runs only in `npm run test:long`.
 */
const needsServices = ["**/*.pg.test.ts", "**/*.redis.test.ts"];
const browser = ["test/browser/**/*.browser.test.ts"];
const long = ["test/long/**/*.test.ts"];

export default defineConfig({
  // The client's pages are tested from source, so JSX needs the same runtime here.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    reporters: ["default"],
    // How long something takes is measured where it is promised; what is only waited for may take long on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: [
            "packages/**/*.test.ts",
            "server/**/*.test.ts",
            "client/**/*.test.{ts,tsx}",
            "scripts/**/*.test.ts",
            "test/{architecture,load,scenarios,simulation,support}/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", ...needsServices],
          testTimeout: 60_000,
          // Tests that say they are concurrent wait more than they work.
          maxConcurrency: 10,
        },
      },
      {
        extends: true,
        test: {
          name: "services",
          include: needsServices,
          exclude: ["**/node_modules/**", ...long],
          globalSetup: ["test/support/cluster.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: browser,
          exclude: ["**/node_modules/**"],
          globalSetup: ["test/support/cluster.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      ...(process.env["PARLEY_TEST_LONG"] === "1"
        ? [
            {
              extends: true as const,
              test: {
                name: "long",
                include: long,
                exclude: ["**/node_modules/**"],
                globalSetup: ["test/support/cluster.ts"],
                fileParallelism: false,
                testTimeout: 3_600_000,
                hookTimeout: 180_000,
              },
            },
          ]
        : []),
    ],
  },
});
