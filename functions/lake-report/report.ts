import { composeReport, type Report, reportPage } from "@cumulog/lake/report";
import { consoleHost } from "../shared/console-host.ts";
import { abortAt } from "../shared/deadline.ts";
import type { ReportConfiguration } from "./configuration.ts";
import { askedLake } from "./lake.ts";

const DAY = 86_400_000;

/** Writes the report of the days before `due` into the bucket, and tells the channels where it is. @returns its key */
export async function writeReport(
  configuration: ReportConfiguration,
  due: number,
  deadline: number,
): Promise<string> {
  const { title, queries, timezone, days, bucket, prefix } = configuration;
  const report = await composeReport(
    { title, queries, timezone, from: due - days * DAY, to: due },
    await askedLake(configuration, deadline),
  );
  const key = `${prefix}${new Date(due).toISOString().slice(0, 19).replaceAll(":", "-")}Z.html`;
  await put(bucket, key, reportPage(report), deadline);
  await tell(report, configuration, key, deadline);
  return key;
}

async function put(Bucket: string, Key: string, page: string, deadline: number): Promise<void> {
  const { PutObjectCommand, S3Client } = await import("../shared/clients/s3.ts");
  const isLocal = process.env["AWS_ENDPOINT_URL"] !== undefined;
  const client = new S3Client({ maxAttempts: 5, ...(isLocal && { forcePathStyle: true }) });
  const input = { Bucket, Key, Body: page, ContentType: "text/html; charset=utf-8" };
  await client.send(new PutObjectCommand(input), { abortSignal: abortAt(deadline) });
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT_CHARACTERS = 100;

async function tell(
  { title, span }: Report,
  { topicArns, bucket, days }: ReportConfiguration,
  key: string,
  deadline: number,
): Promise<void> {
  if (topicArns.length === 0) return;
  const { PublishCommand, SNSClient } = await import("../shared/clients/sns.ts");
  const client = new SNSClient({ maxAttempts: 5 });
  const found =
    span === undefined
      ? "no events"
      : `${span.events.toLocaleString("en")} events, ${span.errors.toLocaleString("en")} errors`;
  for (const TopicArn of topicArns)
    await client.send(
      new PublishCommand({
        TopicArn,
        Subject: `Report: ${title}`.replace(/[^\x20-\x7e]/g, "?").slice(0, SUBJECT_CHARACTERS),
        // Channels of e-mail addresses filter what they send, and read JSON only.
        Message: JSON.stringify({
          cumulogReport: 1,
          report: `${title}, the last ${days} days: ${found}.`,
          link: addressOf(bucket, key),
        }),
      }),
      { abortSignal: abortAt(deadline) },
    );
}

/**
 * The link of a report: in the console, or in the local cloud. Who follows it signs in first: a signed address would let anybody read who has it, and would end with the function's own
 * credentials, hours later.
 */
export function addressOf(
  bucket: string,
  key: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const { AWS_ENDPOINT_URL: local, AWS_REGION: region = "us-east-1" } = environment;
  if (local !== undefined)
    return `${local.replace(/\/$/, "")}/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
  return `https://${consoleHost(region)}/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;
}
