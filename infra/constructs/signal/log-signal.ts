import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  AlarmRule,
  CompositeAlarm,
  GraphWidget,
  type IAlarm,
  type IAlarmAction,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  type TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { CfnQueryDefinition, type ILogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { FIELDS } from "cumulog";
import { insightsStages } from "cumulog/semantics/pattern";
import {
  readSignal,
  type Signal,
  type SignalDescription,
  SignalError,
  type SignalResources,
  signalResources,
} from "cumulog/signals";
import type { AlarmReceiver, AnyAlarm } from "../alarm-receiver.ts";
import { ConstructError } from "../construct-error.ts";
import { QueryAlarm } from "./query-alarm.ts";
import { alarmMetric, signalAlarm } from "./signal-alarm.ts";
import { signalFilter } from "./signal-filter.ts";
import { signalTitle } from "./signal-title.ts";
import { type SystemField, withSystemFields } from "./system-fields.ts";

/** What to know of a log group, in the words of `cumulog.yaml`; durations may also be CDK's. */
export interface LogSignalProps
  extends Omit<
    SignalDescription,
    "within" | "silence" | `p${number}` | `t${string}${number}` | `wm${number}`
  > {
  readonly logGroup: ILogGroup;
  /** Length of the window in which events are counted. @default five minutes */
  readonly within?: Duration | string | undefined;
  /** Goes off when there was no such event for this long. */
  readonly silence?: Duration | string | undefined;
  /** What windows without any event mean. @default what fits the kind of signal, mostly NOT_BREACHING */
  readonly missingData?: TreatMissingData | undefined;
  /** Where the alarm reports to, going off and coming back. @default nowhere */
  readonly channels?: readonly AlarmReceiver[] | undefined;
  /** Further actions when the alarm goes off; not of a query. @default none */
  readonly actions?: readonly IAlarmAction[] | undefined;
  /** `"critical"`, `"warning"` …: stands in the alarm's description for the notifier. @default none */
  readonly severity?: string | undefined;
  /** @default made of the other options */
  readonly description?: string | undefined;
  /** Link that the notification shows. @default none */
  readonly runbookUrl?: string | undefined;
  /**
   * System fields that become dimensions of the metric, for groups that hold events of several accounts or Regions; the alarm looks at
   * those of the stack's own. @default none
   */
  readonly systemFields?: readonly SystemField[] | undefined;
  /** @default the construct's path, joined by "-" */
  readonly alarmName?: string | undefined;
  /** @default "Cumulog" */
  readonly metricNamespace?: string | undefined;
  /** @default the construct's path, without separators */
  readonly metricName?: string | undefined;
  /** The limit of a statistic of `value`, such as `p99: "> 2s"`. */
  readonly [statistic: `p${number}`]: string | number | undefined;
  readonly [trimmed: `tm${number}`]: string | number | undefined;
  readonly [trimmedCount: `tc${number}`]: string | number | undefined;
  readonly [trimmedSum: `ts${number}`]: string | number | undefined;
  readonly [winsorized: `wm${number}`]: string | number | undefined;
}

const OWN = new Set<string>([
  "logGroup",
  "missingData",
  "channels",
  "actions",
  "severity",
  "description",
  "runbookUrl",
  "alarmName",
  "metricNamespace",
  "metricName",
  "systemFields",
]);

/**
 * One intent, such as "more than 5 errors in 5 minutes", "p99 over 2 seconds", "nothing for ten minutes", as metric filters, alarms
 * with their actions, a dashboard widget and a saved query that shows the events behind it.
 */
export class LogSignal extends Construct {
  /** What the description was read as. */
  readonly signal: Signal;
  /** The pattern of the events that count; empty for all, and for a query. */
  readonly pattern: string;
  /** What the alarm looks at; undefined for a query and a budget. */
  readonly metric: IMetric | undefined;
  /** The alarm that tells people. */
  readonly alarm: IAlarm;
  /** One for each element of `alarmFor`. */
  readonly dimensionAlarms: readonly Alarm[];
  /** Chart of the metric with the alarm's threshold, or of the query. */
  readonly widget: IWidget;
  readonly query: CfnQueryDefinition;
  readonly #props: LogSignalProps;

  /** @throws ConstructError when the description is wrong, or a filter could not be deployed */
  constructor(scope: Construct, id: string, props: LogSignalProps) {
    super(scope, id);
    this.#props = props;
    this.signal = this.#read();
    this.pattern = patternOf(this.signal);
    const { logGroup, systemFields = [] } = props;
    const resources = signalResources(this.signal, {
      name: props.metricName ?? this.node.path.replaceAll(/[^A-Za-z0-9_-]/g, ""),
      alarmName: props.alarmName ?? this.node.path.replaceAll(/[^A-Za-z0-9_-]+/g, "-"),
      logGroupName: logGroup.logGroupName,
      ...(props.metricNamespace !== undefined && { namespace: props.metricNamespace }),
    });
    const made = withSystemFields(resources, systemFields);
    for (const [index, definition] of made.metricFilters.entries())
      signalFilter(this, index === 0 ? "Filter" : filterId(this.signal), {
        definition,
        logGroup,
        systemFields,
      });
    const [alarm, ...others] = this.#alarms(made);
    for (const channel of props.channels ?? []) channel.read?.(logGroup);
    this.alarm = alarm!;
    this.dimensionAlarms = others;
    const [first] = made.metricAlarms;
    this.metric = first && made.compositeAlarms.length === 0 ? alarmMetric(first) : undefined;
    this.query = new CfnQueryDefinition(this, "Query", {
      name: `Cumulog/${this.node.path}`,
      logGroupNames: [logGroup.logGroupName],
      queryString: this.#queryString(),
    });
    this.widget = this.#widget(made);
  }

  #read(): Signal {
    const { within, silence } = this.#props;
    const description: Record<string, unknown> = Object.fromEntries(
      Object.entries(this.#props).filter(([member]) => !OWN.has(member)),
    );
    if (within instanceof Duration) description["within"] = `${within.toSeconds()}s`;
    if (silence instanceof Duration) description["silence"] = `${silence.toSeconds()}s`;
    try {
      return readSignal(description as SignalDescription);
    } catch (cause) {
      if (!(cause instanceof SignalError)) throw cause;
      const at = cause.path.length > 0 ? `${cause.path.join(".")}: ` : "";
      throw new ConstructError(this, `${at}${cause.message}`, { cause });
    }
  }

  /** The reporting alarm first, then those by dimensions. */
  #alarms(made: SignalResources): [IAlarm, ...Alarm[]] {
    const alarmDescription = this.#description();
    const { missingData, logGroup } = this.#props;
    const [logAlarm] = made.logAlarms;
    if (logAlarm) {
      const { alarm } = new QueryAlarm(this, "Alarm", { definition: logAlarm, logGroup, alarmDescription });
      this.#report(alarm);
      return [Alarm.fromAlarmArn(this, "QueryAlarm", alarm.attrArn)];
    }
    const [composite] = made.compositeAlarms;
    const alarms = made.metricAlarms.map((definition, index) => {
      const suffix = definition.AlarmName.slice(made.reporting[0]!.length).replace(/^-/, "");
      const id = composite
        ? `Alarm-${suffix}`
        : index === 0
          ? "Alarm"
          : `Alarm${dimensionId(definition.Dimensions)}`;
      return signalAlarm(this, id, definition, { alarmDescription, missingData });
    });
    if (!composite) {
      for (const alarm of alarms) this.#report(alarm);
      return alarms as [Alarm, ...Alarm[]];
    }
    const alarm = new CompositeAlarm(this, "Alarm", {
      compositeAlarmName: composite.AlarmName,
      alarmDescription,
      alarmRule: AlarmRule.fromString(composite.AlarmRule),
    });
    // The rule names them, which CloudFormation does not see.
    alarm.node.addDependency(...alarms);
    this.#report(alarm);
    return [alarm];
  }

  #report(alarm: AnyAlarm): void {
    for (const channel of this.#props.channels ?? []) channel.notify(alarm);
    if (!("addAlarmAction" in alarm)) {
      if ((this.#props.actions ?? []).length > 0)
        throw new ConstructError(this, "the alarm of a query takes channels, but no actions");
      return;
    }
    for (const action of this.#props.actions ?? []) alarm.addAlarmAction(action);
  }

  #widget(made: SignalResources): IWidget {
    const title = signalTitle(this.node.id, this.signal);
    if (this.metric && this.alarm instanceof Alarm)
      return new GraphWidget({
        title,
        left: [this.metric],
        leftAnnotations: [this.alarm.toAnnotation()],
        width: 12,
      });
    if (made.compositeAlarms.length > 0)
      return new GraphWidget({ title, left: made.metricAlarms.map(alarmMetric), width: 12 });
    return new LogQueryWidget({
      title,
      width: 12,
      view: LogQueryVisualizationType.TABLE,
      logGroupNames: [this.#props.logGroup.logGroupName],
      queryString: this.signal.kind === "query" ? this.signal.query : "",
    });
  }

  /** The notifier reads `severity:` and `runbook:` from the description. */
  #description(): string {
    const { description, severity, runbookUrl } = this.#props;
    return [
      description ?? signalTitle(this.node.id, this.signal),
      severity === undefined ? undefined : `severity: ${severity}`,
      runbookUrl === undefined ? undefined : `runbook: ${runbookUrl}`,
    ]
      .filter((line) => line !== undefined)
      .join("\n");
  }

  /** What a query can say of the pattern; the events of what it cannot are all there. */
  #queryString(): string {
    if (this.signal.kind === "query") return this.signal.query;
    const stages = insightsStages(this.pattern) ?? [];
    const fields = ["@timestamp", "@logStream", FIELDS.level, FIELDS.logger, FIELDS.message, "@message"];
    return [`fields ${fields.join(", ")}`, ...stages, "sort @timestamp desc", "limit 100"].join("\n| ");
  }
}

function patternOf(signal: Signal): string {
  if (signal.kind === "query") return "";
  return signal.kind === "ratio" || signal.kind === "budget" ? signal.of : signal.pattern;
}

/** Of the filter behind the first. */
const filterId = ({ kind }: Signal): string =>
  kind === "ratio" || kind === "budget" ? "AllFilter" : "DimensionFilter";

const dimensionId = (dimensions: readonly { readonly Value: string }[] = []): string =>
  dimensions.map(({ Value }) => Value).join("-");
