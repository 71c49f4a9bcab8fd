import type { Shape } from "../../kernel/input-shape.ts";

/** The code with which CloudWatch Logs refuses an input that breaks a constraint. */
export const INVALID_PARAMETER = "InvalidParameterException";

export const GROUP_NAME = {
  type: "string",
  minimum: 1,
  maximum: 512,
  pattern: String.raw`[\.\-_/#A-Za-z0-9]+`,
} as const satisfies Shape;

export const GROUP_IDENTIFIER = {
  type: "string",
  minimum: 1,
  maximum: 2048,
  pattern: String.raw`[\w#+=/:,.@-]*`,
  withheld: true,
} as const satisfies Shape;

export const STREAM_NAME = {
  type: "string",
  minimum: 1,
  maximum: 512,
  pattern: "[^:*]*",
} as const satisfies Shape;

export const FILTER_NAME = {
  type: "string",
  minimum: 1,
  maximum: 512,
  pattern: "[^:*]*",
} as const satisfies Shape;

export const FILTER_PATTERN = { type: "string", minimum: 0, maximum: 1024 } as const satisfies Shape;

export const NEXT_TOKEN = { type: "string", minimum: 1 } as const satisfies Shape;

export const TIMESTAMP = { type: "integer", minimum: 0 } as const satisfies Shape;

export const ARN = { type: "string", minimum: 1, maximum: 1011 } as const satisfies Shape;

export const TAGS = {
  type: "map",
  minimum: 1,
  maximum: 50,
  key: { type: "string", minimum: 1, maximum: 128, pattern: String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]+)` },
  of: { type: "string", maximum: 256, pattern: String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]*)` },
} as const satisfies Shape;
