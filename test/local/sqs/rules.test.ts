import {
  AddPermissionCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const ARN = "arn:aws:sqs:us-east-1:123456789012:";

async function prepare(server: TestServer, Attributes: Record<string, string> = {}, QueueName = "jobs") {
  const client = new SQSClient(server.client);
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const send = (MessageBody: string, more = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const receive = async (more = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages?.[0];
  const attributes = async (...AttributeNames: "All"[]) =>
    (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes;
  return { client, QueueUrl: QueueUrl!, send, receive, attributes };
}

test("every receipt handle of a standard queue's message hides, shows and deletes it", async () => {
  await using server = await startTestServer();
  const { client, QueueUrl, send, receive } = await prepare(server, { VisibilityTimeout: "1" });
  await send("job");

  const { ReceiptHandle } = (await receive())!;
  await server.cloud.clock.advance("2s");
  await receive();
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 100 }));
  await server.cloud.clock.advance("2s");
  const hidden = await receive();
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  await server.cloud.clock.advance("2m");

  expect([hidden, await receive()]).toEqual([undefined, undefined]);
});

test("a receipt handle of a FIFO queue expires with the visibility timeout", async () => {
  await using server = await startTestServer();
  const fifo = { FifoQueue: "true", ContentBasedDeduplication: "true", VisibilityTimeout: "1" };
  const { client, QueueUrl, send, receive } = await prepare(server, fifo, "jobs.fifo");
  await send("job", { MessageGroupId: "group" });
  const { ReceiptHandle } = (await receive())!;

  await server.cloud.clock.advance("2s");
  const deletion = client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

  await expect(deletion).rejects.toThrow("Reason: The receipt handle has expired.");
});

test("a receipt handle of another queue is none", async () => {
  await using server = await startTestServer();
  const { client, QueueUrl } = await prepare(server);
  const other = await prepare(server, {}, "other");
  await other.send("job");
  const { ReceiptHandle } = (await other.receive())!;

  for (const handle of [ReceiptHandle, "unknown"])
    await expect(
      client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handle })),
    ).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
});

test("a long poll answers when a hidden message shows again", async () => {
  await using server = await startTestServer();
  const { send, receive } = await prepare(server, { VisibilityTimeout: "2" });
  await send("job");
  await receive();
  server.cloud.clock.setSpeed(100);

  expect((await receive({ WaitTimeSeconds: 20 }))?.Body).toBe("job");
});

test("names of message attributes are asked for by prefix", async () => {
  await using server = await startTestServer();
  const { send, receive } = await prepare(server, { VisibilityTimeout: "0" });
  const text = { DataType: "String", StringValue: "text" };
  await send("job", { MessageAttributes: { Hello: text, "Help.Me": text, General: text } });

  const named = async (...MessageAttributeNames: string[]) =>
    Object.keys((await receive({ MessageAttributeNames }))?.MessageAttributes ?? {}).sort();

  expect(await named("Hel.*")).toEqual(["Hello", "Help.Me"]);
  expect(await named("All")).toEqual(["General", "Hello", "Help.Me"]);
  expect(await named("Hel")).toEqual([]);
});

test("a FIFO queue shows its defaults, and knows a message by the digest of its body", async () => {
  await using server = await startTestServer();
  const { attributes, send, receive } = await prepare(
    server,
    { FifoQueue: "true", ContentBasedDeduplication: "true" },
    "jobs.fifo",
  );
  await send("first", { MessageGroupId: "one" });
  await send("second", {
    MessageGroupId: "two",
    MessageDeduplicationId: "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e",
  });

  expect(await attributes("All")).toMatchObject({
    DeduplicationScope: "queue",
    FifoThroughputLimit: "perQueue",
    FifoQueue: "true",
  });
  expect([(await receive())?.Body, await receive()]).toEqual(["first", undefined]);
});

test("a queue is encrypted by KMS or by SQS", async () => {
  await using server = await startTestServer();
  const { client, QueueUrl, attributes } = await prepare(server);
  const set = (Attributes: Record<string, string>) =>
    client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));

  await set({ KmsMasterKeyId: "key", KmsDataKeyReusePeriodSeconds: "6000" });
  const byKms = await attributes("All");
  await set({ SqsManagedSseEnabled: "true" });

  expect(byKms).toMatchObject({ KmsMasterKeyId: "key", SqsManagedSseEnabled: "false" });
  expect(await attributes("All")).not.toHaveProperty("KmsMasterKeyId");
  await expect(set({ KmsMasterKeyId: "key", SqsManagedSseEnabled: "true" })).rejects.toThrow(
    "You can use one type of server-side encryption",
  );
});

