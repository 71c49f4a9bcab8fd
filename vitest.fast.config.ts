import { mergeConfig } from "vitest/config";
import config from "./vitest.config.ts";

/**
 * `npm run test:fast`: what needs no build, no browser and no bundler, and no process that starts a cloud. For the loop of writing code;
 * `npm test` is what counts.
 */
export default mergeConfig(config, {
  test: {
    exclude: [
      "**/node_modules/**",
      "test/packages/**",
      "test/interop/**",
      "test/{cli,console,docs,infra,scripts,lake,opensearch}/**",
      "test/local/{chain,storage,template,sample-log.test.ts,runtime}/**",
      "test/local/sample-log.test.ts",
      "test/delivery/spool/**",
      "test/handlers/**",
      "test/functions/**",
      "test/middleware/time-out.test.ts",
      "test/import-directions.test.ts",
    ],
  },
});
