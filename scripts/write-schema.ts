/** Writes the JSON Schema of `cumulog.yaml` to `lib/schema/cumulog.schema.json`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { configurationJsonSchema } from "../infra/config-schema.ts";

const folder = new URL("../lib/schema/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(
  new URL("cumulog.schema.json", folder),
  JSON.stringify(configurationJsonSchema(), null, 2) + "\n",
);
