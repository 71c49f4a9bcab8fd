import { LEVELS } from "../logger/levels.ts";
import type { Members, Shape } from "./shape.ts";

/** A JSON Schema (draft 2020-12). */
export type JsonSchema = Record<string, unknown>;

/** The JSON Schema of what a file may hold. */
export function jsonSchema(shape: Shape): JsonSchema {
  return { ...kindSchema(shape), ...(shape.description !== undefined && { description: describe(shape) }) };
}

const describe = ({ description, default: standard }: Shape): string | undefined =>
  standard === undefined ? description : `${description}. Default: ${standard}`;

function kindSchema(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case "text":
      return {
        type: "string",
        ...(shape.pattern !== undefined && { pattern: shape.pattern.source }),
        ...(shape.pattern === undefined && !shape.mayBeEmpty && { minLength: 1 }),
      };
    case "whole":
      return {
        type: "integer",
        minimum: shape.least,
        ...(shape.most !== undefined && { maximum: shape.most }),
      };
    case "share":
      return { type: "number", minimum: 0, maximum: 1 };
    case "flag":
      return { type: "boolean" };
    case "level":
      return { type: ["string", "number"], examples: [...Object.keys(LEVELS), "silent"] };
    case "choice":
      return { enum: [...shape.of] };
    case "list":
      return { type: "array", items: jsonSchema(shape.of) };
    case "map":
      return { type: "object", additionalProperties: jsonSchema(shape.of) };
    case "object":
      return membersSchema(shape.members);
    case "either":
      return anyOf(shape.of.filter(({ only }) => only !== "code").map(jsonSchema));
    case "variants":
      return {
        oneOf: Object.entries(shape.of).map(([type, members]) => {
          const { properties, required, ...rest } = membersSchema(members) as {
            properties: object;
            required?: string[];
          };
          return {
            ...rest,
            properties: { type: { const: type }, ...properties },
            required: ["type", ...(required ?? [])],
          };
        }),
      };
    case "program":
      return {};
  }
}

function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const [first] = schemas;
  return schemas.length === 1 && first !== undefined ? first : { anyOf: schemas };
}

function membersSchema(members: Members): JsonSchema {
  const inFile = Object.entries(members).filter(([, { only }]) => only !== "code");
  const required = inFile.filter(([, member]) => member.required).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(inFile.map(([name, member]) => [name, jsonSchema(member)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}
