import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { START, startLogsCloud } from "./logs-cloud.ts";

const ARN = "arn:aws:dataprotection::aws:data-identifier/EmailAddress";
const POLICY = JSON.stringify({
  Name: "p",
  Version: "2021-06-01",
  Statement: [{ DataIdentifier: [ARN], Operation: { Deidentify: { MaskConfig: {} } } }],
});

test("masks, documents and policies of the account are there after a restart, and hold on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "forms-"));
  const open = () =>
    startLogsCloud({ clock: { start: START, speed: 0 }, storage: new SqliteStorage(folder) });
  const stream = { logGroupName: "/shop", logStreamName: "s" };
  const put = (cloud: Awaited<ReturnType<typeof open>>, ...messages: string[]) =>
    cloud.logs.putLogEvents({
      ...stream,
      logEvents: messages.map((message) => ({ timestamp: START, message })),
    });
  const before = await open();
  await before.logs.createLogGroup({ logGroupName: "/shop" });
  await before.logs.createLogStream(stream);
  await before.logs.putAccountPolicy({
    policyName: "p",
    policyType: "DATA_PROTECTION_POLICY",
    policyDocument: POLICY,
  });
  await before.logs.putTransformer({
    logGroupIdentifier: "/shop",
    transformerConfig: [{ parseKeyValue: {} }],
  });
  await put(before, "user=a@b.co", "plain");
  await before.stop();

  const after = await open();
  await put(after, "user=c@d.io");
  const masked = await after.logs.filterLogEvents({ logGroupName: "/shop" });
  const unmasked = await after.logs.filterLogEvents({ logGroupName: "/shop", unmask: true });
  const { queryId } = await after.logs.startQuery({
    logGroupName: "/shop",
    queryString: "filter ispresent(user) | stats count(*) by user",
    startTime: START / 1000 - 60,
    endTime: START / 1000 + 60,
  });
  await after.cloud.settled();
  const { results } = await after.logs.getQueryResults({ queryId });
  await after.stop();
  rmSync(folder, { recursive: true });

  expect(masked.events!.map(({ message }) => message)).toEqual(["user=******", "plain", "user=******"]);
  expect(unmasked.events!.map(({ message }) => message)).toEqual(["user=a@b.co", "plain", "user=c@d.io"]);
  expect(results).toEqual([
    [
      { field: "user", value: "******" },
      { field: "count(*)", value: "2" },
    ],
  ]);
});
