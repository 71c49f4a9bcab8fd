/** Writes the JSON Schema of `cumulog.yaml` to `schema/cumulog.schema.json`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileJsonSchema } from "../lib/config/file-schema.ts";

const folder = new URL("../schema/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("cumulog.schema.json", folder), JSON.stringify(fileJsonSchema(), null, 2) + "\n");
