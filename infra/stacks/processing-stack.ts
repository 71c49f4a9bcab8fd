import { Stack, type StackProps } from "aws-cdk-lib";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { DeploymentConfiguration } from "../config.ts";
import type { AlarmReceiver } from "../constructs/alarm-receiver.ts";
import { CloudLoggingForwarder } from "../constructs/cloud-logging-forwarder.ts";
import { LogLake } from "../constructs/log-lake.ts";
import { LogPipeline } from "../constructs/log-pipeline.ts";
import { LogSearch } from "../constructs/log-search.ts";
import type { MonitoredLogGroup } from "../constructs/monitored-log-group.ts";

export interface ProcessingStackProps extends StackProps {
  readonly groups: ReadonlyMap<string, MonitoredLogGroup>;
  readonly channels: readonly AlarmReceiver[];
  readonly processing: DeploymentConfiguration["processing"];
  readonly googleCloud: DeploymentConfiguration["googleCloud"];
  readonly search: DeploymentConfiguration["search"];
  readonly lake: DeploymentConfiguration["lake"];
}

/** What is done with events beside counting them: rules, destinations, and the copy to Cloud Logging. */
export class ProcessingStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { groups, channels, processing, googleCloud, search, lake, ...props }: ProcessingStackProps,
  ) {
    super(scope, id, props);
    const logGroupsOf = (names: readonly string[]): ILogGroup[] =>
      names.map((name) => groups.get(name)!.logGroup);
    // One processor with one subscription carries all destinations of a group.
    if (processing || search || lake) {
      const pipeline = new LogPipeline(this, "Pipeline", {
        logGroups: logGroupsOf(processing?.groups ?? []),
        configuration: processing?.configuration ?? {},
        channels,
      });
      if (search)
        new LogSearch(this, "Search", {
          ...search,
          logGroups: logGroupsOf(search.groups),
          pipeline,
          channels,
        });
      if (lake)
        new LogLake(this, "Lake", { ...lake, logGroups: logGroupsOf(lake.groups), pipeline, channels });
    }
    if (googleCloud) {
      const { groups: names, ...configuration } = googleCloud;
      new CloudLoggingForwarder(this, "GoogleCloud", {
        logGroups: logGroupsOf(names),
        configuration,
        channels,
      });
    }
  }
}
