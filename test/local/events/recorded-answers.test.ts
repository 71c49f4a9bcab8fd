import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NoStorage } from "../../../local/kernel/storage/storage.ts";
import { TemplateCloud } from "../template/deployed.ts";

let local: TemplateCloud;
beforeAll(() => {
  local = new TemplateCloud();
});
afterAll(() => local[Symbol.asyncDispose]());

const call = <Output = Record<string, unknown>>(operation: string, input: object = {}) =>
  local.call<Output>("events", operation, input);

const EVENT = {
  id: "1",
  source: "shop",
  "detail-type": "order",
  account: "123456789012",
  region: "us-east-1",
  time: "2026-01-05T12:00:00Z",
};

test("an event without resources is tested against a pattern; one without a source is none", async () => {
  const { source: _, ...other } = EVENT;
  const pattern = (event: object) =>
    call("TestEventPattern", { EventPattern: '{"source": ["shop"]}', Event: JSON.stringify(event) });

  expect(await pattern(EVENT)).toEqual({ Result: true });
  await expect(pattern(other)).rejects.toMatchObject({ message: "Parameter Event is not valid." });
});

test("the event without its detail has its type by another name in a template", async () => {
  await local.call("sqs", "CreateQueue", { QueueName: "jobs" });
  await call("PutRule", { Name: "all", EventPattern: '{"source": ["shop"]}' });
  const InputTemplate = '{"event": <aws.events.event>, "whole": <aws.events.event.json>}';
  await call("PutTargets", {
    Rule: "all",
    Targets: [
      { Id: "1", Arn: "arn:aws:sqs:us-east-1:123456789012:jobs", InputTransformer: { InputTemplate } },
    ],
  });

  await call("PutEvents", { Entries: [{ Source: "shop", DetailType: "order", Detail: '{"total":1}' }] });
  await local.cloud.settled();

  const { Messages } = await local.call<{ Messages: { Body: string }[] }>("sqs", "ReceiveMessage", {
    QueueUrl: "http://localhost/123456789012/jobs",
  });
  const { event, whole } = JSON.parse(Messages[0]!.Body);
  expect(event).toMatchObject({ detailType: "order", source: "shop" });
  expect(Object.keys(event)).not.toEqual(expect.arrayContaining(["detail"]));
  expect(whole).toMatchObject({ "detail-type": "order", detail: { total: 1 } });
});

test("the default bus shows its times once it was changed", async () => {
  const before = await call("DescribeEventBus");
  await local.cloud.clock.advance("1s");
  const permission = { StatementId: "s", Action: "events:PutEvents", Principal: "111111111111" };
  await call("PutPermission", permission);

  expect(Object.keys(before)).not.toEqual(expect.arrayContaining(["CreationTime"]));
  expect(await call("DescribeEventBus")).toMatchObject({
    CreationTime: expect.any(Number),
    LastModifiedTime: expect.any(Number),
  });
});

describe("an archive", () => {
  const bus = "arn:aws:events:us-east-1:123456789012:event-bus/default";
  const archive = "arn:aws:events:us-east-1:123456789012:archive/orders";
  const rule = "arn:aws:events:us-east-1:123456789012:rule/kept";
  const put = (Source: string) =>
    call("PutEvents", { Entries: [{ Source, DetailType: "order", Detail: "{}" }] });
  const span = () => {
    const now = local.cloud.clock.now() / 1_000;
    return { EventStartTime: now - 600, EventEndTime: now + 600 };
  };
  const start = (more: object = {}) =>
    call("StartReplay", {
      ReplayName: "again",
      EventSourceArn: archive,
      Destination: { Arn: bus, FilterArns: [rule] },
      ...span(),
      ...more,
    });

  beforeAll(async () => {
    await call("CreateEventBus", { Name: "empty" });
    await call("CreateArchive", {
      ArchiveName: "orders",
      EventSourceArn: bus,
      EventPattern: '{"source": ["kept"]}',
      RetentionDays: 1,
    });
    await local.call("sqs", "CreateQueue", { QueueName: "replayed" });
    for (const source of ["kept", "other"]) await put(source);
    await call("PutRule", { Name: "kept", EventPattern: '{"source": ["kept"]}' });
    await call("PutTargets", {
      Rule: "kept",
      Targets: [{ Id: "1", Arn: "arn:aws:sqs:us-east-1:123456789012:replayed" }],
    });
  });

  test("keeps what its pattern matches, and says how much that is", async () => {
    const { Archives } = await call<{ Archives: object[] }>("ListArchives", { NamePrefix: "ord" });

    expect(Archives).toEqual([
      {
        ArchiveName: "orders",
        EventSourceArn: bus,
        State: "ENABLED",
        RetentionDays: 1,
        EventCount: 1,
        SizeBytes: expect.any(Number),
        CreationTime: expect.any(Number),
      },
    ]);
    expect(await call("UpdateArchive", { ArchiveName: "orders", Description: "d" })).toMatchObject({
      ArchiveArn: archive,
      State: "ENABLED",
    });
    expect(await call("DescribeArchive", { ArchiveName: "orders" })).toMatchObject({ Description: "d" });
  });

  test("is replayed to the rules that were named, once", async () => {
    const started = await start();
    await local.cloud.clock.advance("1s");
    await local.cloud.settled();

    const { Messages } = await local.call<{ Messages: { Body: string }[] }>("sqs", "ReceiveMessage", {
      QueueUrl: "http://localhost/123456789012/replayed",
      MaxNumberOfMessages: 10,
    });
    expect(started).toMatchObject({ State: "STARTING" });
    expect(Messages.map(({ Body }) => JSON.parse(Body))).toEqual([
      expect.objectContaining({ source: "kept", "replay-name": "again" }),
    ]);
    expect(await call("DescribeReplay", { ReplayName: "again" })).toMatchObject({
      State: "COMPLETED",
      EventLastReplayedTime: expect.any(Number),
    });
    expect(await call("DescribeArchive", { ArchiveName: "orders" })).toHaveProperty("EventCount", 1);
  });

  test("is not replayed any more when that is cancelled", async () => {
    await start({ ReplayName: "cancelled" });
    const cancelled = await call("CancelReplay", { ReplayName: "cancelled" });
    await local.cloud.clock.advance("1s");

    expect(cancelled).toHaveProperty("State", "CANCELLING");
    expect(await call("DescribeReplay", { ReplayName: "cancelled" })).toHaveProperty("State", "CANCELLED");
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      "one that is there",
      () => call("CreateArchive", { ArchiveName: "orders", EventSourceArn: bus }),
      "Archive orders already exists.",
    ],
    [
      "one of no bus",
      () => call("CreateArchive", { ArchiveName: "new", EventSourceArn: `${bus}s` }),
      "Event bus defaults does not exist.",
    ],
    [
      "one that is not there",
      () => call("DeleteArchive", { ArchiveName: "gone" }),
      "Archive gone does not exist.",
    ],
    [
      "a replay of none",
      () => start({ ReplayName: "new", EventSourceArn: `${archive}s` }),
      "Parameter EventSourceArn is not valid. Reason: Archive orderss does not exist.",
    ],
    [
      "a replay that ends before it begins",
      () => start({ ReplayName: "new", EventEndTime: 1 }),
      "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.",
    ],
    [
      "a replay that is not there",
      () => call("DescribeReplay", { ReplayName: "gone" }),
      "Replay gone does not exist.",
    ],
    [
      "to remove a statement of a bus that has none",
      () => call("RemovePermission", { StatementId: "gone", EventBusName: "empty" }),
      "Statement with the provided id does not exist.",
    ],
    [
      "a template with an unknown variable",
      () =>
        call("PutTargets", {
          Rule: "kept",
          Targets: [
            {
              Id: "1",
              Arn: "arn:aws:sqs:us-east-1:123456789012:replayed",
              InputTransformer: { InputTemplate: '"<none>"' },
            },
          ],
        }),
      "InputTemplate for target 1 contains invalid placeholder none.",
    ],
  ])("refuses %s", async (_, attempt, message) => {
    await expect(attempt()).rejects.toMatchObject({ message });
  });
});

