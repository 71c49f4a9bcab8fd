import { fileJsonSchema } from "cumulog/config";
import * as z from "zod";
import { deploymentSchema } from "./deployment.ts";

/** JSON Schema of the whole `cumulog.yaml`: what the library reads, and what is deployed. */
export function configurationJsonSchema(): Record<string, unknown> {
  const { properties } = z.toJSONSchema(z.object(deploymentSchema.shape), {
    io: "input",
    unrepresentable: "any",
  });
  return fileJsonSchema(properties as Record<string, Record<string, unknown>>);
}
