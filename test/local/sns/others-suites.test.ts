import { expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const TopicArn = "arn:aws:sns:us-east-1:123456789012:orders";

async function topic(): Promise<TemplateCloud> {
  const local = new TemplateCloud();
  await local.call("sns", "CreateTopic", { Name: "orders", Tags: [] });
  return local;
}

test.each([
  ["x", "String.", "InvalidParameterValueException"],
  [".x", "String", "ParameterValueInvalid"],
  ["x.", "String", "ParameterValueInvalid"],
  ["x..y", "String", "ParameterValueInvalid"],
])("an attribute %j of the type %j is refused", async (name, DataType, code) => {
  await using local = await topic();

  const publish = local.call("sns", "Publish", {
    TopicArn,
    Message: "m",
    MessageAttributes: { [name]: { DataType, StringValue: "v" } },
  });

  await expect(publish).rejects.toMatchObject({ code });
});

test("a topic of another region is an invalid parameter, one that is gone is not found", async () => {
  await using local = await topic();
  const publish = (arn: string) => local.call("sns", "Publish", { TopicArn: arn, Message: "m" });

  await expect(publish(TopicArn.replace("us-east-1", "eu-west-1"))).rejects.toMatchObject({
    code: "InvalidParameterException",
    message: "Invalid parameter: TopicArn",
  });
  await expect(publish(`${TopicArn}-gone`)).rejects.toMatchObject({ code: "NotFoundException" });
});

test("subscribing again with what holds anyway changes nothing", async () => {
  await using local = await topic();
  const subscribe = (Attributes: Record<string, string>) =>
    local.call<{ SubscriptionArn: string }>("sns", "Subscribe", {
      TopicArn,
      Protocol: "sqs",
      Endpoint: "arn:aws:sqs:us-east-1:123456789012:queue",
      Attributes: { FilterPolicy: '{"a":["b"]}', ...Attributes },
    });
  const { SubscriptionArn } = await subscribe({});

  expect((await subscribe({ FilterPolicyScope: "MessageAttributes" })).SubscriptionArn).toBe(SubscriptionArn);
  await expect(subscribe({ FilterPolicyScope: "MessageBody" })).rejects.toMatchObject({
    code: "InvalidParameterException",
  });
});

test("1,440 datapoints from an odd second are as many as from a whole minute; tags of what is gone are none", async () => {
  await using local = await topic();
  const statistics = (StartTime: number, EndTime: number) =>
    local.call("monitoring", "GetMetricStatistics", {
      Namespace: "n",
      MetricName: "m",
      Period: 60,
      Statistics: ["Sum"],
      StartTime,
      EndTime,
    });
  const start = Date.UTC(2026, 0, 4) / 1_000 + 37;

  await expect(statistics(start, start + 86_400)).resolves.toMatchObject({ Datapoints: [] });
  await expect(statistics(start, start + 86_460)).rejects.toMatchObject({
    code: "InvalidParameterCombinationException",
  });
  const ResourceARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:gone";
  expect(await local.call("monitoring", "ListTagsForResource", { ResourceARN })).toEqual({ Tags: [] });
});
