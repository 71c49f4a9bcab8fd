import { readFileSync } from "node:fs";
import { LEVELS, type LevelName } from "cumulog";
import { compilePattern } from "cumulog/semantics";
import { muteRule, readSignal, type SignalDescription, SignalError } from "cumulog/signals";
import { parseDocument } from "yaml";
import { z } from "zod";
import { notifierSchema } from "../functions/alert-notifier/configuration.ts";
import { forwarderSchema } from "../functions/cloud-logging-forwarder/configuration.ts";
import { lakeColumns, opensearchDestination } from "../functions/log-processor/configuration.ts";

/** Thrown when the deployment's configuration is missing or wrong; names every mistake with its path in the file. */
export class DeploymentConfigurationError extends Error {
  override readonly name = "DeploymentConfigurationError";
}

/** Days that CloudWatch Logs can keep events. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, "expected letters, digits and -, beginning with a letter");

const pattern = z.string().superRefine((text, context) => {
  try {
    compilePattern(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
  }
});

/** What settings of a group read as text when they ask for nothing. */
const UNSET = {
  encrypted: "false",
  streams: "",
  maskedData: "",
  indexedFields: "",
  keepWhenRemoved: "true",
} as const;

const group = z
  .strictObject({
    name: z
      .string()
      .regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, "expected 1 to 512 of the characters A-Z a-z 0-9 . - _ / #")
      .describe("Name of the log group."),
    existing: z
      .boolean()
      .default(false)
      .describe("Whether the group is there already: found by its name, and left as it is."),
    retentionDays: z.literal(RETENTION_DAYS).optional().describe("Days that events are kept; 90 unless set."),
    class: z.enum(["STANDARD", "INFREQUENT_ACCESS"]).default("STANDARD"),
    encrypted: z
      .boolean()
      .default(false)
      .describe("Encrypts the events with a key of your own that rotates."),
    streams: z
      .array(z.string().regex(/^[^:*]{1,512}$/, "expected 1 to 512 characters without : and *"))
      .default([]),
    maskedData: z
      .array(z.string())
      .default([])
      .describe("Managed data identifiers whose matches are masked."),
    indexedFields: z
      .array(z.string())
      .max(20)
      .default([])
      .describe("Fields that queries find without a scan."),
    keepWhenRemoved: z.boolean().default(true).describe("Whether the events stay when the stack is removed."),
  })
  .superRefine(({ existing, name: _name, class: _class, ...settings }, context) => {
    if (!existing) return;
    for (const [member, value] of Object.entries(settings))
      if (value !== undefined && String(value) !== UNSET[member as keyof typeof UNSET])
        context.addIssue({
          code: "custom",
          path: [member],
          message: "the group exists already, so this cannot be set here; expected name and class only",
        });
  });

const levels = Object.keys(LEVELS) as [LevelName, ...LevelName[]];

const events = z.strictObject({
  level: z.enum(levels).optional().describe("Records at or above this level."),
  pattern: pattern.optional().describe("Events that match this filter pattern."),
});
const limit = z.union([z.number(), z.string()]);

/** The members of a signal; what they mean together is checked by `readSignal`. */
const signal = z
  .strictObject({
    group: name.describe("A group of this file."),
    ...events.shape,
    moreThan: limit.optional().describe('So many events, or with a ratio a percentage such as "2%".'),
    fewerThan: limit.optional(),
    within: z.string().optional().describe('Length of a window, such as "5m".'),
    windows: z.strictObject({ over: z.int().min(1), of: z.int().min(1) }).optional(),
    value: z.string().optional().describe("The number in each event that is judged, such as $.durationMs."),
    unit: z.string().optional().describe("CloudWatch's unit of the value."),
    ...Object.fromEntries(
      ["average", "sum", "minimum", "maximum", "sampleCount"].map((statistic) => [
        statistic,
        limit.optional().describe('Limit of this statistic of the value, such as "> 2s".'),
      ]),
    ),
    ratio: z
      .strictObject({ of: events, to: events.optional(), minimum: z.int().min(1).optional() })
      .optional()
      .describe("Share of some events in others, in percent."),
    silence: z.string().optional().describe("Goes off when there was nothing for this long."),
    unusual: z
      .union([
        z.boolean(),
        z.strictObject({
          width: z.number().positive().optional(),
          direction: z.enum(["above", "below", "both"]).optional(),
          statistic: z.string().optional(),
        }),
      ])
      .optional()
      .describe("Goes off outside of the band of what is usual."),
    budget: z
      .strictObject({
        objective: z.string().describe('Share of good events, such as "99.9%".'),
        window: z.string().optional(),
        of: events.optional(),
        to: events.optional(),
        minimum: z.int().min(1).optional(),
      })
      .optional()
      .describe("Goes off when the error budget burns too fast."),
    query: z
      .strictObject({
        query: z.string(),
        aggregate: z.string().optional(),
        by: z.array(z.string()).max(5).optional(),
        lines: z.int().min(0).max(50).optional(),
      })
      .optional()
      .describe("A query of Logs Insights on a schedule."),
    severity: z.enum(["critical", "error", "warning", "info"]).default("error"),
    channels: z.array(name).default([]),
    runbookUrl: z.url().optional(),
    description: z.string().max(900).optional(),
    dimensions: z.record(z.string(), z.string()).optional(),
    alarmFor: z.array(z.record(z.string(), z.string())).optional(),
  })
  .catchall(limit)
  .superRefine((document, context) => {
    try {
      readSignal(descriptionOf(document));
    } catch (error) {
      if (!(error instanceof SignalError)) throw error;
      context.addIssue({ code: "custom", path: [...error.path], message: error.message });
    }
  });

