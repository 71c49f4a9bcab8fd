import { expect, test } from "vitest";
import { idsOf, TemplateCloud } from "../template/deployed.ts";

test("a template may switch off what only FIFO queues have, also when it changes the queue", async () => {
  await using local = new TemplateCloud();
  const templateOf = (timeout: number) => `
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { FifoQueue: false, ContentBasedDeduplication: "false", VisibilityTimeout: ${timeout} }
`;

  await local.deploy(templateOf(10));
  const stack = await local.deploy(templateOf(20));

  const { Attributes } = await local.call<{ Attributes: object }>("sqs", "GetQueueAttributes", {
    QueueUrl: idsOf(stack)["Queue"],
    AttributeNames: ["All"],
  });
  expect(Attributes).toMatchObject({ VisibilityTimeout: "20" });
  expect(Attributes).not.toHaveProperty("FifoQueue");
});
