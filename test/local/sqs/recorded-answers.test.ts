import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";
import { TemplateCloud } from "../template/deployed.ts";

const LONG = "a".repeat(129);
const FIFO = { FifoQueue: "True", ContentBasedDeduplication: "True", VisibilityTimeout: "30" };

interface Received {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly Attributes: Readonly<Record<string, string>>;
}

let local: TemplateCloud;
beforeAll(() => {
  local = new TemplateCloud();
});
afterAll(() => local[Symbol.asyncDispose]());

let made = 0;
let queue: { readonly QueueUrl: string; readonly name: string };
beforeEach(async () => {
  queue = await queueOf("jobs");
});

async function queueOf(prefix: string, Attributes: object = {}, suffix = "") {
  made += 1;
  const name = `${prefix}-${made}${suffix}`;
  const { QueueUrl } = await call<{ QueueUrl: string }>("CreateQueue", { QueueName: name, Attributes });
  return { QueueUrl, name };
}

const call = <Output = Record<string, unknown>>(operation: string, input: object) =>
  local.call<Output>("sqs", operation, input);

async function bodiesOf(QueueUrl: string, more: object = {}): Promise<string[]> {
  const { Messages = [] } = await call<{ Messages?: Received[] }>("ReceiveMessage", {
    QueueUrl,
    MaxNumberOfMessages: 10,
    ...more,
  });
  return Messages.map(({ Body }) => Body);
}

async function receive(QueueUrl: string, more: object = {}): Promise<Received[]> {
  const { Messages = [] } = await call<{ Messages?: Received[] }>("ReceiveMessage", { QueueUrl, ...more });
  return Messages;
}

/** Sends bodies such as `g1-m1`, whose beginning is their group. */
async function sendAll(QueueUrl: string, bodies: readonly string[]): Promise<void> {
  for (const MessageBody of bodies)
    await call("SendMessage", { QueueUrl, MessageBody, MessageGroupId: MessageBody.split("-")[0] });
}

