import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { LocalCloud } from "@cumulog/local";

const cloud = await LocalCloud.start({ clock: "stepped" });
Object.assign(process.env, cloud.env);
const sns = new SNSClient();
const monitoring = new CloudWatchClient();
const topic = async (Name) => {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: `${Name}@example.com` }));
  return TopicArn;
};
await monitoring.send(
  new PutMetricAlarmCommand({
    AlarmName: "errors",
    Namespace: "Shop",
    MetricName: "Errors",
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 3,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: [await topic("alarm")],
    OKActions: [await topic("ok")],
  }),
);
await monitoring.send(
  new PutCompositeAlarmCommand({
    AlarmName: "any",
    AlarmRule: "ALARM(errors)",
    AlarmActions: [await topic("composite")],
  }),
);
await monitoring.send(
  new PutMetricDataCommand({ Namespace: "Shop", MetricData: [{ MetricName: "Errors", Value: 5 }] }),
);
await cloud.clock.advance("5m");
const received = cloud.inbox.list().map(({ to, subject }) => `${to} ${subject}`);
await cloud.stop();
console.log(JSON.stringify(received));
