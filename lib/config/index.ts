export { checkOptions } from "../options/check-options.ts";
export { type JsonSchema, jsonSchema } from "../options/json-schema.ts";
export { markdownTable } from "../options/markdown-table.ts";
export {
  choice,
  type Described,
  flag,
  level,
  type Members,
  map,
  type Shape,
  type TextRules,
  text,
  variants,
  whole,
} from "../options/shape.ts";
export { fileJsonSchema } from "./file-schema.ts";
export { HANDLERS, type HandlerType } from "./handler-types.ts";
export { LOGGING_SHAPE } from "./logging-shape.ts";
