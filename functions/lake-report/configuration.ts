import * as z from "zod";

const text = z.string().min(1);

/** Where the lake answers. */
export const lakeSchema = z.strictObject({
  /** Database of the view `logs`. */
  database: text,
  /** Workgroup that keeps its results in the lake's bucket. */
  workgroup: text,
});

/** The document in `LAKE_REPORT_CONFIGURATION` of the function that writes reports. */
export const reportSchema = lakeSchema.extend({
  title: text.default("Logs"),
  /** Days that a report looks back. */
  days: z.int().min(1).max(400).default(7),
  /** Names of queries; those of `cumulog report` unless given. */
  queries: z.array(text).min(1).optional(),
  /** Zone in which times are shown; days and hours are UTC. */
  timezone: text.default("UTC"),
  /** Where the reports go. */
  bucket: text,
  prefix: z.string().default("reports/"),
  /** Topics of the channels that get the link. */
  topicArns: z.array(text).default([]),
});

export type LakeConfiguration = z.infer<typeof lakeSchema>;
export type ReportConfiguration = z.infer<typeof reportSchema>;
