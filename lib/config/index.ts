export { fileJsonSchema, SECTIONS } from "./file-schema.ts";
