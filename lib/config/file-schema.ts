import { type JsonSchema, jsonSchema } from "../options/json-schema.ts";
import { LOGGING_SHAPE } from "./logging-shape.ts";

/**
 * JSON Schema of `cumulog.yaml`: the library's own section `logging`, and those of others.
 *
 * @param sections schemas of further sections by name
 */
export function fileJsonSchema(sections: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "cumulog.yaml",
    description: "Configuration of cumulog: what an application logs, and what is deployed for it",
    type: "object",
    properties: { ...sections, logging: jsonSchema(LOGGING_SHAPE) },
  };
}
