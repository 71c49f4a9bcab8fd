import { Duration, Lazy, Token } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { CfnLogGroup, ILogGroup } from "aws-cdk-lib/aws-logs";
import { type CfnSubscription, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription, LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { notifierSchema } from "../../functions/alert-notifier/configuration.ts";
import type { AlarmReceiver, AnyAlarm } from "./alarm-receiver.ts";
import { arnOf, logGroupArnOf } from "./arn.ts";
import { ConstructError } from "./construct-error.ts";
import { CumulogFunction } from "./cumulog-function.ts";
import { destinationPermissions } from "./destination-permissions.ts";
import { FunctionAlarms } from "./function-alarms.ts";
import { secretPermissions } from "./secret-permissions.ts";

/** Properties of {@link AlertChannel}. */
export interface AlertChannelProps {
  /**
   * Slack, Microsoft Teams, PagerDuty, e-mail and webhook destinations as in `functions/alert-notifier/configuration.ts`. Secrets
   * are references: `ssm:/path` or `secretsmanager:name`.
   *
   * @default none
   */
  readonly destinations?: readonly Readonly<Record<string, unknown>>[];
  /** Addresses that get the plain SNS message, but for first OKs after a deploy. @default none */
  readonly emails?: readonly string[];
  /** Log lines that a notification shows at most. @default 10 */
  readonly lines?: number;
  /** Runbook for alarms that name none; `{alarm}` stands for the alarm's name. @default none */
  readonly runbookUrl?: string;
  /**
   * Groups whose lines a notification may show. Those of a `LogSignal` that reports here are added.
   *
   * @default none
   */
  readonly logGroups?: readonly ILogGroup[];
  /**
   * Key that encrypts the topic: your own, `true` for a new one that rotates (about one dollar a month), or `false` for none: alarms
   * cannot publish to topics with AWS's own key. The grant without which CloudWatch's messages vanish is added.
   *
   * @default true
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  readonly encryption?: IKey | boolean;
}

/**
 * Every message but that of an alarm which was deployed and found that all is well: a deploy would send one for each alarm.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html
 */
const BUT_FIRST_OK = {
  $or: [
    { NewStateValue: [{ "anything-but": "OK" }] },
    { OldStateValue: [{ "anything-but": "INSUFFICIENT_DATA" }] },
    // Alerts of the project's own functions, and whatever else is published.
    { NewStateValue: [{ exists: false }] },
  ],
};

/** Where alarms report to: a topic, and a function that writes to people with the log lines behind the alarm. */
export class AlertChannel extends Construct implements AlarmReceiver {
  readonly topic: Topic;
  readonly encryptionKey: IKey | undefined;
  /** Undefined when there are only e-mail addresses. */
  readonly notifier: CumulogFunction | undefined;
  readonly #readable: string[] = [];

  /** @throws ConstructError when the destinations are not usable */
  constructor(scope: Construct, id: string, props: AlertChannelProps) {
    super(scope, id);
    const { destinations = [], emails = [] } = props;
    if (destinations.length === 0 && emails.length === 0)
      throw new ConstructError(this, "a channel needs at least one destination or e-mail address");
    const { encryption = true, logGroups = [] } = props;
    this.encryptionKey =
      typeof encryption === "boolean" ? (encryption ? this.#newKey() : undefined) : encryption;
    if (this.encryptionKey) this.#letPublishersEncrypt(this.encryptionKey);
    this.topic = new Topic(this, "Topic", {
      enforceSSL: true,
      ...(this.encryptionKey && { masterKey: this.encryptionKey }),
    });
    for (const email of emails) {
      const { node } = this.topic.addSubscription(new EmailSubscription(email));
      const subscription = node.defaultChild as CfnSubscription;
      subscription.filterPolicyScope = "MessageBody";
      subscription.filterPolicy = BUT_FIRST_OK;
    }
    this.notifier = destinations.length > 0 ? this.#notifier(props) : undefined;
    if (this.notifier) this.#watch(this.notifier);
    for (const logGroup of logGroups) this.read(logGroup);
  }

  /** Lets notifications show lines of a group, and of no other. */
  read(logGroup: ILogGroup): void {
    // A name that was given is known here, also of a group in another stack.
    const given = (logGroup.node.defaultChild as CfnLogGroup | undefined)?.logGroupName;
    const logGroupName = given === undefined || Token.isUnresolved(given) ? logGroup.logGroupName : given;
    if (this.notifier === undefined || this.#readable.includes(logGroupName)) return;
    this.#readable.push(logGroupName);
    const arn = logGroupArnOf(logGroupName);
    this.notifier.allow(
      ["logs:DescribeMetricFilters", "logs:FilterLogEvents"],
      [arn, `${arn}:*`],
      "Events are read by group, and belong to streams of any name.",
    );
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
    // CDK's own grant would name actions by a wildcard.
    publisher.addToRolePolicy(
      new PolicyStatement({ actions: ["sns:Publish"], resources: [this.topic.topicArn] }),
    );
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    this.encryptionKey?.grant(publisher, "kms:Decrypt", "kms:GenerateDataKey");
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
        ALERT_NOTIFIER_CONFIGURATION: Lazy.string({
          produce: () => JSON.stringify({ ...configuration, logGroups: this.#readable }),
        }),
        ALERT_MEMORY_PREFIX: memory,
      },
    });
    notifier.allow(
      ["cloudwatch:DescribeAlarms"],
      [arnOf("cloudwatch", "alarm:*")],
      "Any alarm may report here.",
    );
    notifier.allow(
      ["ssm:GetParameter", "ssm:PutParameter"],
      [arnOf("ssm", `parameter${memory}/*`)],
      "One parameter for each alarm, below the channel's own prefix.",
    );
    for (const { actions, resources, reason } of [
      ...secretPermissions(configuration),
      ...destinationPermissions(checked.data),
    ])
      notifier.allow(actions, resources, reason);
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