test("an archive lets go of what has expired, and nothing of it comes back", async () => {
  await using own = new TemplateCloud();
  const ask = <Output = Record<string, unknown>>(operation: string, input: object) =>
    own.call<Output>("events", operation, input);
  const made = {
    ArchiveName: "short",
    EventSourceArn: "arn:aws:events:us-east-1:123456789012:event-bus/default",
  };
  const count = async () => (await ask("DescribeArchive", { ArchiveName: "short" }))["EventCount"];
  await ask("CreateArchive", { ...made, RetentionDays: 1 });
  await ask("PutEvents", { Entries: [{ Source: "shop", DetailType: "order", Detail: "{}" }] });
  const before = await count();

  await own.cloud.clock.advance("2d");
  await ask("UpdateArchive", { ArchiveName: "short", RetentionDays: 30 });
  const longer = await count();
  await ask("PutEvents", { Entries: [{ Source: "shop", DetailType: "order", Detail: "{}" }] });
  const newer = await count();
  await ask("DeleteArchive", { ArchiveName: "short" });
  await ask("CreateArchive", made);

  expect([before, longer, newer, await count()]).toEqual([1, 0, 1, 0]);
});

/** Keeps documents from one cloud to the next. */
class KeptDocuments extends NoStorage {
  readonly #collections = new Map<string, Map<string, unknown>>();

  override collection<Value>(name: string = "") {
    const kept = (this.#collections.get(name) ?? new Map()) as Map<string, Value>;
    this.#collections.set(name, kept);
    return {
      entries: () => kept.entries(),
      set: (key: string, value: Value) => void kept.set(key, value),
      delete: (key: string) => void kept.delete(key),
    };
  }
}

test("a replay that had not begun goes on after a restart; one without its archive fails", async () => {
  const storage = new KeptDocuments();
  const bus = "arn:aws:events:us-east-1:123456789012:event-bus/default";
  const now = Date.UTC(2026, 0, 5, 12) / 1_000;
  const start = (cloud: TemplateCloud, archive: string) =>
    cloud.call("events", "StartReplay", {
      ReplayName: `of-${archive}`,
      EventSourceArn: `arn:aws:events:us-east-1:123456789012:archive/${archive}`,
      Destination: { Arn: bus },
      EventStartTime: now - 600,
      EventEndTime: now + 600,
    });
  {
    await using first = new TemplateCloud({ storage });
    for (const ArchiveName of ["kept", "gone"])
      await first.call("events", "CreateArchive", { ArchiveName, EventSourceArn: bus });
    for (const archive of ["kept", "gone"]) await start(first, archive);
    await first.call("events", "DeleteArchive", { ArchiveName: "gone" });
  }

  await using second = new TemplateCloud({ storage });
  const states = async () => {
    const { Replays } = await second.call<{ Replays: { State: string }[] }>("events", "ListReplays");
    return Replays.map(({ State }) => State);
  };
  const before = await states();
  await second.cloud.clock.advance("1s");

  expect(before).toEqual(["STARTING", "STARTING"]);
  expect(await states()).toEqual(["FAILED", "COMPLETED"]);
});
