import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SERVICES } from "../../local/services/list.ts";
import { MODELS, PROTOS } from "../../scripts/models/sources.ts";

const root = join(import.meta.dirname, "../..");
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
};

describe("a service's model", () => {
  // What no client package carries is in no lock file.
  const installed = Object.entries(PROTOS).filter(([, { files }]) => !files);
  const sources = { ...MODELS, ...Object.fromEntries(installed) };

  test.each(Object.keys(sources))("of %s is of the SDK's version in the lock file", (folder) => {
    const { sdk } = JSON.parse(readFileSync(join(root, "local/services", folder, "model.json"), "utf8")) as {
      readonly sdk: string;
    };
    const { version } = lock.packages[`node_modules/${sources[folder]!.sdk}`]!;

    // Run `npm run models` after an update of the SDK.
    expect(sdk).toBe(`${sources[folder]!.sdk}@${version}`);
  });

  test.each(Object.keys(SERVICES))(
    "that requests for %s are checked by is written by the script",
    async (name) => {
      const { service } = await SERVICES[name]!();

      expect(Object.values(MODELS).map(({ sdk }) => sdk)).toContain(service.model.sdk.replace(/@[^@]+$/, ""));
    },
  );
});
