import { Stack, type StackProps } from "aws-cdk-lib";
import {
  AlarmStatusWidget,
  type CustomWidget,
  Dashboard,
  LogQueryVisualizationType,
  LogQueryWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { MonitoredLogGroup } from "../constructs/monitored-log-group.ts";
import type { LogSignal } from "../constructs/signal/log-signal.ts";

export interface DashboardStackProps extends StackProps {
  readonly dashboardName: string;
  readonly groups: ReadonlyMap<string, MonitoredLogGroup>;
  readonly alarms: ReadonlyMap<string, LogSignal>;
  /** Charts of the lake. */
  readonly widgets: readonly CustomWidget[];
}

/** One page with the state of every alarm, the chart of every signal, and the newest errors of every group. */
export class DashboardStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { dashboardName, groups, alarms, widgets, ...props }: DashboardStackProps,
  ) {
    super(scope, id, props);
    const dashboard = new Dashboard(this, "Dashboard", { dashboardName });
    const all = [...alarms.values()];
    if (all.length > 0)
      dashboard.addWidgets(
        new AlarmStatusWidget({
          title: "Alarms",
          width: 24,
          alarms: all.flatMap(({ alarm, dimensionAlarms }) => [alarm, ...dimensionAlarms]),
        }),
      );
    for (let index = 0; index < all.length; index += 2)
      dashboard.addWidgets(...all.slice(index, index + 2).map(({ widget }) => widget));
    for (let index = 0; index < widgets.length; index += 2)
      dashboard.addWidgets(...widgets.slice(index, index + 2));
    for (const [name, { logGroup }] of groups)
      dashboard.addWidgets(
        new LogQueryWidget({
          title: `Newest errors of ${name}`,
          width: 24,
          view: LogQueryVisualizationType.TABLE,
          logGroupNames: [logGroup.logGroupName],
          queryLines: [
            "fields @timestamp, level, logger, message",
            'filter level in ["ERROR", "FATAL"]',
            "sort @timestamp desc",
            "limit 50",
          ],
        }),
      );
  }
}