/** The members of a signal that say what to know, without those that say whom to tell. */
export function descriptionOf({
  group: _group,
  severity: _severity,
  channels: _channels,
  runbookUrl: _runbookUrl,
  description: _description,
  ...rest
}: Readonly<Record<string, unknown>>): SignalDescription {
  return rest as SignalDescription;
}

const mute = z
  .strictObject({
    cron: z
      .string()
      .describe('When a window begins: five fields of cron, or a time such as "2026-01-20T14:00".'),
    duration: z.string().describe('How long a window is, such as "2h".'),
    timezone: z.string().optional(),
    signals: z.array(name).min(1),
  })
  .superRefine((document, context) => {
    try {
      muteRule("mute", document);
    } catch (error) {
      if (!(error instanceof SignalError)) throw error;
      context.addIssue({ code: "custom", path: [...error.path], message: error.message });
    }
  });

const channel = z
  .strictObject({
    emails: z.array(z.email()).default([]),
    destinations: notifierSchema.shape.destinations.or(z.array(z.never()).length(0)).default([]),
    lines: z.int().min(0).max(50).default(10),
    runbookUrl: z.string().optional(),
    encrypted: z
      .boolean()
      .default(true)
      .describe("Encrypts the topic with a key of your own that rotates, for about one dollar a month."),
  })
  .refine(
    ({ emails, destinations }) => emails.length + destinations.length > 0,
    "expected an e-mail address or a destination",
  );

const processing = z.strictObject({
  groups: z.array(name).min(1),
  configuration: z.record(z.string(), z.unknown()).describe("Rules and destinations of the log processor."),
});

const search = z
  .strictObject({
    groups: z.array(name).min(1).describe("Groups whose events can be searched."),
    ...opensearchDestination.pick({ auth: true, ca: true }).shape,
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("Address of a server that is there."),
    domainArn: z
      .string()
      .min(1)
      .optional()
      .describe("ARN of its domain or collection, for auth of type aws."),
    domain: z
      .strictObject({
        instanceType: z
          .string()
          .regex(/\.search$/, 'expected a type such as "t3.small.search"')
          .optional(),
        nodes: z.int().min(1).optional(),
        volumeGb: z.int().min(10).optional(),
        readers: z.array(z.string().startsWith("arn:")).optional(),
        keepWhenRemoved: z.boolean().optional(),
      })
      .optional()
      .describe("A domain of its own, when there is no url."),
    index: z.string().min(1).optional(),
    retentionDays: z.int().min(1).optional(),
    replicas: z.int().min(0).optional(),
    alarmHistory: z.boolean().optional(),
  })
  .describe("OpenSearch or Elasticsearch: a server that is there, or a small domain of its own.");

const lake = z
  .strictObject({
    groups: z.array(name).min(1).describe("Groups whose events are kept."),
    columns: lakeColumns.optional().describe("Typed columns besides those of every lake."),
    retentionDays: z.int().min(1).optional().describe("Days that events are kept; for ever unless set."),
    infrequentAccessAfterDays: z.int().min(30).optional(),
    queryLimitGb: z.number().min(0.01).max(7_000).optional().describe("Gigabytes that one query may scan."),
    database: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,60}$/, "expected lower snake case, such as cumulog_logs")
      .optional(),
    keepWhenRemoved: z.boolean().optional(),
  })
  .describe("Every event as a row: Parquet files in S3 that answer SQL in Athena.");

