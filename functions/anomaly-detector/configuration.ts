import * as z from "zod";

const text = z.string().min(1);

/** The document in `ANOMALY_DETECTOR_CONFIGURATION`. */
export const detectorSchema = z.strictObject({
  /** Bucket to which the log processor's destination of type `anomalies` writes. */
  bucket: text,
  prefix: z.string().default(""),
  groups: z
    .array(
      z.strictObject({
        logGroup: text,
        sensitivity: z.enum(["low", "medium", "high"]).default("medium"),
        /** Ids of templates, as `cumulog patterns` shows them, that are never judged. */
        exclude: z.array(text).default([]),
        /** Times in which nothing is alerted and what comes is learned as the usual: deploys. */
        mute: z.array(z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() })).default([]),
      }),
    )
    .min(1),
  /** Topics of the channels that are told. */
  topicArns: z.array(text).default([]),
});

export type DetectorConfiguration = z.infer<typeof detectorSchema>;
export type WatchedGroup = DetectorConfiguration["groups"][number];
