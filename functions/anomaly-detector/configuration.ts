import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

/** The document in `ANOMALY_DETECTOR_CONFIGURATION`. */
export const detectorSchema = z.strictObject({
  /** Bucket to which the log processor's destination of type `anomalies` writes. */
  bucket: text,
  prefix: z._default(z.string(), ""),
  groups: z
    .array(
      z.strictObject({
        logGroup: text,
        sensitivity: z._default(z.enum(["low", "medium", "high"]), "medium"),
        /** Ids of templates, as `cumulog patterns` shows them, that are never judged. */
        exclude: z._default(z.array(text), []),
        /** Times in which nothing is alerted and what comes is learned as the usual: deploys. */
        mute: z._default(z.array(z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() })), []),
      }),
    )
    .check(z.minLength(1)),
  /** Topics of the channels that are told. */
  topicArns: z._default(z.array(text), []),
});

export type DetectorConfiguration = z.infer<typeof detectorSchema>;
export type WatchedGroup = DetectorConfiguration["groups"][number];
