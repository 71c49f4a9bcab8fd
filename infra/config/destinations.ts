import { namedQueries } from "cumulog/analysis";
import * as z from "zod";
import { forwarderSchema } from "../../functions/cloud-logging-forwarder/configuration.ts";
import { opensearchDestination } from "../../functions/log-processor/configuration.ts";
import { checkedLakeColumns } from "../constructs/checked-processor.ts";
import { name, pattern } from "./names.ts";

export const processing = z.strictObject({
  groups: z.array(name).min(1),
  configuration: z.record(z.string(), z.unknown()).describe("Rules and destinations of the log processor."),
});

export const search = z
  .strictObject({
    groups: z.array(name).min(1).describe("Groups whose events can be searched."),
    auth: opensearchDestination.shape.auth,
    ca: opensearchDestination.shape.ca,
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

const complete = namedQueries().filter(({ parameters }) =>
  parameters.every((parameter) => parameter.default !== undefined),
);
/** A query that ships and needs no parameter. */
const query = z.enum(complete.map(({ name }) => name));
const charted = z.enum(complete.filter(({ chart }) => chart !== undefined).map(({ name }) => name));

const lakeReport = z
  .strictObject({
    schedule: z
      .string()
      .regex(/^(cron|rate)\(.+\)$/, "expected cron(…) or rate(…), such as cron(0 7 ? * MON *)")
      .default("cron(0 7 ? * MON *)")
      .describe("When a report is written, in UTC; Mondays at seven unless set."),
    days: z.int().min(1).max(400).default(7).describe("Days that a report looks back."),
    title: z.string().min(1).optional(),
    queries: z.array(query).min(1).optional(),
    timezone: z
      .string()
      .refine(isZone, "expected a time zone such as Europe/Berlin")
      .optional()
      .describe("Zone in which times are shown."),
    channels: z.array(name).default([]).describe("Channels that get the link; without any, all."),
  })
  .describe("A report in S3, written again and again, with its link through a channel.");

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

export const lake = z
  .strictObject({
    groups: z.array(name).min(1).describe("Groups whose events are kept."),
    columns: z.optional(checkedLakeColumns).describe("Typed columns besides those of every lake."),
    retentionDays: z.int().min(1).optional().describe("Days that events are kept; for ever unless set."),
    infrequentAccessAfterDays: z.int().min(30).optional(),
    queryLimitGb: z.number().min(0.01).max(7_000).optional().describe("Gigabytes that one query may scan."),
    database: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,60}$/, "expected lower snake case, such as cumulog_logs")
      .optional(),
    keepWhenRemoved: z.boolean().optional(),
    report: lakeReport.optional(),
    widgets: z.array(charted).min(1).optional().describe("Queries whose charts the dashboard shows."),
  })
  .describe("Every event as a row: Parquet files in S3 that answer SQL in Athena.");

export const anomalies = z
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

export const googleCloud = z.strictObject({ ...forwarderSchema.shape, groups: z.array(name).min(1) });
