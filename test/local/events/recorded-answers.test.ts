import { afterAll, beforeAll, expect, test } from "vitest";
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
