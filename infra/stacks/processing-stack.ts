import { Stack, type StackProps } from "aws-cdk-lib";
import type { CustomWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { DeploymentConfiguration } from "../config/deployment.ts";
import type { AlarmReceiver } from "../constructs/alarm-receiver.ts";
import { CloudLoggingForwarder } from "../constructs/cloud-logging-forwarder.ts";
import { LakeReport } from "../constructs/lake/lake-report.ts";
import { LakeWidget } from "../constructs/lake/lake-widget.ts";
import { LogLake } from "../constructs/lake/log-lake.ts";
import { LogAnomalies } from "../constructs/log-anomalies.ts";
import { LogPipeline } from "../constructs/log-pipeline.ts";
import { LogSearch } from "../constructs/log-search.ts";
import type { MonitoredLogGroup } from "../constructs/monitored-log-group.ts";

export interface ProcessingStackProps extends StackProps {
  readonly groups: ReadonlyMap<string, MonitoredLogGroup>;
  readonly channels: ReadonlyMap<string, AlarmReceiver>;
  readonly processing: DeploymentConfiguration["processing"];
  readonly googleCloud: DeploymentConfiguration["googleCloud"];
  readonly search: DeploymentConfiguration["search"];
  readonly anomalies: DeploymentConfiguration["anomalies"];
  readonly lake: DeploymentConfiguration["lake"];
}

/** What is done with events beside counting them: rules, destinations, and the copy to Cloud Logging. */
export class ProcessingStack extends Stack {
  /** Charts of the lake for dashboards. */
  readonly widgets: readonly CustomWidget[] = [];

  constructor(
    scope: Construct,
    id: string,
    {
      groups,
      channels: named,
      processing,
      googleCloud,
      search,
      anomalies,
      lake,
      ...props
    }: ProcessingStackProps,
  ) {
    super(scope, id, props);
    const channels = [...named.values()];
    const ownAnomalies = anomalies !== undefined && anomalies.engine !== "aws";
    const logGroupsOf = (names: readonly string[]): ILogGroup[] =>
      names.map((name) => groups.get(name)!.logGroup);
    // One processor with one subscription carries all destinations of a group.
    let pipeline: LogPipeline | undefined;
    if (processing || search || lake || ownAnomalies) {
      pipeline = new LogPipeline(this, "Pipeline", {
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
      if (lake) this.widgets = this.#lake(lake, logGroupsOf(lake.groups), pipeline, named);
    }
    if (anomalies) {
      const chosen = anomalies.channels.map((channel) => named.get(channel)!);
      new LogAnomalies(this, "Anomalies", {
        ...anomalies,
        logGroups: logGroupsOf(anomalies.groups),
        channels: chosen.length > 0 ? chosen : channels,
        pipeline,
      });
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

  #lake(
    { report, widgets = [], ...lake }: NonNullable<DeploymentConfiguration["lake"]>,
    logGroups: readonly ILogGroup[],
    pipeline: LogPipeline,
    named: ReadonlyMap<string, AlarmReceiver>,
  ): CustomWidget[] {
    const channels = [...named.values()];
    const made = new LogLake(this, "Lake", { ...lake, logGroups, pipeline, channels });
    if (report) {
      const chosen = report.channels.map((channel) => named.get(channel)!);
      new LakeReport(this, "LakeReport", {
        ...report,
        lake: made,
        channels: chosen.length > 0 ? chosen : channels,
      });
    }
    if (widgets.length === 0) return [];
    const drawing = new LakeWidget(this, "LakeWidget", { lake: made });
    return widgets.map((query) => drawing.widget(query));
  }
}
