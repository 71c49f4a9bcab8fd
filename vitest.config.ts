import { join } from "node:path";
import { defineConfig } from "vitest/config";
import LongestFirst from "./test/longest-first.ts";

/** Packages of the workspace are their source, here and in the processes that tests start. */
const SOURCE = "cumulog-source";

/** Tests that keep nothing outside of what they make: their files share a worker, which loads the modules of all once. */
const SHARING = ["test/{semantics,signals,analysis,backtest,local,infra}/**/*.test.ts"];

// Workers and the processes that tests start load the same modules again and again: compiled, and without their types, once.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/node");

export default defineConfig({
  ssr: { resolve: { conditions: [SOURCE, "node", "development|production"] } },
  test: {
    // What is published has a suite of its own, `npm run test:packages`, which installs it from tarballs first.
    // The same for what needs packages of others, `npm run test:interop`.
    exclude: ["test/packages/**", "test/interop/**", "**/node_modules/**"],
    // Two workers: the suite starts real servers and child processes, and must stay stable on two cores.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "sharing", include: SHARING, isolate: false } },
      { extends: true, test: { name: "apart", include: ["test/**/*.test.ts"], exclude: SHARING } },
    ],
    globalSetup: "test/temporary-folder.ts",
    execArgv: [`--conditions=${SOURCE}`],
    env: {
      NODE_OPTIONS: `--conditions=${SOURCE}`,
      // The CDK's checks of templates take half of each synthesis; test/infra/nag.test.ts has them, and makes errors of their warnings.
      CDK_VALIDATION: "false",
      // Google's client must not look for the metadata server of a machine in Google's cloud.
      METADATA_SERVER_DETECTION: "none",
    },
    // Far above what anything takes: they end what hangs, and must not end what shares its machine with others.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
