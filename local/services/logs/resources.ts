import { jsonText } from "../../kernel/json-text.ts";
import {
  changes,
  lowerFirst,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  tagsOf,
  unlessExists,
  unlessGone,
  unlessMissing,
} from "../../kernel/resource-type.ts";
import { accountPolicy } from "./resources/account-policy.ts";
import { DELIVERY_RESOURCES } from "./resources/deliveries.ts";
import { logGroup } from "./resources/log-group.ts";
import { transformer } from "./resources/transformer.ts";

const logStream: ResourceType = {
  async create(properties, context) {
    const name = String(properties["LogStreamName"] ?? context.generateName(512));
    const names = { logGroupName: properties["LogGroupName"], logStreamName: name };
    await unlessExists(context.call("logs", "CreateLogStream", names), "ResourceAlreadyExistsException");
    return { id: name, attributes: {} };
  },
  delete: (existing, { call }, properties) =>
    unlessGone(
      call("logs", "DeleteLogStream", {
        logGroupName: properties["LogGroupName"],
        logStreamName: existing.id,
      }),
    ),
};

function transformation(properties: Properties): Record<string, unknown> {
  const { dimensions, ...rest } = lowerFirst(properties) as Record<string, unknown>;
  if (dimensions === undefined) return rest;
  const list = dimensions as { key: string; value: string }[];
  return { ...rest, dimensions: Object.fromEntries(list.map(({ key, value }) => [key, value])) };
}

/** A transformation in the template's words. */
function writtenTransformation(transformation: object): object {
  const members = Object.entries(transformation).map(([name, value]) => [
    name[0]!.toUpperCase() + name.slice(1),
    name === "dimensions" ? Object.entries(value).map(([Key, Value]) => ({ Key, Value })) : value,
  ]);
  return Object.fromEntries(members);
}

async function putMetricFilter(properties: Properties, { call }: ResourceContext, filterName: string) {
  await call("logs", "PutMetricFilter", {
    filterName,
    logGroupName: properties["LogGroupName"],
    filterPattern: properties["FilterPattern"],
    metricTransformations: ((properties["MetricTransformations"] ?? []) as Properties[]).map(transformation),
    ...(lowerFirst(
      pick(properties, "ApplyOnTransformedLogs", "FieldSelectionCriteria", "EmitSystemFieldDimensions"),
    ) as object),
  });
  return { id: filterName, attributes: {} };
}

const metricFilter: ResourceType = {
  create: (properties, context) =>
    putMetricFilter(properties, context, String(properties["FilterName"] ?? context.generateName(512))),
  update: (properties, existing, context) => putMetricFilter(properties, context, existing.id),
  replaces: changes("LogGroupName", "FilterName"),
  async read({ id }, { call }, { LogGroupName: logGroupName }) {
    const answer = await unlessMissing(
      call<{ metricFilters: (Properties & { filterName: string; metricTransformations: object[] })[] }>(
        "logs",
        "DescribeMetricFilters",
        { logGroupName, filterNamePrefix: id },
      ),
    );
    const found = answer?.metricFilters.find(({ filterName }) => filterName === id);
    if (!found) return undefined;
    return {
      FilterName: id,
      LogGroupName: logGroupName,
      FilterPattern: found["filterPattern"],
      MetricTransformations: found.metricTransformations.map(writtenTransformation),
    };
  },
  delete: (existing, { call }, properties) =>
    unlessGone(
      call("logs", "DeleteMetricFilter", {
        logGroupName: properties["LogGroupName"],
        filterName: existing.id,
      }),
    ),
};

async function putSubscriptionFilter(properties: Properties, { call }: ResourceContext, filterName: string) {
  const input = lowerFirst(
    pick(
      properties,
      "LogGroupName",
      "FilterPattern",
      "DestinationArn",
      "RoleArn",
      "Distribution",
      "ApplyOnTransformedLogs",
    ),
  ) as object;
  await call("logs", "PutSubscriptionFilter", { ...input, filterName });
  return { id: filterName, attributes: {} };
}

const subscriptionFilter: ResourceType = {
  create: (properties, context) =>
    putSubscriptionFilter(properties, context, String(properties["FilterName"] ?? context.generateName(512))),
  update: (properties, existing, context) => putSubscriptionFilter(properties, context, existing.id),
  replaces: changes("LogGroupName", "FilterName"),
  delete: (existing, { call }, properties) =>
    unlessGone(
      call("logs", "DeleteSubscriptionFilter", {
        logGroupName: properties["LogGroupName"],
        filterName: existing.id,
      }),
    ),
};

