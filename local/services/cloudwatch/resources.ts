import { arnOf } from "../../kernel/arn.ts";
import {
  changes,
  type Properties,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "../../kernel/resource-type.ts";

const NUMBERS = [
  "Threshold",
  "Period",
  "EvaluationPeriods",
  "DatapointsToAlarm",
  "ActionsSuppressorWaitPeriod",
  "ActionsSuppressorExtensionPeriod",
];

/** Alarms have the same members in the template and in the API; templates may write numbers and booleans as text. */
function alarmInput(properties: Properties, AlarmName: string): Record<string, unknown> {
  const input: Record<string, unknown> = { ...properties, AlarmName };
  for (const name of NUMBERS) if (input[name] !== undefined) input[name] = Number(input[name]);
  if (input["ActionsEnabled"] !== undefined)
    input["ActionsEnabled"] = String(input["ActionsEnabled"]) === "true";
  return input;
}

function alarmType(
  operation: "PutMetricAlarm" | "PutCompositeAlarm" | "PutLogAlarm",
  inputOf: typeof alarmInput = alarmInput,
): ResourceType {
  const put = async (properties: Properties, { call, cloud }: ResourceContext, name: string) => {
    await call("monitoring", operation, inputOf(properties, name));
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
    delete: (existing, { call }) =>
      unlessGone(call("monitoring", "DeleteAlarms", { AlarmNames: [existing.id] })),
  };
}

const LOG_NUMBERS = ["Threshold", "QueryResultsToEvaluate", "QueryResultsToAlarm", "ActionLogLineCount"];

/** A log alarm's query has a schedule whose offsets are numbers too. */
function logAlarmInput(properties: Properties, AlarmName: string): Record<string, unknown> {
  const input = withNumbers(alarmInput(properties, AlarmName), LOG_NUMBERS);
  const query = input["ScheduledQueryConfiguration"] as Record<string, unknown> | undefined;
  const schedule = query?.["ScheduleConfiguration"] as Record<string, unknown> | undefined;
  if (query && schedule)
    input["ScheduledQueryConfiguration"] = {
      ...query,
      ScheduleConfiguration: withNumbers(schedule, ["StartTimeOffset", "EndTimeOffset"]),
    };
  const warmUp = input["WarmUpConfiguration"] as Record<string, unknown> | undefined;
  if (warmUp) input["WarmUpConfiguration"] = withNumbers(warmUp, ["WarmUpPeriodDurationInMinutes"]);
  return input;
}

function withNumbers(properties: Properties, names: readonly string[]): Record<string, unknown> {
  const input: Record<string, unknown> = { ...properties };
  for (const name of names) if (input[name] !== undefined) input[name] = Number(input[name]);
  return input;
}

/** Moments of a template are ISO texts; the API takes seconds. */
async function putMuteRule(properties: Properties, { call, cloud }: ResourceContext, Name: string) {
  const moments = ["StartDate", "ExpireDate"].filter((name) => properties[name] !== undefined);
  await call("monitoring", "PutAlarmMuteRule", {
    ...properties,
    Name,
    ...Object.fromEntries(moments.map((name) => [name, Date.parse(String(properties[name])) / 1_000])),
  });
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
  const DashboardBody = typeof body === "string" ? body : JSON.stringify(body);
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

const anomalyDetector: ResourceType = {
  async create(properties, { call, generateName }) {
    await call("monitoring", "PutAnomalyDetector", { ...properties });
    return { id: generateName(), attributes: {} };
  },
  delete: (_existing, { call }, { Configuration: _configuration, ...identity }) =>
    unlessGone(call("monitoring", "DeleteAnomalyDetector", identity)),
};

export const CLOUDWATCH_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::CloudWatch::Alarm": alarmType("PutMetricAlarm"),
  "AWS::CloudWatch::CompositeAlarm": alarmType("PutCompositeAlarm"),
  "AWS::CloudWatch::LogAlarm": alarmType("PutLogAlarm", logAlarmInput),
  "AWS::CloudWatch::AlarmMuteRule": muteRule,
  "AWS::CloudWatch::Dashboard": dashboard,
  "AWS::CloudWatch::AnomalyDetector": anomalyDetector,
};
