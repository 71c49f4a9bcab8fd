import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";

async function prepare(server: TestServer, Attributes: Record<string, string> = {}, QueueName = "jobs") {
  const client = new SQSClient(server.client);
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const receive = async () => (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0];
  return { client, QueueUrl: QueueUrl!, receive };
}

test("a message comes back after its visibility timeout, until it is deleted", async () => {
  await using server = await startTestServer();
  const { client, QueueUrl, receive } = await prepare(server, { VisibilityTimeout: "30" });
  await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: "job",
      MessageAttributes: { n: { DataType: "Number", StringValue: "7" } },
    }),
  );

  const first = await receive();
  const hidden = await receive();
  await server.cloud.clock.advance("30s");
  const again = await receive();
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again!.ReceiptHandle }));
  await server.cloud.clock.advance("30s");

  expect([first?.Body, hidden, again?.Body]).toEqual(["job", undefined, "job"]);
  expect(await receive()).toBeUndefined();
});

test("a message received too often moves to the dead-letter queue, and back by a move task", async () => {
  await using server = await startTestServer();
  const dead = await prepare(server, {}, "dead");
  const deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:dead";
  const { client, QueueUrl, receive } = await prepare(server, {
    VisibilityTimeout: "0",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
  });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison" }));

  const bodies = [await receive(), await receive(), await receive()].map((message) => message?.Body);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: dead.QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetterTargetArn }));

  expect(bodies).toEqual(["poison", "poison", undefined]);
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: "1" });
  expect((await receive())?.Body).toBe("poison");
});

test("a message that is moved back out of a queue of dead letters is kept as long as a new one", async () => {
  await using server = await startTestServer();
  const dead = await prepare(server, { MessageRetentionPeriod: "600" }, "dead");
  const deadLetterTargetArn = `arn:aws:sqs:${server.cloud.region}:${server.cloud.accountId}:dead`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  const queue = { RedrivePolicy, VisibilityTimeout: "0", MessageRetentionPeriod: "600" };
  const { client, QueueUrl, receive } = await prepare(server, queue);
  const { MessageId } = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison" }));
  await receive();
  await receive();

  await server.cloud.clock.advance("5m");
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetterTargetArn }));
  await server.cloud.clock.advance("6m");
  const moved = await receive();

  expect(moved?.Body).toBe("poison");
  expect(moved?.MessageId).not.toBe(MessageId);
  expect(await dead.receive()).toBeUndefined();
});

test("a delay hides a message at first, and a change of visibility shows one early", async () => {
  await using server = await startTestServer();
  const { client, QueueUrl, receive } = await prepare(server);
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "later", DelaySeconds: 60 }));

  const early = await receive();
  await server.cloud.clock.advance("1m");
  const { ReceiptHandle } = (await receive())!;
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

  expect(early).toBeUndefined();
  expect((await receive())?.Body).toBe("later");
});

test("a FIFO queue drops duplicates and holds a group back while one of it is in flight", async () => {
  await using server = await startTestServer();
  const attributes = { FifoQueue: "true", ContentBasedDeduplication: "true" };
  const { client, QueueUrl, receive } = await prepare(server, attributes, "jobs.fifo");
  for (const MessageBody of ["one", "one", "two"])
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: "group" }));

  const first = await receive();
  const blocked = await receive();
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first!.ReceiptHandle }));

  expect([first?.Body, blocked, (await receive())?.Body]).toEqual(["one", undefined, "two"]);
});

test("a long poll answers when a message arrives", async () => {
  await using server = await startTestServer();
  const { client, QueueUrl } = await prepare(server);
  server.cloud.clock.setSpeed(1);

  const poll = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "job" }));

  expect((await poll).Messages?.map(({ Body }) => Body)).toEqual(["job"]);
});

test("batches report by entry, and the SDK's checks of digests pass", async () => {
  await using server = await startTestServer();
  const { client, QueueUrl } = await prepare(server);

  const { Successful, Failed } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: "good", MessageBody: "fine" },
        { Id: "bad", MessageBody: "bell \u0007" },
      ],
    }),
  );

  expect(Successful?.map(({ Id }) => Id)).toEqual(["good"]);
  expect(Failed).toMatchObject([{ Id: "bad", Code: "InvalidMessageContents", SenderFault: true }]);
});

test("a queue that does not exist has the SDK's typed exception", async () => {
  await using server = await startTestServer();
  const { client } = await prepare(server);

  const lookup = client.send(new GetQueueUrlCommand({ QueueName: "none" }));

  await expect(lookup).rejects.toMatchObject({ name: "QueueDoesNotExist" });
});