async function putQueryDefinition(properties: Properties, { call }: ResourceContext, id?: string) {
  const { queryDefinitionId } = await call<{ queryDefinitionId: string }>("logs", "PutQueryDefinition", {
    name: properties["Name"],
    queryString: properties["QueryString"],
    ...(properties["LogGroupNames"] !== undefined && { logGroupNames: properties["LogGroupNames"] }),
    ...(id !== undefined && { queryDefinitionId: id }),
  });
  return { id: queryDefinitionId, attributes: { QueryDefinitionId: queryDefinitionId } };
}

const queryDefinition: ResourceType = {
  create: (properties, context) => putQueryDefinition(properties, context),
  update: (properties, existing, context) => putQueryDefinition(properties, context, existing.id),
  delete: (existing, { call }) =>
    unlessGone(call("logs", "DeleteQueryDefinition", { queryDefinitionId: existing.id })),
};

async function putResourcePolicy(properties: Properties, { call }: ResourceContext) {
  const document = properties["PolicyDocument"];
  const policyDocument = jsonText(document);
  await call("logs", "PutResourcePolicy", { policyName: properties["PolicyName"], policyDocument });
  return { id: String(properties["PolicyName"]), attributes: {} };
}

const resourcePolicy: ResourceType = {
  create: putResourcePolicy,
  update: (properties, _existing, context) => putResourcePolicy(properties, context),
  replaces: changes("PolicyName"),
  delete: (existing, { call }) =>
    unlessGone(call("logs", "DeleteResourcePolicy", { policyName: existing.id })),
};

const logAnomalyDetector: ResourceType = {
  async create(properties, { call }) {
    const { anomalyDetectorArn } = await call<{ anomalyDetectorArn: string }>(
      "logs",
      "CreateLogAnomalyDetector",
      {
        ...(lowerFirst(
          pick(
            properties,
            "DetectorName",
            "LogGroupArnList",
            "EvaluationFrequency",
            "FilterPattern",
            "AnomalyVisibilityTime",
            "KmsKeyId",
          ),
        ) as object),
      },
    );
    return {
      id: anomalyDetectorArn,
      attributes: { AnomalyDetectorArn: anomalyDetectorArn, AnomalyDetectorStatus: "TRAINING" },
    };
  },
  delete: (existing, { call }) =>
    unlessGone(call("logs", "DeleteLogAnomalyDetector", { anomalyDetectorArn: existing.id })),
};

const scheduledQuery: ResourceType = {
  async create(properties, { call, generateName }) {
    const { tags: _tags, ...input } = lowerFirst(properties) as Record<string, unknown>;
    const name = String(properties["Name"] ?? generateName());
    const { scheduledQueryArn } = await call<{ scheduledQueryArn: string }>("logs", "CreateScheduledQuery", {
      ...input,
      name,
      ...(properties["Tags"] !== undefined && { tags: tagsOf(properties) }),
    });
    return { id: scheduledQueryArn, attributes: { ScheduledQueryArn: scheduledQueryArn } };
  },
  replaces: changes("Name"),
  async update(properties, existing, { call }) {
    const { tags: _tags, name: _name, ...input } = lowerFirst(properties) as Record<string, unknown>;
    await call("logs", "UpdateScheduledQuery", { ...input, identifier: existing.id });
    return existing;
  },
  delete: (existing, { call }) =>
    unlessGone(call("logs", "DeleteScheduledQuery", { identifier: existing.id })),
};

export const LOGS_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::Logs::ScheduledQuery": scheduledQuery,
  "AWS::Logs::LogGroup": logGroup,
  "AWS::Logs::LogStream": logStream,
  "AWS::Logs::MetricFilter": metricFilter,
  "AWS::Logs::SubscriptionFilter": subscriptionFilter,
  "AWS::Logs::QueryDefinition": queryDefinition,
  "AWS::Logs::ResourcePolicy": resourcePolicy,
  "AWS::Logs::LogAnomalyDetector": logAnomalyDetector,
  "AWS::Logs::Transformer": transformer,
  "AWS::Logs::AccountPolicy": accountPolicy,
  ...DELIVERY_RESOURCES,
};