describe("SQS was recorded to refuse", () => {
  test.each<[string, string, object, string, string]>([
    [
      "FifoQueue",
      "CreateQueue",
      { Attributes: { FifoQueue: "false" } },
      "InvalidAttributeName",
      "Unknown Attribute FifoQueue.",
    ],
    [
      "DeduplicationScope",
      "CreateQueue",
      { Attributes: { DeduplicationScope: "queue" } },
      "InvalidAttributeName",
      "You can specify the DeduplicationScope only when FifoQueue is set to true.",
    ],
    [
      "an empty attribute",
      "SendMessage",
      { MessageBody: "m", MessageAttributes: { a: { DataType: "String", StringValue: "" } } },
      "InvalidParameterValue",
      "Message (user) attribute 'a' must contain a non-empty value of type 'String'.",
    ],
    [
      "a handle that is none",
      "DeleteMessage",
      { ReceiptHandle: "garbage" },
      "ReceiptHandleIsInvalid",
      'The input receipt handle "garbage" is not a valid receipt handle.',
    ],
    [
      "the handle of no task",
      "CancelMessageMoveTask",
      { TaskHandle: "x" },
      "InvalidParameterValue",
      "Value for parameter TaskHandle is invalid.",
    ],
    [
      "a task of a queue that is not there",
      "CancelMessageMoveTask",
      {
        TaskHandle: btoa(
          JSON.stringify({ taskId: "t", sourceArn: "arn:aws:sqs:us-east-1:123456789012:gone" }),
        ),
      },
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
    [
      "an attribute that is none",
      "GetQueueAttributes",
      { AttributeNames: ["None"] },
      "InvalidAttributeName",
      "Unknown Attribute None.",
    ],
  ])("%s in %s", async (_, operation, input, code, message) => {
    const request = { QueueUrl: queue.QueueUrl, QueueName: "new", ...input };

    await expect(call(operation, request)).rejects.toMatchObject({ code, message });
  });

  test.each<[string, object, string, string]>([
    [
      "a long deduplication id",
      { MessageGroupId: "g", MessageDeduplicationId: LONG },
      "InvalidParameterValue",
      "MessageDeduplicationId can only include",
    ],
    ["a long group id", { MessageGroupId: LONG }, "InvalidParameterValue", "MessageGroupId can only include"],
    ["no group", {}, "MissingParameter", "must contain the parameter MessageGroupId"],
  ])("%s in an ordered queue", async (_, input, code, message) => {
    const { QueueUrl } = await queueOf("ordered", FIFO, ".fifo");

    const sent = call("SendMessage", { QueueUrl, MessageBody: "m", ...input });

    await expect(sent).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test("no group in a batch, and another kind of queue, by other codes", async () => {
    const { QueueUrl } = await queueOf("ordered", FIFO, ".fifo");

    const batch = call("SendMessageBatch", { QueueUrl, Entries: [{ Id: "1", MessageBody: "m" }] });
    const kind = call("SetQueueAttributes", { QueueUrl, Attributes: { FifoQueue: "false" } });

    await expect(batch).rejects.toMatchObject({ code: "InvalidParameterValue" });
    await expect(kind).rejects.toMatchObject({
      code: "InvalidAttributeValue",
      message: "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
    });
  });
});

test("names of system attributes are taken in AttributeNames", async () => {
  const { QueueUrl } = queue;
  await call("SendMessage", { QueueUrl, MessageBody: "m" });

  const [message] = await receive(QueueUrl, { AttributeNames: ["SentTimestamp", "ApproximateReceiveCount"] });

  expect(Object.keys(message!.Attributes).sort()).toEqual(["ApproximateReceiveCount", "SentTimestamp"]);
});

test("what is empty is left out of the answer, and system attributes have a digest of their own", async () => {
  const { QueueUrl } = queue;
  const trace = {
    AWSTraceHeader: { DataType: "String", StringValue: "Root=1-5759e988-bd862e3fe1be46a994272793" },
  };

  const tags = await call("ListQueueTags", { QueueUrl });
  const batch = await call("SendMessageBatch", { QueueUrl, Entries: [{ Id: "1", MessageBody: "m" }] });
  const sent = await call("SendMessage", { QueueUrl, MessageBody: "m", MessageSystemAttributes: trace });

  expect([Object.keys(tags), Object.keys(batch)]).toEqual([[], ["Successful"]]);
  expect(sent).toHaveProperty("MD5OfMessageSystemAttributes", expect.stringMatching(/^[\da-f]{32}$/));
});

test("an ordered queue gives as many messages of one group as there are, then those of the next", async () => {
  const { QueueUrl } = await queueOf("ordered", FIFO, ".fifo");
  await sendAll(QueueUrl, ["g1-m1", "g2-m1", "g1-m2"]);

  expect(await bodiesOf(QueueUrl)).toEqual(["g1-m1", "g1-m2", "g2-m1"]);
});

test("a message that is shown again goes behind the groups that wait; what follows it stays hidden", async () => {
  const { QueueUrl } = await queueOf("ordered", FIFO, ".fifo");
  await sendAll(QueueUrl, ["g1-m1", "g1-m2", "g2-m1"]);
  const [first] = await receive(QueueUrl, { MaxNumberOfMessages: 2 });
  await local.cloud.clock.advance("1s");

  await call("ChangeMessageVisibility", {
    QueueUrl,
    ReceiptHandle: first!.ReceiptHandle,
    VisibilityTimeout: 0,
  });

  expect(await bodiesOf(QueueUrl)).toEqual(["g2-m1", "g1-m1"]);
});

test("a purge forgets deduplication ids", async () => {
  const { QueueUrl } = await queueOf("ordered", FIFO, ".fifo");
  const message = { QueueUrl, MessageGroupId: "g", MessageDeduplicationId: "d" };
  await call("SendMessage", { ...message, MessageBody: "one" });
  await call("PurgeQueue", { QueueUrl });

  await call("SendMessage", { ...message, MessageBody: "two" });

  expect(await bodiesOf(QueueUrl)).toEqual(["two"]);
});

test("a handle changes the visibility of a message that can be seen again", async () => {
  const { QueueUrl } = queue;
  await call("SendMessage", { QueueUrl, MessageBody: "m" });
  const [message] = await receive(QueueUrl, { VisibilityTimeout: 1 });
  await local.cloud.clock.advance("2s");

  await call("ChangeMessageVisibility", {
    QueueUrl,
    ReceiptHandle: message!.ReceiptHandle,
    VisibilityTimeout: 9,
  });

  expect(await bodiesOf(QueueUrl)).toEqual([]);
});

describe("dead letters", () => {
  /** A queue whose dead letters go to the second, which has these messages. */
  async function deadLetters(...bodies: string[]) {
    const dead = await queueOf("dead");
    const arn = `arn:aws:sqs:us-east-1:123456789012:${dead.name}`;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
    const source = await queueOf("source", { RedrivePolicy });
    for (const MessageBody of bodies) await call("SendMessage", { QueueUrl: source.QueueUrl, MessageBody });
    for (let round = 0; round < 2; round++) await bodiesOf(source.QueueUrl, { VisibilityTimeout: 0 });
    return { dead, arn, source };
  }

  test("keep how often they were received", async () => {
    const { dead } = await deadLetters("m");

    const [message] = await receive(dead.QueueUrl, { AttributeNames: ["All"] });

    expect(message!.Attributes["ApproximateReceiveCount"]).toBe("2");
  });

  test("are moved back at a rate, by one task at a time, which can be cancelled", async () => {
    const { arn, source } = await deadLetters("1", "2", "3", "4");
    const list = async () => {
      const { Results } = await call<{ Results: object[] }>("ListMessageMoveTasks", { SourceArn: arn });
      return Results[0];
    };
    const { TaskHandle } = await call("StartMessageMoveTask", {
      SourceArn: arn,
      MaxNumberOfMessagesPerSecond: 1,
    });
    await local.cloud.clock.advance("1s");

    const running = await list();
    const second = call("StartMessageMoveTask", { SourceArn: arn });
    await expect(second).rejects.toMatchObject({
      message: expect.stringContaining("already a task running"),
    });
    const cancelled = await call("CancelMessageMoveTask", { TaskHandle });
    await local.cloud.clock.advance("9s");

    expect(running).toMatchObject({
      Status: "RUNNING",
      TaskHandle,
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 4,
    });
    expect(cancelled).toEqual({ ApproximateNumberOfMessagesMoved: 2 });
    expect(await list()).toMatchObject({ Status: "CANCELLED" });
    expect(await bodiesOf(source.QueueUrl)).toEqual(["1", "2"]);
  });

  test.each([0, 501])("are not moved at a rate of %d a second", async (rate) => {
    const { arn } = await deadLetters("1");

    const started = call("StartMessageMoveTask", { SourceArn: arn, MaxNumberOfMessagesPerSecond: rate });

    await expect(started).rejects.toMatchObject({
      code: "InvalidParameterValue",
      message: `Value ${rate} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500, if provided.`,
    });
  });

  test("fail to move where their queue goes away meanwhile", async () => {
    const { arn, source } = await deadLetters("1", "2");
    await call("StartMessageMoveTask", { SourceArn: arn, MaxNumberOfMessagesPerSecond: 1 });
    await call("DeleteQueue", { QueueUrl: source.QueueUrl });
    await local.cloud.clock.advance("1s");

    const { Results } = await call<{ Results: object[] }>("ListMessageMoveTasks", { SourceArn: arn });

    expect(Results[0]).toMatchObject({
      Status: "FAILED",
      FailureReason: "AWS.SimpleQueueService.NonExistentQueue",
    });
  });
});

const SIGNED = {
  authorization: `AWS4-HMAC-SHA256 Credential=local/20260105/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
  "x-amz-date": "20260105T120000Z",
};

describe("an error on the wire", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("has its class in JSON, and in the header the code of the query protocol", async () => {
    const response = await fetch(server.client.endpoint, {
      method: "POST",
      headers: {
        ...SIGNED,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "AmazonSQS.CancelMessageMoveTask",
      },
      body: '{"TaskHandle":"x"}',
    });

    expect(response.headers.get("x-amzn-query-error")).toBe("InvalidParameterValue;Sender");
    expect(await response.json()).toHaveProperty(
      "__type",
      "com.amazonaws.sqs#InvalidParameterValueException",
    );
  });

  test("has an empty detail in XML", async () => {
    const response = await fetch(server.client.endpoint, {
      method: "POST",
      headers: { ...SIGNED, "content-type": "application/x-www-form-urlencoded" },
      body: "Action=GetQueueUrl&Version=2012-11-05&QueueName=gone",
    });

    expect(await response.text()).toContain(
      "<Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist.</Message><Detail></Detail>",
    );
  });
});
