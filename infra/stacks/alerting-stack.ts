import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { DeploymentConfiguration, SignalConfiguration } from "../config.ts";
import { AlertChannel } from "../constructs/alert-channel.ts";
import { LogAlarm } from "../constructs/log-alarm.ts";
import type { MonitoredLogGroup } from "../constructs/monitored-log-group.ts";

export interface AlertingStackProps extends StackProps {
  readonly groups: ReadonlyMap<string, MonitoredLogGroup>;
  readonly channels: DeploymentConfiguration["channels"];
  readonly signals: DeploymentConfiguration["signals"];
}

/** The channels, and for every signal its metric filter, alarm and query. */
export class AlertingStack extends Stack {
  readonly channels: ReadonlyMap<string, AlertChannel>;
  readonly alarms: ReadonlyMap<string, LogAlarm>;

  constructor(scope: Construct, id: string, { groups, channels, signals, ...props }: AlertingStackProps) {
    super(scope, id, props);
    this.channels = new Map(
      Object.entries(channels).map(([name, { encrypted, runbookUrl, ...channel }]) => [
        name,
        new AlertChannel(this, `Channel-${name}`, {
          ...channel,
          ...(encrypted && { encryption: true as const }),
          ...(runbookUrl !== undefined && { runbookUrl }),
        }),
      ]),
    );
    this.alarms = new Map(
      Object.entries(signals).map(([name, signal]) => [
        name,
        this.#alarm(name, signal, groups.get(signal.group)!),
      ]),
    );
  }

  #alarm(name: string, signal: SignalConfiguration, group: MonitoredLogGroup): LogAlarm {
    const { level, pattern, runbookUrl, description, dimensions } = signal;
    return new LogAlarm(this, name, {
      logGroup: group.logGroup,
      alarmName: name,
      metricName: name,
      moreThan: signal.moreThan,
      within: Duration.seconds(signal.within),
      windows: signal.windows,
      severity: signal.severity,
      channels: signal.channels.map((channel) => this.channels.get(channel)!),
      alarmFor: signal.alarmFor,
      ...(level !== undefined && { level }),
      ...(pattern !== undefined && { pattern }),
      ...(runbookUrl !== undefined && { runbookUrl }),
      ...(description !== undefined && { description }),
      ...(dimensions !== undefined && { dimensions }),
    });
  }
}
