import { Aws, Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { compilePattern } from "cumulog/semantics";
import { type ProcessorConfiguration, processorSchema } from "../../functions/log-processor/configuration.ts";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { ConstructError } from "./construct-error.ts";
import { CumulogFunction } from "./cumulog-function.ts";
import { FunctionAlarms } from "./function-alarms.ts";
import { LogSubscription } from "./log-subscription.ts";
import { secretPermissions } from "./secret-permissions.ts";

export interface LogPipelineProps {
  /** Groups whose events are processed. */
  readonly logGroups: readonly ILogGroup[];
  /** Rules and destinations as in `functions/log-processor/configuration.ts`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Events that reach the processor at all. @default every event */
  readonly pattern?: string;
  /** Where the pipeline's own troubles are reported. @default nowhere */
  readonly channels?: readonly AlarmReceiver[];
  /** @default "Cumulog" */
  readonly metricNamespace?: string;
}

/** Log groups → rules → destinations, with a dead-letter queue and alarms on what goes wrong. */
export class LogPipeline extends Construct {
  readonly processor: CumulogFunction;
  readonly subscriptions: readonly LogSubscription[];

  /** @throws ConstructError when the configuration or a pattern in it is not usable */
  constructor(scope: Construct, id: string, props: LogPipelineProps) {
    super(scope, id);
    const configuration = this.#checked(props.configuration);
    const namespace = props.metricNamespace ?? "Cumulog";
    this.processor = new CumulogFunction(this, "Processor", {
      code: "log-processor",
      description: "Applies rules to log events and forwards them",
      memorySize: 1_024,
      timeout: Duration.minutes(2),
      environment: {
        LOG_PROCESSOR_CONFIGURATION: JSON.stringify(props.configuration),
        METRICS_NAMESPACE: namespace,
      },
    });
    this.#allow(configuration);
    this.subscriptions = props.logGroups.map(
      (logGroup, index) =>
        new LogSubscription(this, `Subscription${index}`, {
          logGroup,
          destination: this.processor.function,
          ...(props.pattern !== undefined && { pattern: props.pattern }),
        }),
    );
    this.#watch(namespace, props.channels ?? []);
  }

  #checked(given: unknown): ProcessorConfiguration {
    const checked = processorSchema.safeParse(given);
    if (!checked.success) {
      const problems = checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
      throw new ConstructError(this, `the configuration is not usable: ${problems.join("; ")}`);
    }
    for (const [index, { name, pattern }] of checked.data.rules.entries())
      try {
        compilePattern(pattern);
      } catch (cause) {
        throw new ConstructError(this, `rules.${index} (${name}): ${(cause as Error).message}`, { cause });
      }
    return checked.data;
  }

  #allow({ rules, destinations }: ProcessorConfiguration): void {
    const prefix = (service: string) => `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    const topics = rules.flatMap(({ action }) => (action.type === "alert" ? [action.topicArn] : []));
    if (topics.length > 0) this.processor.allow(["sns:Publish"], topics);
    for (const destination of destinations) {
      if (destination.type === "log-group")
        this.processor.allow(
          ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          [
            `${prefix("logs")}:log-group:${destination.logGroup}`,
            `${prefix("logs")}:log-group:${destination.logGroup}:*`,
          ],
          "The streams of the destination's group are made as they come.",
        );
      if (destination.type === "sqs")
        this.processor.allow(
          ["sqs:SendMessage"],
          [`${prefix("sqs")}:${destination.queueUrl.split("/").at(-1)}`],
        );
    }
    for (const { actions, resources } of secretPermissions({ rules, destinations }))
      this.processor.allow(actions, resources);
  }

  /** A ledger that does not balance means that events were lost without a trace: that must page somebody. */
  #watch(namespace: string, channels: readonly AlarmReceiver[]): void {
    const count = (metricName: string) =>
      new Metric({
        namespace,
        metricName,
        dimensionsMap: { FunctionName: this.processor.function.functionName },
        statistic: "Sum",
        period: Duration.minutes(5),
      });
    new FunctionAlarms(this, "ProcessorAlarms", {
      of: this.processor,
      channels,
      problems: { EventsFailed: count("EventsFailed") },
    });
    const ledger = new Alarm(this, "LedgerAlarm", {
      metric: new MathExpression({
        expression: "ABS(received - processed - filtered - failed)",
        label: "Events unaccounted for",
        period: Duration.minutes(5),
        usingMetrics: {
          received: count("EventsReceived"),
          processed: count("EventsProcessed"),
          filtered: count("EventsFiltered"),
          failed: count("EventsFailed"),
        },
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${this.node.path}: events are unaccounted for`,
    });
    for (const channel of channels) channel.notify(ledger);
  }
}
