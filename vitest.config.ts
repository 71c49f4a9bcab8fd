import { defineConfig } from "vitest/config";

/** Packages of the workspace are their source, here and in the processes that tests start. */
const SOURCE = "cumulog-source";

export default defineConfig({
  ssr: { resolve: { conditions: [SOURCE, "node", "development|production"] } },
  test: {
    include: ["test/**/*.test.ts"],
    // What is published has a suite of its own, `npm run test:packages`, which installs it from tarballs first.
    // The same for what needs packages of others, `npm run test:interop`.
    exclude: ["test/packages/**", "test/interop/**", "**/node_modules/**"],
    // Two workers: the suite starts real servers and child processes, and must stay stable on two cores.
    maxWorkers: 2,
    execArgv: [`--conditions=${SOURCE}`],
    env: { NODE_OPTIONS: `--conditions=${SOURCE}` },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
