export { type JsonSchema, jsonSchema } from "../options/json-schema.ts";
export { markdownTable } from "../options/markdown-table.ts";
export type { Described, Members, Shape, TextRules } from "../options/shape.ts";
export { fileJsonSchema } from "./file-schema.ts";
export { HANDLERS, type HandlerType } from "./handler-types.ts";
export { LOGGING_SHAPE } from "./logging-shape.ts";
