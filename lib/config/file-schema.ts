import { z } from "zod";
import { loggingSchema } from "./logging-schema.ts";

/**
 * Sections of `cumulog.yaml`, by name. Each is described where it is used; this is the one place that puts them together,
 * for the JSON Schema that editors read.
 */
export const SECTIONS: Readonly<Record<string, z.ZodType>> = { logging: loggingSchema };

/** JSON Schema of `cumulog.yaml`. */
export function fileJsonSchema(
  sections: Readonly<Record<string, z.ZodType>> = SECTIONS,
): Record<string, unknown> {
  const optional = Object.fromEntries(
    Object.entries(sections).map(([name, section]) => [name, section.optional()]),
  );
  const json = z.toJSONSchema(z.looseObject(optional), { io: "input", unrepresentable: "any" });
  return {
    ...json,
    title: "cumulog.yaml",
    description: "Configuration of cumulog: what an application logs, and what is deployed for it",
  };
}
