import { Aws, Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription, LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { notifierSchema } from "../../functions/alert-notifier/configuration.ts";
import type { AlarmReceiver, AnyAlarm } from "./alarm-receiver.ts";
import { ConstructError } from "./construct-error.ts";
import { CumulogFunction } from "./cumulog-function.ts";
import { FunctionAlarms } from "./function-alarms.ts";
import { secretPermissions } from "./secret-permissions.ts";

export interface AlertChannelProps {
  /**
   * Slack, Microsoft Teams, PagerDuty and webhook destinations as in `functions/alert-notifier/configuration.ts`. Secrets
   * are references: `ssm:/path` or `secretsmanager:name`.
   *
   * @default none
   */
  readonly destinations?: readonly Readonly<Record<string, unknown>>[];
  /** Addresses that get the plain SNS message. @default none */
  readonly emails?: readonly string[];
  /** Log lines that a notification shows at most. @default 10 */
  readonly lines?: number;
  /** Runbook for alarms that name none; `{alarm}` stands for the alarm's name. @default none */
  readonly runbookUrl?: string;
  /**
   * Key that encrypts the topic: your own, or `true` for a new one that rotates. The grant without which CloudWatch's
   * messages vanish is added.
   *
   * @default not encrypted by a customer's key
   */
  readonly encryption?: IKey | true;
}

/** Where alarms report to: a topic, and a function that writes to people with the log lines behind the alarm. */
export class AlertChannel extends Construct implements AlarmReceiver {
  readonly topic: Topic;
  readonly encryptionKey: IKey | undefined;
  /** Undefined when there are only e-mail addresses. */
  readonly notifier: CumulogFunction | undefined;

  /** @throws ConstructError when the destinations are not usable */
  constructor(scope: Construct, id: string, props: AlertChannelProps) {
    super(scope, id);
    const { destinations = [], emails = [] } = props;
    if (destinations.length === 0 && emails.length === 0)
      throw new ConstructError(this, "a channel needs at least one destination or e-mail address");
    this.encryptionKey = props.encryption === true ? this.#newKey() : props.encryption;
    if (this.encryptionKey) this.#letPublishersEncrypt(this.encryptionKey);
    this.topic = new Topic(this, "Topic", {
      enforceSSL: true,
      ...(this.encryptionKey && { masterKey: this.encryptionKey }),
    });
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email));
    this.notifier = destinations.length > 0 ? this.#notifier(props) : undefined;
    if (this.notifier) this.#watch(this.notifier);
  }

  /** Reports when the alarm goes off and when it comes back. */
  notify(alarm: AnyAlarm): void {
    if ("addAlarmAction" in alarm) {
      const action = new SnsAction(this.topic);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    } else {
      alarm.alarmActions = [...(alarm.alarmActions ?? []), this.topic.topicArn];
      alarm.okActions = [...(alarm.okActions ?? []), this.topic.topicArn];
    }
  }

  /** Lets a function publish alerts of its own to this channel. */
  grantPublish(publisher: IFunction): void {
    this.topic.grantPublish(publisher);
    this.encryptionKey?.grantEncryptDecrypt(publisher);
  }

  #newKey(): Key {
    return new Key(this, "Key", { enableKeyRotation: true, description: `Alerts of ${this.node.path}` });
  }

  /** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
  #letPublishersEncrypt(key: IKey): void {
    key.grantEncryptDecrypt(new ServicePrincipal("cloudwatch.amazonaws.com"));
  }

  #notifier({ destinations, lines, runbookUrl }: AlertChannelProps): CumulogFunction {
    const configuration = {
      destinations,
      ...(lines !== undefined && { lines }),
      ...(runbookUrl !== undefined && { runbookUrl }),
    };
    const checked = notifierSchema.safeParse(configuration);
    if (!checked.success) {
      const problems = checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
      throw new ConstructError(this, `the destinations are not usable: ${problems.join("; ")}`);
    }
    const memory = `/cumulog/alerts/${this.node.addr.slice(0, 16)}`;
    const notifier = new CumulogFunction(this, "Notifier", {
      code: "alert-notifier",
      description: "Sends alarms with their log lines to people",
      environment: {
        ALERT_NOTIFIER_CONFIGURATION: JSON.stringify(configuration),
        ALERT_MEMORY_PREFIX: memory,
      },
    });
    notifier.allow(
      ["logs:DescribeMetricFilters", "logs:FilterLogEvents"],
      [`arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`],
      "Any alarm may report here, so the log lines behind it may be in any group.",
    );
    notifier.allow(
      ["cloudwatch:DescribeAlarms"],
      [`arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:*`],
      "Any alarm may report here.",
    );
    notifier.allow(
      ["ssm:GetParameter", "ssm:PutParameter"],
      [`arn:${Aws.PARTITION}:ssm:${Aws.REGION}:${Aws.ACCOUNT_ID}:parameter${memory}/*`],
      "One parameter for each alarm, below the channel's own prefix.",
    );
    for (const { actions, resources } of secretPermissions(configuration)) notifier.allow(actions, resources);
    this.topic.addSubscription(
      new LambdaSubscription(notifier.function, { deadLetterQueue: notifier.deadLetterQueue }),
    );
    return notifier;
  }

  #watch(notifier: CumulogFunction): void {
    new FunctionAlarms(this, "NotifierAlarms", {
      of: notifier,
      channels: [this],
      problems: {
        NotificationsFailed: new Metric({
          namespace: "Cumulog",
          metricName: "NotificationsFailed",
          dimensionsMap: { FunctionName: notifier.function.functionName },
          statistic: "Sum",
          period: Duration.minutes(5),
        }),
      },
    });
  }
}
