import { mergeConfig } from "vitest/config";
import config from "./vitest.config.ts";

/**
 * `npm run test:fast`: what needs no build, no browser and no bundler, no process that starts a cloud, and no
 * thousands of examples: a minute of CPU. For the loop of writing code; `npm test` is what counts.
 */
export default mergeConfig(config, {
  test: {
    // Modules are loaded once a worker: loading them for each file took as long as the tests.
    isolate: false,
    exclude: [
      "**/node_modules/**",
      "test/packages/**",
      "test/interop/**",
      "test/{cli,page,docs,infra,scripts,lake,opensearch}/**",
      "test/local/{chain,cloudformation,storage,template,lambda}/**",
      "test/local/sample-log.test.ts",
      // Every operation with every kind of value, bombs, days of history: minutes of work for one answer.
      "test/local/{google,protocols}/every-operation.test.ts",
      "test/local/protocols/bad-input.test.ts",
      "test/backtest/*-as-cloud.test.ts",
      "test/local/{ingestion,s3}/**",
      "test/local/google/{configuration,grpc,rest,tail}.test.ts",
      "test/testing/**",
      // A function's process, a restart, a bundle.
      "test/local/cloudwatch/service-metrics.test.ts",
      "test/local/logs/forms-after-restart.test.ts",
      "test/logger/bundle.test.ts",
      // Thousands of examples of a property.
      "test/semantics/**/{properties,filter-properties,pattern-filter,escaped-messages,totality,extract-emf}.test.ts",
      "test/analysis/{rates,templates}.test.ts",
      "test/local/protocols/any-input.test.ts",
      "test/analysis/lines/{dates,odd-files}.test.ts",
      "test/backtest/blocks.test.ts",
      "test/delivery/{batcher,delivery,truncate-text}.test.ts",
      "test/logger/serialize.test.ts",
      "test/delivery/spool/**",
      "test/handlers/**",
      "test/functions/**",
      "test/middleware/time-out.test.ts",
      "test/import-directions.test.ts",
    ],
  },
});
