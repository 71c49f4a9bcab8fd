import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  GraphWidget,
  type IAlarmAction,
  type IWidget,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { CfnMetricFilter, type ILogGroup, QueryDefinition, QueryString } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { LevelName } from "cumulog";
import { FIELDS, levelPattern } from "cumulog";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { checkMetricFilter } from "./checked-metric-filter.ts";
import { checkPattern } from "./checked-pattern.ts";
import { ConstructError } from "./construct-error.ts";

export interface LogAlarmProps {
  readonly logGroup: ILogGroup;
  /** Counts records at or above this level, as the library formats them. Give this or `pattern`. @default "error" */
  readonly level?: LevelName;
  /** Counts events that match this filter pattern. */
  readonly pattern?: string;
  /** The alarm goes off when there are more than this many matching events within `within`. @default 0 */
  readonly moreThan?: number;
  /** Length of the window in which events are counted. @default five minutes */
  readonly within?: Duration;
  /** How many of how many windows must be over the limit. @default 1 of 1 */
  readonly windows?: { readonly over: number; readonly of: number };
  /** What windows without any event mean. @default NOT_BREACHING */
  readonly missingData?: TreatMissingData;
  /** Where the alarm reports to, going off and coming back. @default nowhere */
  readonly channels?: readonly AlarmReceiver[];
  /** Further actions when the alarm goes off. @default none */
  readonly actions?: readonly IAlarmAction[];
  /** `"critical"`, `"warning"` …: stands in the alarm's description for the notifier. @default none */
  readonly severity?: string;
  /** @default made of the other options */
  readonly description?: string;
  /** Link that the notification shows. @default none */
  readonly runbookUrl?: string;
  /** @default made by CloudFormation */
  readonly alarmName?: string;
  /** @default "Cumulog" */
  readonly metricNamespace?: string;
  /** @default the construct's path, without separators */
  readonly metricName?: string;
  /**
   * Also counts by the values of these members, as a metric `<metricName>By<names>` for dashboards: dimension name →
   * selector such as `$.route`. Needs a JSON or space-delimited pattern; each distinct value is a metric that costs.
   *
   * @default none
   */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Adds an alarm of its own for each of these sets of dimension values. Needs `dimensions`. @default none */
  readonly alarmFor?: readonly Readonly<Record<string, string>>[];
}

/**
 * One intent, "more than 5 errors in 5 minutes", as a metric filter, a metric, an alarm with its actions, a dashboard
 * widget and a saved query that shows the events behind it.
 */
export class LogAlarm extends Construct {
  readonly pattern: string;
  readonly metric: Metric;
  readonly alarm: Alarm;
  /** One for each element of `alarmFor`. */
  readonly dimensionAlarms: readonly Alarm[];
  /** Chart of the metric with the alarm's threshold. */
  readonly widget: IWidget;
  readonly query: QueryDefinition;

  /** @throws ConstructError when the pattern or a limit is wrong, or the filter could not be deployed */
  constructor(scope: Construct, id: string, props: LogAlarmProps) {
    super(scope, id);
    if (props.level !== undefined && props.pattern !== undefined)
      throw new ConstructError(this, "give a level or a pattern, not both");
    const { over, of } = props.windows ?? { over: 1, of: 1 };
    if (!(over >= 1 && over <= of))
      throw new ConstructError(this, `windows: ${over} of ${of}: expected 1 ≤ over ≤ of`);
    this.pattern = props.pattern ?? levelPattern(props.level ?? "error");
    checkPattern(this, this.pattern);
    const namespace = props.metricNamespace ?? "Cumulog";
    const metricName = props.metricName ?? this.node.path.replaceAll(/[^A-Za-z0-9_-]/g, "");
    const period = props.within ?? Duration.minutes(5);

    this.#filter("Filter", props.logGroup, { namespace, metricName, defaultValue: 0 });
    this.metric = new Metric({ namespace, metricName, period, statistic: "Sum" });
    this.alarm = this.#alarm("Alarm", this.metric, props, props.alarmName);
    this.dimensionAlarms = this.#dimensions(props, namespace, metricName);
    this.widget = new GraphWidget({
      title: this.#title(props),
      left: [this.metric],
      leftAnnotations: [this.alarm.toAnnotation()],
      width: 12,
    });
    this.query = new QueryDefinition(this, "Query", {
      queryDefinitionName: `Cumulog/${this.node.path}`,
      logGroups: [props.logGroup],
      queryString: this.#queryString(props),
    });
  }

