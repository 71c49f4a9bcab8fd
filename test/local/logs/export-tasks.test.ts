import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const task = { logGroupName: "/shop", from: NOON - 60_000, to: NOON, destination: "archive" };

async function shop(): Promise<TemplateCloud> {
  const local = new TemplateCloud();
  await local.deploy(`
Resources:
  Archive: { Type: AWS::S3::Bucket, Properties: { BucketName: archive } }
  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /shop } }
  One: { Type: AWS::Logs::LogStream, Properties: { LogGroupName: !Ref Group, LogStreamName: api/one } }
  Two: { Type: AWS::Logs::LogStream, Properties: { LogGroupName: !Ref Group, LogStreamName: two } }
`);
  for (const logStreamName of ["api/one", "two"])
    await local.call("logs", "PutLogEvents", {
      logGroupName: "/shop",
      logStreamName,
      logEvents: [NOON - 120_000, NOON - 60_000, NOON].map((timestamp) => ({
        timestamp,
        message: `${logStreamName} {"a":1}`,
      })),
    });
  return local;
}

test("a task writes a packed file for each stream, with the times in front", async () => {
  await using local = await shop();

  const { taskId } = await local.call<{ taskId: string }>("logs", "CreateExportTask", {
    ...task,
    destinationPrefix: "logs",
    logStreamNamePrefix: "api",
  });

  const { Contents } = await local.call<{ Contents: { Key: string }[] }>("s3", "ListObjectsV2", {
    Bucket: "archive",
  });
  const file = `logs/${taskId}/api-one/000000.gz`;
  // Keys are listed in order, and the task's id is random.
  expect(new Set(Contents.map(({ Key }) => Key))).toEqual(new Set([file, "logs/aws-logs-write-test"]));
  const { Body } = await local.call<{ Body: Buffer }>("s3", "GetObject", { Bucket: "archive", Key: file });
  expect(gunzipSync(Body).toString()).toBe(
    '2026-01-05T11:59:00.000Z api/one {"a":1}\n2026-01-05T12:00:00.000Z api/one {"a":1}\n',
  );
  expect(await local.call("logs", "DescribeExportTasks", { taskId })).toMatchObject({
    exportTasks: [
      { taskId, logGroupName: "/shop", destinationPrefix: "logs", status: { code: "COMPLETED" } },
    ],
  });
  await expect(local.call("logs", "CancelExportTask", { taskId })).rejects.toMatchObject({
    code: "InvalidOperationException",
    message: "The specified export task has already finished",
  });
});

test.each([
  ["CreateExportTask", { ...task, destination: "nowhere" }, "InvalidParameterException"],
  ["CreateExportTask", { ...task, logGroupName: "/none" }, "ResourceNotFoundException"],
  ["DescribeExportTasks", { taskId: "none" }, "ResourceNotFoundException"],
  ["CancelExportTask", { taskId: "none" }, "ResourceNotFoundException"],
])("%s of %j is refused", async (operation, input, code) => {
  await using local = await shop();

  await expect(local.call("logs", operation, input)).rejects.toMatchObject({ code });
});