const anomalies = z
  .strictObject({
    groups: z.array(name).min(1).describe("Groups that are watched for what is unusual."),
    engine: z
      .enum(["aws", "own", "both"])
      .default("aws")
      .describe("AWS's detector and an alarm on it, the project's own function, or both."),
    channels: z.array(name).default([]).describe("Channels that are told; without any, all."),
    sensitivity: z.enum(["low", "medium", "high"]).default("medium"),
    pattern: pattern.optional().describe("Only events that match this filter pattern; for AWS's detector."),
  })
  .describe("Detection of the unusual, without a limit to define.");

const googleCloud = forwarderSchema.extend({ groups: z.array(name).min(1) });

/** The part of `cumulog.yaml` that is deployed. The library reads the member `logging` of the same file. */
export const deploymentSchema = z
  .looseObject({
    service: z.string().min(1).default("cumulog"),
    groups: z.record(name, group).default({}),
    signals: z.record(name, signal).default({}),
    mute: z.record(name, mute).default({}).describe("When alarms report to nobody."),
    channels: z.record(name, channel).default({}),
    processing: processing.optional(),
    googleCloud: googleCloud.optional(),
    search: search.optional(),
    anomalies: anomalies.optional(),
    lake: lake.optional(),
    dashboard: z.boolean().default(true),
  })
  .superRefine((document, context) => {
    const known = [
      "service",
      "logging",
      "groups",
      "signals",
      "mute",
      "channels",
      "processing",
      "googleCloud",
      "search",
      "anomalies",
      "lake",
      "dashboard",
      "$schema",
    ];
    for (const member of Object.keys(document))
      if (!known.includes(member))
        context.addIssue({
          code: "custom",
          path: [member],
          message: `unknown; expected one of ${known.join(", ")}`,
        });
    const expectGroup = (group: string, path: PropertyKey[]) => {
      const refuse = (message: string) => context.addIssue({ code: "custom", path, message });
      if (!Object.hasOwn(document.groups, group))
        refuse(`there is no group "${group}"; expected one of ${Object.keys(document.groups).join(", ")}`);
      else if (document.groups[group]?.class !== "STANDARD")
        refuse(
          `the group "${group}" must be of class STANDARD: others take no metric filters and subscriptions`,
        );
    };
    for (const [id, { group, channels }] of Object.entries(document.signals)) {
      expectGroup(group, ["signals", id, "group"]);
      for (const [index, channel] of channels.entries())
        if (!Object.hasOwn(document.channels, channel))
          context.addIssue({
            code: "custom",
            path: ["signals", id, "channels", index],
            message: `there is no channel "${channel}"; expected one of ${Object.keys(document.channels).join(", ")}`,
          });
    }
    for (const [index, channel] of (document.anomalies?.channels ?? []).entries())
      if (!Object.hasOwn(document.channels, channel))
        context.addIssue({
          code: "custom",
          path: ["anomalies", "channels", index],
          message: `there is no channel "${channel}"; expected one of ${Object.keys(document.channels).join(", ")}`,
        });
    for (const [id, { signals }] of Object.entries(document.mute))
      for (const [index, signal] of signals.entries())
        if (!Object.hasOwn(document.signals, signal))
          context.addIssue({
            code: "custom",
            path: ["mute", id, "signals", index],
            message: `there is no signal "${signal}"; expected one of ${Object.keys(document.signals).join(", ")}`,
          });
    for (const part of ["processing", "googleCloud", "search", "anomalies", "lake"] as const)
      for (const [index, group] of (document[part]?.groups ?? []).entries())
        expectGroup(group, [part, "groups", index]);
  });

/** What is deployed: groups, signals (alarms), channels, processing and dashboard. */
export type DeploymentConfiguration = z.infer<typeof deploymentSchema>;
export type SignalConfiguration = DeploymentConfiguration["signals"][string];

/**
 * Checks a configuration.
 *
 * @param source for messages, usually the file's path
 * @throws DeploymentConfigurationError that names every mistake with its path
 */
export function checkDeployment(document: unknown, source: string): DeploymentConfiguration {
  const result = deploymentSchema.safeParse(document);
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "(top level)"}: ${message}`,
  );
  throw new DeploymentConfigurationError(`${source} cannot be deployed:\n${lines.join("\n")}`);
}

/** Reads `cumulog.yaml` (or JSON). @throws DeploymentConfigurationError */
export function readDeployment(path: string): DeploymentConfiguration {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new DeploymentConfigurationError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const parsed = parseDocument(text, { prettyErrors: true });
  const [problem] = parsed.errors;
  if (problem) throw new DeploymentConfigurationError(`${path} is not valid YAML: ${problem.message}`);
  return checkDeployment(parsed.toJS({ maxAliasCount: 100 }), path);
}
