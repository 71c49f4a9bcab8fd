import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

/** Where the lake answers. */
export const lakeSchema = z.strictObject({
  /** Database of the view `logs`. */
  database: text,
  /** Workgroup that keeps its results in the lake's bucket. */
  workgroup: text,
});

/** The document in `LAKE_REPORT_CONFIGURATION` of the function that writes reports. */
export const reportSchema = z.extend(lakeSchema, {
  title: z._default(text, "Logs"),
  /** Days that a report looks back. */
  days: z._default(z.int().check(z.gte(1), z.lte(400)), 7),
  /** Names of queries; those of `cumulog report` unless given. */
  queries: z.optional(z.array(text).check(z.minLength(1))),
  /** Zone in which times are shown; days and hours are UTC. */
  timezone: z._default(text, "UTC"),
  /** Where the reports go. */
  bucket: text,
  prefix: z._default(z.string(), "reports/"),
  /** Topics of the channels that get the link. */
  topicArns: z._default(z.array(text), []),
});

export type LakeConfiguration = z.infer<typeof lakeSchema>;
export type ReportConfiguration = z.infer<typeof reportSchema>;
