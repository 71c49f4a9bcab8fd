import { mergeConfig } from "vitest/config";
import config from "./vitest.config.ts";

/** `npm test`, behind its build: the tests of the command line run what was built. */
export default mergeConfig(config, { test: { env: { CUMULOG_TEST_BUILT: "1" } } });
