import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import type { CumulogFunction } from "./cumulog-function.ts";

/** Properties of {@link FunctionAlarms}. */
export interface FunctionAlarmsProps {
  readonly of: CumulogFunction;
  readonly channels: readonly AlarmReceiver[];
  /** Further metrics of which any value above 0 is a problem, by name. @default none */
  readonly problems?: Readonly<Record<string, Metric>>;
}

/** Watches one of the project's own functions: errors, throttles, dead letters, and what the function itself counts. */
export class FunctionAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { of, channels, problems = {} }: FunctionAlarmsProps) {
    super(scope, id);
    const period = Duration.minutes(5);
    const metrics: Record<string, Metric> = {
      Errors: of.function.metricErrors({ period }),
      Throttles: of.function.metricThrottles({ period }),
      DeadLetters: of.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
        period,
        statistic: "Maximum",
      }),
      ...problems,
    };
    this.alarms = Object.entries(metrics).map(([name, metric]) => {
      const alarm = new Alarm(this, name, {
        alarmName: readableName(of, name),
        metric,
        threshold: 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: `${of.node.path}: ${name}`,
      });
      for (const channel of channels) channel.notify(alarm);
      return alarm;
    });
  }
}

/** `shop-alerting-Channel-team-Notifier-Errors`: the stack, where it stands in it, and what is wrong. */
function readableName(of: CumulogFunction, problem: string): string {
  const path = of.node.path.split("/").filter((part) => part !== "");
  return [...path, problem]
    .join("-")
    .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
    .slice(-255);
}
