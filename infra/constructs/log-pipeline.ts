import { Duration, Lazy } from "aws-cdk-lib";
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
import type { ProcessorConfiguration } from "../../functions/log-processor/configuration.ts";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { arnOf, logGroupArnOf } from "./arn.ts";
import { checkedProcessorSchema } from "./checked-processor.ts";
import { ConstructError } from "./construct-error.ts";
import { CumulogFunction } from "./cumulog-function.ts";
import { FunctionAlarms } from "./function-alarms.ts";
import { LogSubscription } from "./log-subscription.ts";
import { secretPermissions } from "./secret-permissions.ts";

/** Properties of {@link LogPipeline}. */
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
  readonly #configuration: ProcessorConfiguration;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #added: Readonly<Record<string, unknown>>[] = [];
  readonly #subscriptions = new Map<ILogGroup, LogSubscription>();
  readonly #pattern: string | undefined;
  readonly #namespace: string;
  /** Groups of `logGroups`: what was configured here holds for these, what is added for its own. */
  readonly #own: readonly ILogGroup[];

  /** @throws ConstructError when the configuration or a pattern in it is not usable */
  constructor(scope: Construct, id: string, props: LogPipelineProps) {
    super(scope, id);
    this.#configuration = this.#checked(props.configuration);
    this.#given = props.configuration;
    this.#pattern = props.pattern;
    this.#own = props.logGroups;
    this.#namespace = props.metricNamespace ?? "Cumulog";
    this.processor = new CumulogFunction(this, "Processor", {
      code: "log-processor",
      description: "Applies rules to log events and forwards them",
      memorySize: 1_024,
      timeout: Duration.minutes(2),
      environment: {
        LOG_PROCESSOR_CONFIGURATION: Lazy.string({ produce: () => JSON.stringify(this.#document()) }),
        METRICS_NAMESPACE: this.#namespace,
      },
    });
    this.#allow(this.#configuration);
    this.#subscribe(props.logGroups);
    this.#watch(props.channels ?? []);
  }

  get subscriptions(): readonly LogSubscription[] {
    return [...this.#subscriptions.values()];
  }

  /**
   * Adds a destination for some groups. A group has two slots for subscriptions, so all destinations of a group share one.
   *
   * @param destination as in `functions/log-processor/configuration.ts`
   * @throws ConstructError when it is not usable, or its name is taken
   */
  addDestination(destination: Readonly<Record<string, unknown>>, logGroups: readonly ILogGroup[]): void {
    const destinations = [...((this.#given["destinations"] as unknown[]) ?? []), ...this.#added, destination];
    const checked = this.#checked({ ...this.#given, destinations }).destinations.at(-1)!;
    this.#allow({ rules: [], destinations: [checked] });
    this.#added.push({ ...destination, logGroups: logGroups.map(({ logGroupName }) => logGroupName) });
    this.#subscribe(logGroups);
  }

  /** Events that a destination did not take, in five minutes. */
  metricUndelivered(destination: string): Metric {
    return this.#count("EventsUndelivered", { Destination: destination });
  }

  /**
   * An alarm that goes off when a destination does not take an event.
   *
   * @param scope what has the destination
   * @param place what the destination is, in the alarm's words
   */
  undeliveredAlarm(
    scope: Construct,
    id: string,
    { destination, place }: { readonly destination: string; readonly place: string },
  ): Alarm {
    return new Alarm(scope, id, {
      metric: this.metricUndelivered(destination),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${scope.node.path}: events did not reach ${place}; they are in the dead-letter queue`,
    });
  }

  #subscribe(logGroups: readonly ILogGroup[]): void {
    for (const logGroup of logGroups) {
      if (this.#subscriptions.has(logGroup)) continue;
      const subscription = new LogSubscription(this, `Subscription${this.#subscriptions.size}`, {
        logGroup,
        destination: this.processor.function,
        ...(this.#pattern !== undefined && { pattern: this.#pattern }),
      });
      this.#subscriptions.set(logGroup, subscription);
    }
  }

  /** What the function is given: once other groups are subscribed, what has no groups of its own keeps to the first. */
  #document(): object {
    if (this.#added.length === 0) return this.#given;
    const own = this.#own.map(({ logGroupName }) => logGroupName);
    const keep = (given: unknown) =>
      ((given as Readonly<Record<string, unknown>>[] | undefined) ?? []).map((one) => ({
        logGroups: own,
        ...one,
      }));
    return {
      ...this.#given,
      rules: keep(this.#given["rules"]),
      destinations: [...keep(this.#given["destinations"]), ...this.#added],
    };
  }

  #count(metricName: string, dimensions: Readonly<Record<string, string>> = {}): Metric {
    return new Metric({
      namespace: this.#namespace,
      metricName,
      dimensionsMap: { FunctionName: this.processor.function.functionName, ...dimensions },
      statistic: "Sum",
      period: Duration.minutes(5),
    });
  }

  #checked(given: unknown): ProcessorConfiguration {
    const checked = checkedProcessorSchema.safeParse(given);
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
    const topics = rules.flatMap(({ action }) => (action.type === "alert" ? [action.topicArn] : []));
    if (topics.length > 0) this.processor.allow(["sns:Publish"], topics);
    for (const destination of destinations) {
      if (destination.type === "log-group")
        this.processor.allow(
          ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          [logGroupArnOf(destination.logGroup), logGroupArnOf(`${destination.logGroup}:*`)],
          "The streams of the destination's group are made as they come.",
        );
      if (destination.type === "sqs")
        this.processor.allow(["sqs:SendMessage"], [arnOf("sqs", destination.queueUrl.split("/").at(-1)!)]);
    }
    for (const { actions, resources } of secretPermissions({ rules, destinations }))
      this.processor.allow(actions, resources);
  }

  /** A ledger that does not balance means that events were lost without a trace: that must page somebody. */
  #watch(channels: readonly AlarmReceiver[]): void {
    const count = (metricName: string) => this.#count(metricName);
    new FunctionAlarms(this, "ProcessorAlarms", {
      of: this.processor,
      channels,
      problems: { EventsFailed: count("EventsFailed") },
    });
    const ledger = new Alarm(this, "LedgerAlarm", {
      alarmName: this.processor.node.path
        .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
        .concat("-Ledger")
        .slice(-255),
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
