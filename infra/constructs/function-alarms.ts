import { Duration, Token } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { CfnFunction, type IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct, type IConstruct } from "constructs";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { ConstructError } from "./construct-error.ts";
import { CumulogFunction } from "./cumulog-function.ts";

/** Properties of {@link FunctionAlarms}. */
export interface FunctionAlarmsProps {
  /** Any function, made here or imported, or an alias or a version of one. */
  readonly of: CumulogFunction | IFunction | CfnFunction;
  readonly channels: readonly AlarmReceiver[];
  /** Failed invocations in five minutes of which one more is a problem. @default 0 */
  readonly errorsMoreThan?: number;
  /** The function's time-out. @default as the function was made; of an imported function it is not known */
  readonly timeout?: Duration;
  /**
   * Percent of the time-out that the slowest hundredth of the invocations (p99) may take in five minutes.
   *
   * @default 80; none for the project's own functions, and where the time-out is not known
   */
  readonly nearTimeout?: number;
  /** Further metrics of which any value above 0 is a problem, by name. @default none */
  readonly problems?: Readonly<Record<string, Metric>>;
}

const PERIOD = Duration.minutes(5);
const watched = new WeakSet<IConstruct>();

/** Whether a function has {@link FunctionAlarms}. */
export const hasFunctionAlarms = (of: IConstruct): boolean => watched.has(of);

/**
 * Watches a function: errors, throttles, durations near its time-out, dead letters of the project's own functions, and further metrics.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export class FunctionAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  /** @throws ConstructError when `nearTimeout` is no percentage */
  constructor(scope: Construct, id: string, props: FunctionAlarmsProps) {
    super(scope, id);
    const { of, channels, errorsMoreThan = 0, problems = {} } = props;
    const own = of instanceof CumulogFunction;
    const target = own ? of.function : of;
    watched.add(of).add(target);
    const make = (name: string, metric: Metric, threshold = 0) => {
      const alarm = new Alarm(this, name, {
        alarmName: readableName(of, name),
        metric,
        threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: `${of.node.path}: ${name}`,
      });
      for (const channel of channels) channel.notify(alarm);
      return alarm;
    };
    const limit = this.#durationLimit(props, target);
    this.alarms = [
      make("Errors", metricOf(target, "Errors", "Sum"), errorsMoreThan),
      make("Throttles", metricOf(target, "Throttles", "Sum")),
      ...(limit === undefined ? [] : [make("NearTimeout", metricOf(target, "Duration", "p99"), limit)]),
      ...(own
        ? [
            make(
              "DeadLetters",
              of.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
                period: PERIOD,
                statistic: "Maximum",
              }),
            ),
          ]
        : []),
      ...Object.entries(problems).map(([name, metric]) => make(name, metric)),
    ];
  }

  /** Milliseconds. */
  #durationLimit(
    { of, nearTimeout, timeout }: FunctionAlarmsProps,
    target: IFunction | CfnFunction,
  ): number | undefined {
    if (nearTimeout !== undefined && !(nearTimeout > 0 && nearTimeout <= 100))
      throw new ConstructError(this, `nearTimeout is ${nearTimeout}: expected percent above 0, to 100`);
    const seconds = timeout?.toSeconds() ?? timeoutOf(target);
    if (seconds === undefined || (of instanceof CumulogFunction && nearTimeout === undefined))
      return undefined;
    return (seconds * 1_000 * (nearTimeout ?? 80)) / 100;
  }
}

/** Lambda's own when the template says nothing. */
const DEFAULT_TIMEOUT_SECONDS = 3;

/** Seconds; undefined for a function that is made elsewhere, and for a time-out that is known at deployment only. */
function timeoutOf(target: IFunction | CfnFunction): number | undefined {
  const resource = target instanceof CfnFunction ? target : target.node.defaultChild;
  if (!(resource instanceof CfnFunction)) return undefined;
  const { timeout = DEFAULT_TIMEOUT_SECONDS } = resource;
  return Token.isUnresolved(timeout) ? undefined : timeout;
}

function metricOf(target: IFunction | CfnFunction, metricName: string, statistic: string): Metric {
  if (!(target instanceof CfnFunction)) return target.metric(metricName, { period: PERIOD, statistic });
  const dimensionsMap = { FunctionName: target.ref };
  return new Metric({ namespace: "AWS/Lambda", metricName, dimensionsMap, period: PERIOD, statistic });
}

/** `shop-alerting-Channel-team-Notifier-Errors`: the stack, where it stands in it, and what is wrong. */
function readableName(of: IConstruct, problem: string): string {
  const path = of.node.path.split("/").filter((part) => part !== "");
  return [...path, problem]
    .join("-")
    .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
    .slice(-255);
}
