import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { zipped } from "../lambda/function-cloud.ts";
import { startTestServer } from "../query/test-server.ts";

/** Records of one invocation, as the function gets them. */
export type Records = readonly (Readonly<Record<string, unknown>> & { readonly body?: string })[];

/** What a function that is played by the test does with its records; an error is the function's. */
export type Handler = (records: Records, event: Readonly<Record<string, unknown>>) => unknown;

/**
 * A cloud with a stopped clock whose function `worker` is played by the test, so that no process is started. Every
 * invocation is noted.
 */
export async function startSourceCloud(handler: Handler = () => undefined) {
  const server = await startTestServer();
  const { cloud } = server;
  const lambda = new LambdaClient(server.client);
  const sqs = new SQSClient(server.client);
  const invocations: Records[] = [];
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "worker",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/worker",
      Timeout: 10,
      Code: { ZipFile: zipped({ "index.mjs": "export const handler = () => {};" }) },
    }),
  );
  cloud.register("lambda", {
    Invoke: async ({ Payload }: { readonly Payload: Uint8Array }) => {
      const event = JSON.parse(Buffer.from(Payload).toString()) as { Records: Records };
      invocations.push(event.Records);
      try {
        const answer = await handler(event.Records, event);
        return { StatusCode: 200, Payload: JSON.stringify(answer ?? null) };
      } catch (error) {
        if (error instanceof Error && error.name === "ServiceError") throw error;
        return { StatusCode: 200, FunctionError: "Unhandled", Payload: JSON.stringify(String(error)) };
      }
    },
  });
  const urlOf = (name: string) => `${server.client.endpoint}/123456789012/${name}`;
  return {
    ...server,
    lambda,
    sqs,
    clock: cloud.clock,
    invocations,
    /** Bodies by invocation. */
    bodies: () => invocations.map((records) => records.map(({ body }) => body)),
    async queue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
      await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      return `arn:aws:sqs:us-east-1:123456789012:${QueueName}`;
    },
    map: (EventSourceArn: string, settings: Partial<CreateEventSourceMappingCommandInput> = {}) =>
      lambda.send(
        new CreateEventSourceMappingCommand({ FunctionName: "worker", EventSourceArn, ...settings }),
      ),
    async send(QueueName: string, ...messages: (string | Partial<SendMessageBatchRequestEntry>)[]) {
      const Entries = messages.map((message, index) => ({
        Id: String(index),
        MessageBody: typeof message === "string" ? message : undefined,
        ...(typeof message !== "string" && message),
      }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf(QueueName), Entries }));
      await cloud.settled();
    },
    /** Messages in a queue: to be received, and received but not deleted. */
    async counts(QueueName: string): Promise<readonly [visible: number, hidden: number]> {
      await cloud.settled();
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: urlOf(QueueName), AttributeNames: ["All"] }),
      );
      return [
        Number(Attributes!["ApproximateNumberOfMessages"]),
        Number(Attributes!["ApproximateNumberOfMessagesNotVisible"]),
      ];
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
    },
  };
}
