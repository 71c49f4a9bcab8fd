import { fileJsonSchema, SECTIONS } from "cumulog/config";
import { deploymentSchema } from "./config.ts";

/** JSON Schema of the whole `cumulog.yaml`: what the library reads, and what is deployed. */
export function configurationJsonSchema(): Record<string, unknown> {
  return fileJsonSchema({ ...deploymentSchema.shape, ...SECTIONS });
}
