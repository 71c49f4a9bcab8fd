/** Writes what is made of descriptions: the JSON Schema of `cumulog.yaml`, and the page with the options of the handlers. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { configurationJsonSchema } from "../infra/config/json-schema.ts";
import { handlerOptionsPage } from "./handler-options-page.ts";

const root = join(import.meta.dirname, "..");
const schema = JSON.stringify(configurationJsonSchema(), null, 2) + "\n";
writeFileSync(join(root, "lib/schema/cumulog.schema.json"), schema);
writeFileSync(join(root, "docs/handler-options.md"), handlerOptionsPage());
