import { z } from "zod";
import { LEVELS, parseLevel } from "../logger/levels.ts";
import { RETENTION_DAYS } from "../semantics/limits.ts";

/** Handler types that a file may name. */
export const HANDLER_TYPES = [
  "cloudwatch",
  "cloud-logging",
  "opensearch",
  "stdout",
  "file",
  "memory",
] as const;

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

const signals = z
  .boolean()
  .describe("Delivers what is queued at SIGTERM, SIGINT and SIGHUP before the process ends")
  .optional();

const file = strict(
  {
    type: z.literal("file"),
    ...common,
    path: z.string().min(1),
    queueBytes: z.int().min(1).optional(),
    signals,
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

const bytes = z.number().int().min(65_536);
const milliseconds = z.number().int().min(0);
const labels = z.record(z.string(), z.string());

/** Options that all network handlers take. */
const delivery = {
  maximumQueueBytes: bytes.describe("Bytes of records held in memory").optional(),
  lingerMs: milliseconds.describe("Longest wait of a record for a fuller batch, in ms").optional(),
  requestsInFlight: z.number().int().min(1).describe("Requests at once").optional(),
  backoffBaseMs: milliseconds.describe("Upper bound of the first wait between tries, in ms").optional(),
  requestTimeoutMs: z.number().int().min(1).optional(),
  spool: z.string().min(1).describe("Directory that keeps what could not be sent").optional(),
  signals,
};

const cloudwatch = strict(
  {
    type: z.literal("cloudwatch"),
    ...common,
    ...delivery,
    endpoint: z.string().min(1).optional(),
    logGroupName: z.string().min(1).describe("Log group"),
    logStreamName: z
      .string()
      .min(1)
      .describe("Log stream; {host}, {pid}, {date} and {logger} are filled in")
      .optional(),
    region: z.string().min(1).optional(),
    create: z.boolean().describe("Makes a missing group or stream").optional(),
    retentionInDays: z.literal(RETENTION_DAYS).describe("Days; set when the group is made").optional(),
    tags: labels.optional(),
    kmsKeyId: z.string().min(1).optional(),
    logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]).optional(),
    compress: z.boolean().describe("Sends gzip bodies").optional(),
    oversize: z.enum(["split", "truncate"]).optional(),
  },
  "Amazon CloudWatch Logs",
);

const cloudLogging = strict(
  {
    type: z.literal("cloud-logging"),
    ...common,
    ...delivery,
    endpoint: z.string().min(1).optional(),
    logName: z.string().min(1).optional(),
    projectId: z.string().min(1).optional(),
    transport: z.enum(["grpc", "rest", "stdout"]).optional(),
    port: z.number().int().min(1).max(65_535).optional(),
    insecure: z.boolean().describe("Neither credentials nor TLS, for a local server").optional(),
    keyFilename: z.string().min(1).optional(),
    resource: z.strictObject({ type: z.string().min(1), labels: labels.optional() }).optional(),
    labels: labels.optional(),
    errorReporting: z.boolean().optional(),
    maximumEntries: z.number().int().min(1).optional(),
  },
  "Google Cloud Logging",
);

const text = z.string().min(1);
const auth = z
  .discriminatedUnion("type", [
    strict({ type: z.literal("basic"), username: text, password: text }, "User and password"),
    strict({ type: z.literal("apiKey"), key: text }, "An encoded API key of Elasticsearch"),
    strict(
      { type: z.literal("aws"), region: text.optional(), service: z.enum(["es", "aoss"]).optional() },
      "Signature of AWS, for Amazon OpenSearch Service",
    ),
  ])
  .describe("How the handler says who it is");

const opensearch = strict(
  {
    type: z.literal("opensearch"),
    ...common,
    ...delivery,
    url: text.describe("Address of the server, such as https://search.example.com:9200"),
    index: text.describe("Beginning of the index names; {service} is filled in, the day is added").optional(),
    auth: auth.optional(),
    caFile: text.describe("PEM file of the authority that signed the server's certificate").optional(),
    retentionDays: z.number().int().min(1).describe("Older events make no index").optional(),
    deadLetterFile: text.describe("File that gets what the server refuses for good").optional(),
    setup: z
      .boolean()
      .describe("Installs index template and retention policy before the first delivery")
      .optional(),
    compress: z.boolean().describe("Sends gzip bodies").optional(),
  },
  "OpenSearch or Elasticsearch",
);

const handler = z.discriminatedUnion("type", [cloudwatch, cloudLogging, opensearch, stdout, file, memory], {
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
