import type { DeclaredColumns } from "cumulog/analysis";
import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const selector = z.string().check(z.regex(/^\$./, "a selector begins with $, such as $.duration or $status"));

const action = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("metric"),
    namespace: text,
    metric: text,
    /** A number, or a selector of one in the event. */
    value: z._default(z.union([z.number(), selector]), 1),
    unit: z.optional(z.string()),
    /** Names of dimensions with selectors of their values. */
    dimensions: z._default(z.record(z.string(), selector), {}),
  }),
  z.strictObject({ type: z.literal("alert"), topicArn: text, description: z.optional(z.string()) }),
  z.strictObject({ type: z.literal("drop") }),
  z.strictObject({ type: z.literal("sample"), rate: z.number().check(z.gte(0), z.lte(1)) }),
  /** `find` is an RE2 regular expression; every match is replaced. */
  z.strictObject({
    type: z.literal("redact"),
    find: text,
    replacement: z._default(z.string(), "[REDACTED]"),
  }),
]);

const rule = z.strictObject({
  name: text,
  /** Filter pattern of CloudWatch Logs; "" for every event. */
  pattern: z.string(),
  /** Log groups to which the rule applies; `*` stands for any text. */
  logGroups: z.optional(z.array(text)),
  action,
});

const common = {
  name: text,
  /** Log groups whose events it gets; `*` stands for any text. @default all */
  logGroups: z.optional(z.array(text)),
};

/** OpenSearch or Elasticsearch. Texts may be references: `ssm:/path` or `secretsmanager:name#member`. */
export const opensearchDestination = z.strictObject({
  type: z.literal("opensearch"),
  ...common,
  url: text,
  /** Beginning of the index names; `{service}` is filled in and the day added. */
  index: z._default(text, "logs-{service}"),
  auth: z.optional(
    z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("basic"), username: text, password: text }),
      z.strictObject({ type: z.literal("apiKey"), key: text }),
      z.strictObject({
        type: z.literal("aws"),
        region: z.optional(text),
        service: z.optional(z.enum(["es", "aoss"])),
      }),
    ]),
  ),
  /** Certificate of the authority that signed the server's, in PEM form. */
  ca: z.optional(text),
  /** Days that events are kept; an older event goes to the dead letters. */
  retentionDays: z._default(z.int().check(z.gte(1)), 30),
  /** Installs index template and retention policy before the first delivery. */
  setup: z._default(z.boolean(), false),
  /** Copies of each shard that set-up asks for. */
  replicas: z.optional(z.int().check(z.gte(0))),
});

/** Typed columns of the lake, besides those of every lake. */
export const lakeColumns = z.pipe(
  z._default(
    z.record(
      z.string(),
      z.strictObject({
        from: text.check(z.describe("Member of the line, such as $.orderId.")),
        type: z.optional(z.enum(["text", "integer", "number", "boolean", "time"])),
      }),
    ),
    {},
  ),
  z.transform((columns) => columns as DeclaredColumns),
);

const destination = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("log-group"),
    ...common,
    logGroup: text,
    /** `{logGroup}`, `{logStream}` and `{account}` stand for the source's. */
    logStream: z._default(text, "{logGroup}/{logStream}"),
  }),
  z.strictObject({ type: z.literal("sqs"), ...common, queueUrl: text }),
  z.strictObject({ type: z.literal("webhook"), ...common, url: text, signingSecret: text }),
  opensearchDestination,
  /** The lake: rows through a delivery stream of Firehose. */
  z.strictObject({ type: z.literal("lake"), ...common, deliveryStream: text, columns: lakeColumns }),
  /** Counts for the detection of the unusual, which the function `anomaly-detector` judges. */
  z.strictObject({
    type: z.literal("anomalies"),
    ...common,
    bucket: text,
    prefix: z._default(z.string(), ""),
  }),
]);

/**
 * The document in `LOG_PROCESSOR_CONFIGURATION`. Rules apply in their order; a dropped event meets no later rule. What only a
 * destination's own code can tell of it is found when that is made: it need not be loaded for a function that has none.
 */
export const processorSchema = z.strictObject({
  rules: z._default(z.array(rule), []),
  destinations: z._default(
    z
      .array(destination)
      .check(
        z.refine(
          (all) => new Set(all.map(({ name }) => name)).size === all.length,
          "names of destinations must differ",
        ),
      ),
    [],
  ),
});

export type ProcessorConfiguration = z.infer<typeof processorSchema>;
export type RuleConfiguration = z.infer<typeof rule>;
export type DestinationConfiguration = z.infer<typeof destination>;
