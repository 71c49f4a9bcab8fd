import { contractWith, type DeclaredColumns } from "cumulog/analysis";
import { checkIndexPattern } from "cumulog/search";
import * as z from "zod";

const selector = z.string().regex(/^\$./, "a selector begins with $, such as $.duration or $status");

const action = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("metric"),
    namespace: z.string().min(1),
    metric: z.string().min(1),
    /** A number, or a selector of one in the event. */
    value: z.union([z.number(), selector]).default(1),
    unit: z.string().optional(),
    /** Names of dimensions with selectors of their values. */
    dimensions: z.record(z.string(), selector).default({}),
  }),
  z.strictObject({
    type: z.literal("alert"),
    topicArn: z.string().min(1),
    description: z.string().optional(),
  }),
  z.strictObject({ type: z.literal("drop") }),
  z.strictObject({ type: z.literal("sample"), rate: z.number().min(0).max(1) }),
  /** `find` is an RE2 regular expression; every match is replaced. */
  z.strictObject({
    type: z.literal("redact"),
    find: z.string().min(1),
    replacement: z.string().default("[REDACTED]"),
  }),
]);

const rule = z.strictObject({
  name: z.string().min(1),
  /** Filter pattern of CloudWatch Logs; "" for every event. */
  pattern: z.string(),
  /** Log groups to which the rule applies; `*` stands for any text. */
  logGroups: z.array(z.string().min(1)).optional(),
  action,
});

const text = z.string().min(1);
const common = {
  name: text,
  /** Log groups whose events it gets; `*` stands for any text. @default all */
  logGroups: z.array(text).optional(),
};

/** OpenSearch or Elasticsearch. Texts may be references: `ssm:/path` or `secretsmanager:name#member`. */
export const opensearchDestination = z.strictObject({
  type: z.literal("opensearch"),
  ...common,
  url: text,
  /** Beginning of the index names; `{service}` is filled in and the day added. */
  index: text.default("logs-{service}").superRefine((index, context) => {
    try {
      checkIndexPattern(index);
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
    }
  }),
  auth: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("basic"), username: text, password: text }),
      z.strictObject({ type: z.literal("apiKey"), key: text }),
      z.strictObject({
        type: z.literal("aws"),
        region: text.optional(),
        service: z.enum(["es", "aoss"]).optional(),
      }),
    ])
    .optional(),
  /** Certificate of the authority that signed the server's, in PEM form. */
  ca: text.optional(),
  /** Days that events are kept; an older event goes to the dead letters. */
  retentionDays: z.int().min(1).default(30),
  /** Installs index template and retention policy before the first delivery. */
  setup: z.boolean().default(false),
  /** Copies of each shard that set-up asks for. */
  replicas: z.int().min(0).optional(),
});

/** Typed columns of the lake, besides those of every lake. */
export const lakeColumns = z
  .record(
    z.string(),
    z.strictObject({
      from: text.describe("Member of the line, such as $.orderId."),
      type: z.enum(["text", "integer", "number", "boolean", "time"]).optional(),
    }),
  )
  .default({})
  .superRefine((columns, context) => {
    try {
      contractWith(columns as DeclaredColumns);
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
    }
  })
  .transform((columns) => columns as DeclaredColumns);

const destination = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("log-group"),
    ...common,
    logGroup: z.string().min(1),
    /** `{logGroup}`, `{logStream}` and `{account}` stand for the source's. */
    logStream: z.string().min(1).default("{logGroup}/{logStream}"),
  }),
  z.strictObject({ type: z.literal("sqs"), ...common, queueUrl: z.string().min(1) }),
  z.strictObject({
    type: z.literal("webhook"),
    ...common,
    url: z.string().min(1),
    signingSecret: z.string().min(1),
  }),
  opensearchDestination,
  /** The lake: rows through a delivery stream of Firehose. */
  z.strictObject({
    type: z.literal("lake"),
    ...common,
    deliveryStream: text,
    columns: lakeColumns,
  }),
  /** Counts for the detection of the unusual, which the function `anomaly-detector` judges. */
  z.strictObject({ type: z.literal("anomalies"), ...common, bucket: text, prefix: z.string().default("") }),
]);

/** The document in `LOG_PROCESSOR_CONFIGURATION`. Rules apply in their order; a dropped event meets no later rule. */
export const processorSchema = z.strictObject({
  rules: z.array(rule).default([]),
  destinations: z
    .array(destination)
    .default([])
    .refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      "names of destinations must differ",
    ),
});

export type ProcessorConfiguration = z.infer<typeof processorSchema>;
export type RuleConfiguration = z.infer<typeof rule>;
export type DestinationConfiguration = z.infer<typeof destination>;
