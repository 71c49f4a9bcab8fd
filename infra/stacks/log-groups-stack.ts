import { RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { LogGroupClass, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { DeploymentConfiguration } from "../config/deployment.ts";
import type { LogParsing } from "../config/parse.ts";
import { MonitoredLogGroup } from "../constructs/monitored-log-group.ts";

export interface LogGroupsStackProps extends StackProps {
  readonly groups: DeploymentConfiguration["groups"];
}

/** The log groups and streams. They have a stack of their own, so that nothing else can take them along; existing ones are found by name. */
export class LogGroupsStack extends Stack {
  /** By their names in the configuration. */
  readonly groups: ReadonlyMap<string, MonitoredLogGroup>;

  constructor(scope: Construct, id: string, { groups, ...props }: LogGroupsStackProps) {
    super(scope, id, props);
    const made = new Map<string, MonitoredLogGroup>();
    // Groups that are told of masked data come before those that tell.
    const order = Object.entries(groups).sort(
      ([, left], [, right]) =>
        Number(left.maskFindings !== undefined) - Number(right.maskFindings !== undefined),
    );
    for (const [name, group] of order) made.set(name, this.#group(name, group, made));
    this.groups = new Map(Object.keys(groups).map((name) => [name, made.get(name)!]));
  }

  #group(
    name: string,
    group: DeploymentConfiguration["groups"][string],
    made: ReadonlyMap<string, MonitoredLogGroup>,
  ): MonitoredLogGroup {
    const logGroupClass = LogGroupClass[group.class];
    if (group.existing) return MonitoredLogGroup.fromExisting(this, name, group.name, { logGroupClass });
    const findings = group.maskFindings === undefined ? undefined : made.get(group.maskFindings);
    return new MonitoredLogGroup(this, name, {
      logGroupName: group.name,
      // The enumeration's values are the days themselves.
      retention: (group.retentionDays ?? 90) as RetentionDays,
      logGroupClass,
      streams: group.streams,
      mask: group.mask,
      ...(findings && { maskFindings: findings.logGroup }),
      indexedFields: group.indexedFields,
      deletionProtection: group.deletionProtection,
      ...(group.parse !== undefined && { parse: group.parse as LogParsing }),
      removalPolicy: group.keepWhenRemoved ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(group.encrypted && { encryption: true as const }),
    });
  }
}
