import { z } from "zod";
import { LEVELS, parseLevel } from "../logger/levels.ts";

/** Handler types that a file may name. */
export const HANDLER_TYPES = ["cloudwatch", "cloud-logging", "stdout", "file", "memory"] as const;

/** An object that takes no other members than these, and says which when it is given another. */
function strict<Shape extends z.ZodRawShape>(
  shape: Shape,
  description: string,
): z.ZodObject<Shape, z.core.$strict> {
  return z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === "unrecognized_keys"
          ? `is unknown; allowed here: ${Object.keys(shape).join(", ")}`
          : undefined,
    })
    .describe(description);
}

const level = z
  .union([z.string(), z.number()])
  .refine(isLevel, { error: (issue) => levelMistake(issue.input) })
  .meta({
    id: "level",
    description: "Lowest level that is written: a name, an alias in any case, or a number as pino counts",
    examples: [...Object.keys(LEVELS), "silent"],
  });

const formatter = z
  .union([z.enum(["json", "pretty"]), strict({ pattern: z.string().min(1) }, "Lines by a pattern")], {
    error: 'must be "json", "pretty" or { pattern: "{level} | {timestamp} | {message}" }',
  })
  .describe('"json", "pretty", or { pattern: "…" } with {level} or Python\'s %(levelname)s');

const common = { level: level.optional(), formatter: formatter.optional() };

const stdout = strict(
  {
    type: z.literal("stdout"),
    ...common,
    stream: z.enum(["stdout", "stderr"]).optional(),
    bufferLength: z.int().min(0).optional(),
  },
  "Standard output or error",
);

const file = strict(
  {
    type: z.literal("file"),
    ...common,
    path: z.string().min(1),
    queueBytes: z.int().min(1).optional(),
    size: z.string().describe('Size at which the file is rotated, such as "10M"').optional(),
    interval: z.string().describe('Time after which the file is rotated, such as "1d"').optional(),
    maxFiles: z.int().min(1).optional(),
    maxSize: z.string().describe('Size of all rotated files that is kept, such as "1G"').optional(),
    compress: z.boolean().optional(),
  },
  "A file, rotated by size and time",
);

const memory = strict(
  { type: z.literal("memory"), ...common, limit: z.int().min(1).optional() },
  "Memory, for tests",
);

// The options of these two are checked by their constructors; those that every user meets are here for editors.
const cloudwatch = z
  .looseObject({
    type: z.literal("cloudwatch"),
    ...common,
    logGroupName: z.string().min(1).describe("Log group"),
    logStreamName: z
      .string()
      .min(1)
      .describe("Log stream; {host}, {pid}, {date} and {logger} are filled in")
      .optional(),
    region: z.string().optional(),
    endpoint: z.string().optional(),
  })
  .describe("Amazon CloudWatch Logs");

const cloudLogging = z
  .looseObject({
    type: z.literal("cloud-logging"),
    ...common,
    logName: z.string().min(1).optional(),
    projectId: z.string().optional(),
    transport: z.enum(["grpc", "rest", "stdout"]).optional(),
    endpoint: z.string().optional(),
  })
  .describe("Google Cloud Logging");

const handler = z.discriminatedUnion("type", [cloudwatch, cloudLogging, stdout, file, memory], {
  error: (issue) =>
    issue.code === "invalid_union" ? `must have a type; use ${HANDLER_TYPES.join(", ")}` : undefined,
});

const shareMistake = "must be a number from 0 to 1";
const share = z.number(shareMistake).min(0, shareMistake).max(1, shareMistake);

const logger = strict(
  {
    level: level.optional(),
    handlers: z.array(z.string()).describe("Names of handlers; an empty list silences").optional(),
    sampling: z
      .union(
        [share, strict({ rate: share, below: level.optional() }, "A share of the records below a level")],
        {
          error: "must be a number from 0 to 1, or { rate, below }",
        },
      )
      .optional(),
    buffer: z
      .union(
        [
          z.boolean(),
          strict(
            { level: level.optional(), limit: z.int().min(1).optional(), flushAt: level.optional() },
            "Records below the level, written when an error follows",
          ),
        ],
        { error: "must be true, false or { level, limit, flushAt }" },
      )
      .optional(),
  },
  "A logger; what is left out is inherited",
);

/** The `logging` section of `cumulog.yaml`: the shape that `configure` takes, with handlers by their type. */
export const loggingSchema = strict(
  {
    service: z.string().describe("Written in every record").optional(),
    handlers: z.record(z.string(), handler).describe("Handlers by a name of your choice").optional(),
    loggers: z.record(z.string(), logger).describe('Loggers by dotted name; "" is the root').optional(),
    redact: strict(
      {
        paths: z.array(z.string()).describe("Members such as password, user.card or *.token").optional(),
        patterns: z.array(z.string()).describe("Regular expressions").optional(),
        censor: z.string().optional(),
      },
      "What is taken out of records",
    ).optional(),
  },
  "How the application logs",
);

/** A handler as a file describes it. */
export type HandlerDescription = z.infer<typeof handler>;
/** The `logging` section of a file. */
export type LoggingSection = z.infer<typeof loggingSchema>;

function isLevel(given: string | number): boolean {
  return levelMistake(given) === undefined;
}

function levelMistake(given: unknown): string | undefined {
  try {
    parseLevel(given);
    return undefined;
  } catch (cause) {
    return (cause as Error).message;
  }
}