  #filter(
    id: string,
    logGroup: ILogGroup,
    metric: {
      namespace: string;
      metricName: string;
      defaultValue?: number;
      dimensions?: Readonly<Record<string, string>>;
    },
  ): void {
    const { namespace, metricName, defaultValue, dimensions } = metric;
    checkMetricFilter(this, { pattern: this.pattern, namespace, metricName, defaultValue, dimensions });
    new CfnMetricFilter(this, id, {
      logGroupName: logGroup.logGroupName,
      filterPattern: this.pattern,
      metricTransformations: [
        {
          metricNamespace: namespace,
          metricName,
          metricValue: "1",
          unit: "Count",
          ...(defaultValue !== undefined && { defaultValue }),
          ...(dimensions && {
            dimensions: Object.entries(dimensions).map(([key, value]) => ({ key, value })),
          }),
        },
      ],
    });
  }

  #alarm(id: string, metric: Metric, props: LogAlarmProps, alarmName: string | undefined): Alarm {
    const { over, of } = props.windows ?? { over: 1, of: 1 };
    const alarm = new Alarm(this, id, {
      metric,
      threshold: props.moreThan ?? 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: of,
      datapointsToAlarm: over,
      treatMissingData: props.missingData ?? TreatMissingData.NOT_BREACHING,
      alarmDescription: this.#description(props),
      ...(alarmName !== undefined && { alarmName }),
    });
    for (const channel of props.channels ?? []) channel.notify(alarm);
    for (const action of props.actions ?? []) alarm.addAlarmAction(action);
    return alarm;
  }

  #dimensions(props: LogAlarmProps, namespace: string, metricName: string): Alarm[] {
    const { dimensions, alarmFor = [] } = props;
    if (!dimensions) {
      if (alarmFor.length > 0) throw new ConstructError(this, "alarmFor needs dimensions");
      return [];
    }
    const names = Object.keys(dimensions);
    const byName = `${metricName}By${names.join("And")}`;
    this.#filter("DimensionFilter", props.logGroup, { namespace, metricName: byName, dimensions });
    return alarmFor.map((values, index) => {
      if (names.some((name) => values[name] === undefined) || Object.keys(values).length !== names.length)
        throw new ConstructError(
          this,
          `alarmFor[${index}] must give a value for each of ${names.join(", ")}`,
        );
      const metric = new Metric({
        namespace,
        metricName: byName,
        period: this.metric.period,
        statistic: "Sum",
        dimensionsMap: { ...values },
      });
      return this.#alarm(`Alarm${Object.values(values).join("-")}`, metric, props, undefined);
    });
  }

  #title({ moreThan = 0, within = Duration.minutes(5) }: LogAlarmProps): string {
    return `${this.node.id}: more than ${moreThan} in ${within.toHumanString()}`;
  }

  /** The notifier reads `severity:` and `runbook:` from the description. */
  #description(props: LogAlarmProps): string {
    return [
      props.description ?? this.#title(props),
      props.severity === undefined ? undefined : `severity: ${props.severity}`,
      props.runbookUrl === undefined ? undefined : `runbook: ${props.runbookUrl}`,
    ]
      .filter((line) => line !== undefined)
      .join("\n");
  }

  #queryString(props: LogAlarmProps): QueryString {
    const levels = /"([A-Z]+)"/g;
    const filterStatements =
      props.pattern === undefined
        ? [`${FIELDS.level} in [${[...this.pattern.matchAll(levels)].map(([quoted]) => quoted).join(", ")}]`]
        : [];
    return new QueryString({
      fields: ["@timestamp", "@logStream", FIELDS.level, FIELDS.logger, FIELDS.message, "@message"],
      ...(filterStatements.length > 0 && { filterStatements }),
      sort: "@timestamp desc",
      limit: 100,
    });
  }
}
