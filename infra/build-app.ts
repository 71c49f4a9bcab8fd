import type { App, Environment } from "aws-cdk-lib";
import type { DeploymentConfiguration } from "./config/deployment.ts";
import { AlertingStack } from "./stacks/alerting-stack.ts";
import { DashboardStack } from "./stacks/dashboard-stack.ts";
import { LogGroupsStack } from "./stacks/log-groups-stack.ts";
import { ProcessingStack } from "./stacks/processing-stack.ts";

/** Builds the stacks of a configuration: groups, alerting, processing where configured, and the dashboard. */
export function buildApp(
  app: App,
  configuration: DeploymentConfiguration,
  env: Environment = environmentOf(),
): void {
  const {
    service,
    groups,
    channels,
    signals,
    mute,
    processing,
    googleCloud,
    search,
    anomalies,
    lake,
    dashboard,
  } = configuration;
  const prefix = service.replaceAll(/[^A-Za-z0-9-]/g, "-");
  const { groups: logGroups } = new LogGroupsStack(app, `${prefix}-log-groups`, { env, groups });
  const alerting = new AlertingStack(app, `${prefix}-alerting`, {
    env,
    groups: logGroups,
    channels,
    signals,
    mute,
  });
  let widgets: ProcessingStack["widgets"] = [];
  if (processing || googleCloud || search || anomalies || lake)
    ({ widgets } = new ProcessingStack(app, `${prefix}-processing`, {
      env,
      groups: logGroups,
      channels: alerting.channels,
      processing,
      googleCloud,
      search,
      anomalies,
      lake,
    }));
  if (dashboard)
    new DashboardStack(app, `${prefix}-dashboard`, {
      env,
      dashboardName: prefix,
      groups: logGroups,
      alarms: alerting.alarms,
      widgets,
    });
}

/** Account and region as the CDK command line knows them; without them the stacks deploy anywhere. */
function environmentOf(): Environment {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
}
