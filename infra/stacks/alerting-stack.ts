import { Stack, type StackProps } from "aws-cdk-lib";
import { CfnAlarmMuteRule } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { muteRule } from "cumulog/signals";
import type { DeploymentConfiguration, SignalConfiguration } from "../config/deployment.ts";
import { descriptionOf } from "../config/signal.ts";
import { AlertChannel } from "../constructs/alert-channel.ts";
import type { MonitoredLogGroup } from "../constructs/monitored-log-group.ts";
import { LogSignal } from "../constructs/signal/log-signal.ts";

export interface AlertingStackProps extends StackProps {
  readonly groups: ReadonlyMap<string, MonitoredLogGroup>;
  readonly channels: DeploymentConfiguration["channels"];
  readonly signals: DeploymentConfiguration["signals"];
  readonly mute: DeploymentConfiguration["mute"];
}

/** The channels, and for every signal its metric filter, alarm and query. */
export class AlertingStack extends Stack {
  readonly channels: ReadonlyMap<string, AlertChannel>;
  readonly alarms: ReadonlyMap<string, LogSignal>;

  constructor(
    scope: Construct,
    id: string,
    { groups, channels, signals, mute, ...props }: AlertingStackProps,
  ) {
    super(scope, id, props);
    this.channels = new Map(
      Object.entries(channels).map(([name, { encrypted, runbookUrl, ...channel }]) => [
        name,
        new AlertChannel(this, `Channel-${name}`, {
          ...channel,
          encryption: encrypted,
          ...(runbookUrl !== undefined && { runbookUrl }),
        }),
      ]),
    );
    this.alarms = new Map(
      Object.entries(signals).map(([name, signal]) => [
        name,
        this.#signal(name, signal, groups.get(signal.group)!),
      ]),
    );
    for (const [name, description] of Object.entries(mute)) this.#mute(name, description);
  }

  #signal(name: string, signal: SignalConfiguration, group: MonitoredLogGroup): LogSignal {
    const { severity, channels, runbookUrl, description, systemFields } = signal;
    return new LogSignal(this, name, {
      ...descriptionOf(signal),
      logGroup: group.logGroup,
      alarmName: name,
      metricName: name,
      severity,
      ...(systemFields && { systemFields }),
      channels: channels.map((channel) => this.channels.get(channel)!),
      ...(runbookUrl !== undefined && { runbookUrl }),
      ...(description !== undefined && { description }),
    });
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html */
  #mute(name: string, description: DeploymentConfiguration["mute"][string]): void {
    const { Rule, MuteTargets } = muteRule(name, description);
    const { Expression, Duration, Timezone } = Rule.Schedule;
    const rule = new CfnAlarmMuteRule(this, `Mute-${name}`, {
      name,
      rule: {
        schedule: {
          expression: Expression,
          duration: Duration,
          ...(Timezone !== undefined && { timezone: Timezone }),
        },
      },
      muteTargets: { alarmNames: [...MuteTargets!.AlarmNames] },
    });
    rule.node.addDependency(...description.signals.map((signal) => this.alarms.get(signal)!));
  }
}
