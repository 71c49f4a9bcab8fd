import { AspectPriority, Aspects, type IAspect } from "aws-cdk-lib";
import { CfnFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct, IConstruct } from "constructs";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { ConstructError } from "./construct-error.ts";
import { CumulogFunction } from "./cumulog-function.ts";
import { FunctionAlarms, hasFunctionAlarms } from "./function-alarms.ts";
import { type FunctionLogLevel, keepFunctionLog, setFunctionLogLevel } from "./function-log.ts";
import { LogExtension } from "./log-extension.ts";

/** Options of {@link MonitorFunctions}. */
export interface MonitorFunctionsProps {
  /** Where the alarms report to; in a stack of the same app or stage. */
  readonly channels: readonly AlarmReceiver[];
  /** Functions that are left alone: constructs or their paths (`"Shop/Jobs"`), with everything below. @default none */
  readonly exclude?: readonly (IConstruct | string)[];
  /** Failed invocations in five minutes of which one more is a problem. @default 0 */
  readonly errorsMoreThan?: number;
  /** Percent of the time-out that p99 of the durations may reach in five minutes. @default 80 */
  readonly nearTimeout?: number;
  /**
   * How long the logs of functions are kept that say nothing of it: they get a log group of their own, and the grant to write there.
   * A function that has a log group or a retention keeps it; `false` leaves all as they are.
   *
   * @default three months
   */
  readonly retention?: RetentionDays | false;
  /**
   * The least severe records that are kept, for functions that say nothing of it. Lambda writes their logs as JSON then, as it knows
   * levels in no other format.
   *
   * @default as the functions are
   * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
   */
  readonly logLevel?: FunctionLogLevel;
  /** Runs beside every function of Node.js 22 or newer; others are left without it. @default none */
  readonly extension?: LogExtension;
}

/**
 * Watches every Lambda function of an app, a stage, a stack or a part of it, also those that are added later: alarms on errors,
 * throttles and durations near the time-out, the retention of its log, its log level. Functions that have `FunctionAlarms` already, those of
 * this package among them, are left alone, and so are the functions that CDK makes for its own custom resources.
 */
export class MonitorFunctions implements IAspect {
  readonly #props: MonitorFunctionsProps;
  readonly #alarms: FunctionAlarms[] = [];
  readonly #unmatched: Set<IConstruct | string>;

  /** Watches the functions in this scope when the app is synthesized. */
  static of(scope: IConstruct, props: MonitorFunctionsProps): MonitorFunctions {
    const monitor = new MonitorFunctions(props);
    Aspects.of(scope).add(monitor, { priority: AspectPriority.MUTATING });
    scope.node.addValidation({
      validate: () =>
        [...monitor.#unmatched].map(
          (excluded) =>
            `MonitorFunctions: there is no function at "${pathOf(excluded)}", which exclude names; expected a construct or its path`,
        ),
    });
    return monitor;
  }

  private constructor(props: MonitorFunctionsProps) {
    this.#props = props;
    this.#unmatched = new Set(props.exclude);
  }

  /** What was made, after the synthesis. */
  get alarms(): readonly FunctionAlarms[] {
    return this.#alarms;
  }

  /** Called by CDK for every construct. @throws ConstructError when an option is wrong */
  visit(node: IConstruct): void {
    if (!(node instanceof CfnFunction)) return;
    const { scope } = node.node;
    const made = scope instanceof LambdaFunction && scope.node.defaultChild === node ? scope : node;
    if (this.#isExcluded(made) || hasFunctionAlarms(made)) return;
    if (made.node.scopes.some((above) => above instanceof CumulogFunction)) return;
    const place = (made === node ? scope : made) as Construct;
    const prefix = made === node ? node.node.id : "";
    const {
      retention = RetentionDays.THREE_MONTHS,
      logLevel,
      extension,
      exclude: _exclude,
      ...alarms
    } = this.#props;
    if (place.node.tryFindChild(`${prefix}Monitoring`))
      throw new ConstructError(
        place,
        `the name ${prefix}Monitoring is taken: leave the function out with exclude`,
      );
    this.#alarms.push(new FunctionAlarms(place, `${prefix}Monitoring`, { of: made, ...alarms }));
    if (retention !== false) keepFunctionLog(place, `${prefix}MonitoredLog`, { of: made, retention });
    if (logLevel !== undefined) setFunctionLogLevel(node, logLevel);
    if (made instanceof LambdaFunction && LogExtension.supports(made)) extension?.addTo(made);
  }

  #isExcluded({ node }: IConstruct): boolean {
    const by = (this.#props.exclude ?? []).filter((excluded) => {
      const path = pathOf(excluded);
      return node.path === path || node.path.startsWith(`${path}/`);
    });
    for (const excluded of by) this.#unmatched.delete(excluded);
    return by.length > 0;
  }
}

const pathOf = (excluded: IConstruct | string): string =>
  typeof excluded === "string" ? excluded : excluded.node.path;
