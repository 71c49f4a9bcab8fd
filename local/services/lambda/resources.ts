import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessExists,
  unlessGone,
} from "../../kernel/resource-type.ts";
import { eventSourceMapping } from "./resources/event-source-mapping.ts";
import { lambdaFunction } from "./resources/function.ts";
import { layerVersion } from "./resources/layer-version.ts";

const permission: ResourceType = {
  async create(properties, context) {
    const StatementId = context.generateName(100);
    const { FunctionName } = properties;
    // A kept statement of a former run may say something else.
    await unlessGone(context.call("lambda", "RemovePermission", { FunctionName, StatementId }));
    await context.call("lambda", "AddPermission", {
      ...properties,
      StatementId,
    });
    return { id: StatementId, attributes: { Id: StatementId } };
  },
  delete: (existing, { call }, properties) =>
    unlessGone(
      call("lambda", "RemovePermission", {
        FunctionName: properties["FunctionName"],
        StatementId: existing.id,
      }),
    ),
};

const version: ResourceType = {
  async create(properties, { call }) {
    const published = await call<{ FunctionArn: string; Version: string }>(
      "lambda",
      "PublishVersion",
      pick(properties, "FunctionName", "Description"),
    );
    return {
      id: published.FunctionArn,
      attributes: { Version: published.Version, FunctionArn: published.FunctionArn },
    };
  },
  // A published version stays with its function.
  delete: async () => {},
};

const alias: ResourceType = {
  async create(properties, { call }) {
    const create = call("lambda", "CreateAlias", { ...properties });
    if (!(await unlessExists(create, "ResourceConflictException")))
      await call("lambda", "UpdateAlias", { ...properties });
    const { AliasArn } = await call<{ AliasArn: string }>(
      "lambda",
      "GetAlias",
      pick(properties, "FunctionName", "Name"),
    );
    return { id: AliasArn, attributes: { AliasArn } };
  },
  replaces: changes("FunctionName", "Name"),
  async update(properties, existing, { call }) {
    await call("lambda", "UpdateAlias", { ...properties });
    return existing;
  },
  delete: (_existing, { call }, properties) =>
    unlessGone(call("lambda", "DeleteAlias", pick(properties, "FunctionName", "Name"))),
};

async function putEventInvokeConfig(properties: Properties, { call, generateName }: ResourceContext) {
  await call("lambda", "PutFunctionEventInvokeConfig", { ...properties });
  return { id: generateName(), attributes: {} };
}

const eventInvokeConfig: ResourceType = {
  create: putEventInvokeConfig,
  update: (properties, _existing, context) => putEventInvokeConfig(properties, context),
  replaces: changes("FunctionName", "Qualifier"),
  delete: (_existing, { call }, properties) =>
    unlessGone(
      call("lambda", "DeleteFunctionEventInvokeConfig", pick(properties, "FunctionName", "Qualifier")),
    ),
};

const URL_SETTINGS = ["AuthType", "Cors", "InvokeMode", "Qualifier"];

const functionUrl: ResourceType = {
  async create(properties, { call }) {
    const { FunctionUrl, FunctionArn } = await call<{ FunctionUrl: string; FunctionArn: string }>(
      "lambda",
      "CreateFunctionUrlConfig",
      { FunctionName: properties["TargetFunctionArn"], ...pick(properties, ...URL_SETTINGS) },
    );
    return { id: FunctionArn, attributes: { FunctionUrl, FunctionArn } };
  },
  replaces: changes("TargetFunctionArn", "Qualifier"),
  async update(properties, existing, { call }) {
    await call("lambda", "UpdateFunctionUrlConfig", {
      FunctionName: properties["TargetFunctionArn"],
      ...pick(properties, ...URL_SETTINGS),
    });
    return existing;
  },
  delete: (_existing, { call }, properties) =>
    unlessGone(
      call("lambda", "DeleteFunctionUrlConfig", {
        FunctionName: properties["TargetFunctionArn"],
        ...pick(properties, "Qualifier"),
      }),
    ),
};

export const LAMBDA_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::Lambda::Function": lambdaFunction,
  "AWS::Lambda::Permission": permission,
  "AWS::Lambda::Version": version,
  "AWS::Lambda::Alias": alias,
  "AWS::Lambda::EventInvokeConfig": eventInvokeConfig,
  "AWS::Lambda::LayerVersion": layerVersion,
  "AWS::Lambda::EventSourceMapping": eventSourceMapping,
  "AWS::Lambda::Url": functionUrl,
};