test("permissions are statements of the queue's policy", async () => {
  await using server = await startTestServer();
  const { client, QueueUrl, attributes } = await prepare(server);
  const add = (Label: string, Actions: string[]) =>
    client.send(new AddPermissionCommand({ QueueUrl, Label, AWSAccountIds: ["111111111111"], Actions }));

  await add("others", ["ReceiveMessage"]);

  expect(JSON.parse((await attributes("All"))!["Policy"]!)).toEqual({
    Version: "2008-10-17",
    Id: `${ARN}jobs/SQSDefaultPolicy`,
    Statement: [
      {
        Sid: "others",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
        Action: "SQS:ReceiveMessage",
        Resource: `${ARN}jobs`,
      },
    ],
  });
  await expect(add("others", ["*"])).rejects.toThrow("Reason: Already exists.");
  await expect(add("more", ["DeleteQueue"])).rejects.toThrow("Only the queue owner");
  await client.send(new RemovePermissionCommand({ QueueUrl, Label: "others" }));
  expect(await attributes("All")).not.toHaveProperty("Policy");
});

test("a move task is listed with what it moved", async () => {
  await using server = await startTestServer();
  const dead = await prepare(server, {}, "dead");
  await prepare(server, {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}dead`, maxReceiveCount: "1" }),
  });
  await dead.send("poison");

  await dead.client.send(
    new StartMessageMoveTaskCommand({ SourceArn: `${ARN}dead`, DestinationArn: `${ARN}jobs` }),
  );
  const { Results } = await dead.client.send(new ListMessageMoveTasksCommand({ SourceArn: `${ARN}dead` }));

  expect(Results).toMatchObject([
    { Status: "COMPLETED", DestinationArn: `${ARN}jobs`, ApproximateNumberOfMessagesMoved: 1 },
  ]);
});

type Attempt = (queue: Awaited<ReturnType<typeof prepare>>) => Promise<unknown>;

test.each<[string, Attempt, string | { name: string; message?: string }]>([
  [
    "a second purge within a minute",
    async ({ client, QueueUrl }) => {
      await client.send(new PurgeQueueCommand({ QueueUrl }));
      await client.send(new PurgeQueueCommand({ QueueUrl }));
    },
    { name: "PurgeQueueInProgress" },
  ],
  [
    "a batch longer than 1 MiB",
    ({ client, QueueUrl }) =>
      client.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: ["one", "two"].map((Id) => ({ Id, MessageBody: "x".repeat(600_000) })),
        }),
      ),
    { name: "BatchRequestTooLong" },
  ],
  [
    "an empty batch",
    ({ client, QueueUrl }) => client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] })),
    "There should be at least one SendMessageBatchRequestEntry in the request.",
  ],
  [
    "a message longer than 1 MiB",
    ({ send }) => send("x".repeat(1_048_577)),
    "Message must be shorter than 1048576 bytes.",
  ],
  [
    "a deduplication id outside of FIFO queues",
    ({ send }) => send("job", { MessageDeduplicationId: "id" }),
    "not valid for this queue type",
  ],
  ["a delay over 15 minutes", ({ send }) => send("job", { DelaySeconds: 901 }), "must be >= 0 and <= 900"],
  [
    "the name of a message attribute with other signs",
    ({ send }) => send("job", { MessageAttributes: { "other!": { DataType: "String", StringValue: "a" } } }),
    "The message attribute name 'other!' is invalid.",
  ],
  [
    "a dead-letter queue that is not there",
    ({ client }) =>
      client.send(
        new CreateQueueCommand({
          QueueName: "other",
          Attributes: {
            RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}none`, maxReceiveCount: 1 }),
          },
        }),
      ),
    "Dead letter target does not exist.",
  ],
  [
    "a dead-letter queue of another kind",
    ({ client }) =>
      client.send(
        new CreateQueueCommand({
          QueueName: "other.fifo",
          Attributes: {
            FifoQueue: "true",
            RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}jobs`, maxReceiveCount: 1 }),
          },
        }),
      ),
    "must be same type of queue",
  ],
  [
    "no tags",
    ({ client, QueueUrl }) => client.send(new TagQueueCommand({ QueueUrl, Tags: {} })),
    "The request must contain the parameter Tags.",
  ],
  [
    "more than 50 tags",
    ({ client, QueueUrl }) => {
      const Tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, "value"]));
      return client.send(new TagQueueCommand({ QueueUrl, Tags }));
    },
    "Too many tags added for queue jobs.",
  ],
  [
    "no tag keys",
    ({ client, QueueUrl }) => client.send(new UntagQueueCommand({ QueueUrl, TagKeys: [] })),
    "Tag keys must be between 1 and 128 characters in length.",
  ],
])("%s is refused", async (_what, attempt, expected) => {
  await using server = await startTestServer();
  const queue = await prepare(server);

  const refused = expect(attempt(queue)).rejects;

  await (typeof expected === "string" ? refused.toThrow(expected) : refused.toMatchObject(expected));
});
