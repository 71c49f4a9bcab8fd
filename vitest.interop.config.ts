import { existsSync } from "node:fs";
import { join } from "node:path";
import { mergeConfig } from "vitest/config";
import config from "./vitest.config.ts";

const isInstalled = existsSync(join(import.meta.dirname, "test/interop/node_modules"));

const { projects: _ofThisSuite, ...common } = config.test ?? {};

/** `npm run test:interop`: together with packages of others, which `npm ci --prefix test/interop` installs. */
export default mergeConfig(
  { ...config, test: { ...common, exclude: [] } },
  {
    test: {
      include: isInstalled ? ["test/interop/*/**/*.test.ts"] : ["test/interop/not-installed.test.ts"],
      exclude: ["test/interop/node_modules/**"],
    },
  },
);
