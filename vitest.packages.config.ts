import { defineConfig } from "vitest/config";

/** `npm run test:packages`: what is published, in projects of its own. Needs a build and the registry; no condition of the workspace. */
export default defineConfig({
  test: {
    include: ["test/packages/**/*.test.ts"],
    globalSetup: ["test/temporary-folder.ts", "test/packages/install.ts"],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
