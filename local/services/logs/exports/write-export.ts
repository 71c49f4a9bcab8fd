import { gzipSync } from "node:zlib";
import type { Cloud } from "#kernel/cloud.ts";
import type { LogStream } from "../log-group.ts";
import { mergedEvents } from "../merged-events.ts";

/** Who puts the files into the bucket. */
const WRITER = { principal: "logs.amazonaws.com" } as const;

/**
 * Writes one packed file for each stream: a line for each event, its time in front.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 *
 * @param prefix with the id of the task in it, without a slash behind
 */
export async function writeExport(
  cloud: Cloud,
  Bucket: string,
  prefix: string,
  streams: readonly LogStream[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  for (const stream of streams) {
    const { events } = stream;
    const range = [events.indexOfTime(from), events.indexAfterTime(to)] as const;
    const lines: string[] = [];
    for (const { event } of mergedEvents([stream], () => range))
      lines.push(`${new Date(event.timestamp).toISOString()} ${event.message}\n`);
    if (lines.length === 0) continue;
    const Key = `${prefix}/${stream.name.replaceAll("/", "-")}/000000.gz`;
    const Body = gzipSync(lines.join(""));
    await cloud.call("s3", "PutObject", { Bucket, Key, Body }, WRITER);
  }
}

/** Asks the bucket whether it takes anything, and leaves a file there as AWS does. @throws ServiceError */
export async function checkBucket(cloud: Cloud, Bucket: string, prefix: string | undefined): Promise<void> {
  const Key = `${prefix === undefined ? "" : `${prefix}/`}aws-logs-write-test`;
  const Body = Buffer.from("Permission Check Successful");
  await cloud.call("s3", "PutObject", { Bucket, Key, Body }, WRITER);
}
