import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { startTestServer } from "../query/test-server.ts";

/** A cloud with a stopped clock, and what tests of rules do with it. */
export async function startBusCloud() {
  const server = await startTestServer();
  const events = new EventBridgeClient(server.client);
  const sqs = new SQSClient(server.client);
  const monitoring = new CloudWatchClient(server.client);
  const { clock } = server.cloud;
  return {
    ...server,
    events,
    sqs,
    clock,
    /** Makes a queue and resolves with its ARN. */
    async queue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
      await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      return `arn:aws:sqs:us-east-1:123456789012:${QueueName}`;
    },
    /** Takes every message out of a queue. */
    async received(QueueName: string) {
      await server.cloud.settled();
      const QueueUrl = `${server.client.endpoint}/123456789012/${QueueName}`;
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["All"],
        }),
      );
      for (const { ReceiptHandle } of Messages)
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return Messages;
    },
    async rule(rule: PutRuleCommandInput, ...targets: Partial<Target>[]) {
      await events.send(new PutRuleCommand(rule));
      await events.send(
        new PutTargetsCommand({
          Rule: rule.Name,
          EventBusName: rule.EventBusName,
          Targets: targets.map((target, index) => ({ Id: String(index), Arn: undefined, ...target })),
        }),
      );
    },
    put: (detail: object, Source = "shop", EventBusName?: string) =>
      events.send(
        new PutEventsCommand({
          Entries: [{ Source, DetailType: "Order", Detail: JSON.stringify(detail), EventBusName }],
        }),
      ),
    /** Sum of a metric of AWS/Events over the last hour. */
    async metric(MetricName: string, RuleName: string): Promise<number> {
      const { Datapoints = [] } = await monitoring.send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/Events",
          MetricName,
          Dimensions: [{ Name: "RuleName", Value: RuleName }],
          StartTime: new Date(clock.now() - 86_400_000),
          EndTime: new Date(clock.now() + 60_000),
          Period: 86_400,
          Statistics: ["Sum"],
        }),
      );
      return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
    },
  };
}
