import { arnOf } from "../../kernel/arn.ts";
import { jsonText } from "../../kernel/json-text.ts";
import {
  changes,
  type Properties,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "../../kernel/resource-type.ts";

/** Alarms have the same members in the template and in the API. */
function alarmType(operation: "PutMetricAlarm" | "PutCompositeAlarm" | "PutLogAlarm"): ResourceType {
  const put = async (properties: Properties, { call, cloud }: ResourceContext, name: string) => {
    await call("monitoring", operation, { ...properties, AlarmName: name });
    return {
      id: name,
      attributes: { Arn: arnOf(cloud, "cloudwatch", `alarm:${name}`) },
    };
  };
  return {
    create: (properties, context) =>
      put(properties, context, String(properties["AlarmName"] ?? context.generateName())),
    update: (properties, existing, context) => put(properties, context, existing.id),
    replaces: changes("AlarmName"),
    async read({ id }, { call }) {
      const { MetricAlarms, CompositeAlarms, LogAlarms } = await call<Record<string, Properties[]>>(
        "monitoring",
        "DescribeAlarms",
        { AlarmNames: [id], AlarmTypes: ["MetricAlarm", "CompositeAlarm", "LogAlarm"] },
      );
      return [MetricAlarms, CompositeAlarms, LogAlarms].flatMap((alarms) => alarms ?? [])[0];
    },
    delete: (existing, { call }) =>
      unlessGone(call("monitoring", "DeleteAlarms", { AlarmNames: [existing.id] })),
  };
}

async function putMuteRule(properties: Properties, { call, cloud }: ResourceContext, Name: string) {
  await call("monitoring", "PutAlarmMuteRule", { ...properties, Name });
  const Arn = arnOf(cloud, "cloudwatch", `alarm-mute-rule:${Name}`);
  return { id: Name, attributes: { Arn, AlarmMuteRuleArn: Arn } };
}

const muteRule: ResourceType = {
  create: (properties, context) =>
    putMuteRule(properties, context, String(properties["Name"] ?? context.generateName())),
  update: (properties, existing, context) => putMuteRule(properties, context, existing.id),
  replaces: changes("Name"),
  delete: (existing, { call }) =>
    unlessGone(call("monitoring", "DeleteAlarmMuteRule", { AlarmMuteRuleName: existing.id })),
};

async function putDashboard(properties: Properties, { call }: ResourceContext, name: string) {
  const body = properties["DashboardBody"];
  const DashboardBody = jsonText(body);
  await call("monitoring", "PutDashboard", { DashboardName: name, DashboardBody });
  return { id: name, attributes: {} };
}

const dashboard: ResourceType = {
  create: (properties, context) =>
    putDashboard(properties, context, String(properties["DashboardName"] ?? context.generateName())),
  update: (properties, existing, context) => putDashboard(properties, context, existing.id),
  replaces: changes("DashboardName"),
  delete: (existing, { call }) =>
    unlessGone(call("monitoring", "DeleteDashboards", { DashboardNames: [existing.id] })),
};

/** What tells a detector from others: all but how it learns. */
const identityOf = ({ Configuration: _configuration, ...identity }: Properties) => identity;

const anomalyDetector: ResourceType = {
  async create(properties, { call, generateName }) {
    await call("monitoring", "PutAnomalyDetector", { ...properties });
    return { id: generateName(), attributes: {} };
  },
  replaces: (properties, former) =>
    JSON.stringify(identityOf(properties)) !== JSON.stringify(identityOf(former)),
  async update(properties, existing, { call }) {
    await call("monitoring", "PutAnomalyDetector", { ...properties });
    return existing;
  },
  delete: (_existing, { call }, properties) =>
    unlessGone(call("monitoring", "DeleteAnomalyDetector", identityOf(properties))),
};

export const CLOUDWATCH_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::CloudWatch::Alarm": alarmType("PutMetricAlarm"),
  "AWS::CloudWatch::CompositeAlarm": alarmType("PutCompositeAlarm"),
  "AWS::CloudWatch::LogAlarm": alarmType("PutLogAlarm"),
  "AWS::CloudWatch::AlarmMuteRule": muteRule,
  "AWS::CloudWatch::Dashboard": dashboard,
  "AWS::CloudWatch::AnomalyDetector": anomalyDetector,
};
