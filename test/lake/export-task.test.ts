import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadLake } from "@cumulog/lake";
import { expect, test } from "vitest";
import { TemplateCloud } from "../local/template/deployed.ts";
import { rowsOf, testFolder } from "./folder.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const STREAMS = ["web/1", "web/2"];
const json = (index: number) =>
  JSON.stringify({
    level: index % 3 === 0 ? "ERROR" : "INFO",
    message: `zahlung ${index} läuft`,
    userId: `u-${index % 4}`,
  });

test("what an export task writes into a bucket becomes the events of the group, once", async () => {
  // Prepare
  await using local = new TemplateCloud();
  await local.call("s3", "CreateBucket", { Bucket: "archive" });
  await local.call("logs", "CreateLogGroup", { logGroupName: "/shop" });
  for (const logStreamName of STREAMS) {
    await local.call("logs", "CreateLogStream", { logGroupName: "/shop", logStreamName });
    await local.call("logs", "PutLogEvents", {
      logGroupName: "/shop",
      logStreamName,
      logEvents: Array.from({ length: 50 }, (_, index) => ({
        timestamp: NOON - 3_600_000 + index * 1_000,
        message: json(index),
      })),
    });
  }
  const folder = testFolder();
  const directory = join(folder, "lake");
  const exported = async (from: number, to: number) => {
    const task = {
      logGroupName: "/shop",
      from,
      to,
      destination: "archive",
      destinationPrefix: "exportedlogs",
    };
    await local.call("logs", "CreateExportTask", task);
    const { Contents } = await local.call<{ Contents: { Key: string }[] }>("s3", "ListObjectsV2", {
      Bucket: "archive",
    });
    for (const { Key } of Contents) {
      const { Body } = await local.call<{ Body: Buffer }>("s3", "GetObject", { Bucket: "archive", Key });
      const path = join(folder, "exports", Key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, Body);
    }
    return loadLake({ directory, paths: [join(folder, "exports")] });
  };

  // Act
  const first = await exported(NOON - 3_600_000, NOON - 3_600_000 + 29_999);
  const second = await exported(NOON - 3_600_000 + 30_000, NOON);
  const again = await loadLake({ directory, paths: [join(folder, "exports")] });

  // Assess
  expect(first).toMatchObject({
    read: 60,
    loaded: 60,
    rejected: {},
    leftOut: [{ reason: expect.any(String) }],
  });
  expect(second).toMatchObject({ read: 100, loaded: 40 });
  expect(again).toMatchObject({ read: 100, loaded: 0 });
  const rows = await rowsOf(
    directory,
    "SELECT epoch_ms, level, message, user_id, is_error FROM logs ORDER BY epoch_ms, event_id",
  );
  expect(rows).toEqual(
    Array.from({ length: 100 }, (_, row) => {
      const index = row >> 1;
      const { level, message, userId } = JSON.parse(json(index)) as Record<string, string>;
      const epoch_ms = NOON - 3_600_000 + index * 1_000;
      return { epoch_ms, level, message, user_id: userId, is_error: level === "ERROR" };
    }),
  );
});
