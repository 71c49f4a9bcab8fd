import { readFileSync, statSync } from "node:fs";
import { zipSync } from "fflate";
import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  tagsOf,
  unlessExists,
  unlessGone,
} from "../../kernel/resource-type.ts";
import { placeholderCode } from "./placeholder-code.ts";

/** Code of a function or layer: text in the template, or an asset as a folder or a zip archive; else why there is none. */
type FoundCode = { readonly input: Record<string, unknown> } | { readonly missing: string };

function findCode(written: unknown, context: ResourceContext): FoundCode {
  // A path, as templates have it before "aws cloudformation package".
  const code = (typeof written === "string" ? { S3Key: written } : (written ?? {})) as Properties;
  if (code["ZipFile"] !== undefined) return { input: { InlineSource: code["ZipFile"] } };
  if (code["ImageUri"] !== undefined)
    return {
      missing: `Its code is the container image ${code["ImageUri"]}, which the local cloud cannot run.`,
    };
  const key = String(code["S3Key"]);
  const bucket = code["S3Bucket"] === undefined ? undefined : String(code["S3Bucket"]);
  const path = context.asset(key, bucket);
  if (path !== undefined)
    return {
      input: statSync(path).isDirectory() ? { LocalFolder: path } : { ZipFile: readFileSync(path) },
    };
  return {
    missing: `Its code is ${bucket === undefined ? key : `s3://${bucket}/${key}`}, which the local cloud does not have: give it with --asset ${key}=PATH.`,
  };
}

/** Code of a function, or what says at every call that there is none. */
function functionCode(properties: Properties, context: ResourceContext) {
  const found = findCode(properties["Code"], context);
  if ("input" in found) return { input: found.input, note: {} };
  const handler = properties["Handler"] as string | undefined;
  return {
    input: { ZipFile: placeholderCode(found.missing, handler) },
    note: { placeholder: found.missing },
  };
}

const SETTINGS = [
  "Runtime",
  "Handler",
  "Description",
  "Role",
  "Layers",
  "Architectures",
  "TracingConfig",
  "EphemeralStorage",
  "DeadLetterConfig",
  "LoggingConfig",
];

function settings(properties: Properties): Record<string, unknown> {
  const numbers = Object.fromEntries(
    ["Timeout", "MemorySize"]
      .filter((name) => properties[name] !== undefined)
      .map((name) => [name, Number(properties[name])]),
  );
  const { Variables } = (properties["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
  const texts =
    Variables && Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, String(value)]));
  return {
    ...pick(properties, ...SETTINGS),
    ...numbers,
    ...(texts && { Environment: { Variables: texts } }),
  };
}

async function applyConcurrency(FunctionName: string, properties: Properties, { call }: ResourceContext) {
  if (properties["ReservedConcurrentExecutions"] !== undefined)
    await call("lambda", "PutFunctionConcurrency", {
      FunctionName,
      ReservedConcurrentExecutions: Number(properties["ReservedConcurrentExecutions"]),
    });
}

const lambdaFunction: ResourceType = {
  async create(properties, context) {
    const FunctionName = String(properties["FunctionName"] ?? context.generateName(64));
    const { input: Code, note } = functionCode(properties, context);
    const { FunctionArn } = await context.call<{ FunctionArn: string }>("lambda", "CreateFunction", {
      FunctionName,
      ...settings(properties),
      Code,
      TakeOver: true,
    });
    await applyConcurrency(FunctionName, properties, context);
    return { id: FunctionName, attributes: { Arn: FunctionArn }, ...note };
  },
  replaces: changes("FunctionName", "PackageType"),
  async update(properties, existing, context, former) {
    const { input, note } = functionCode(properties, context);
    if (changes("Code")(properties, former))
      await context.call("lambda", "UpdateFunctionCode", { FunctionName: existing.id, ...input });
    await context.call("lambda", "UpdateFunctionConfiguration", {
      FunctionName: existing.id,
      ...settings(properties),
    });
    await applyConcurrency(existing.id, properties, context);
    return { id: existing.id, attributes: existing.attributes, ...note };
  },
  delete: (existing, { call }) => unlessGone(call("lambda", "DeleteFunction", { FunctionName: existing.id })),
};

const permission: ResourceType = {
  async create(properties, context) {
    const StatementId = context.generateName(100);
    const { FunctionName } = properties;
    // A kept statement of a former run may say something else.
    await unlessGone(context.call("lambda", "RemovePermission", { FunctionName, StatementId }));
    await context.call("lambda", "AddPermission", {
      ...pick(properties, "FunctionName", "Action", "Principal", "SourceArn"),
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
  const numbers = Object.fromEntries(
    ["MaximumRetryAttempts", "MaximumEventAgeInSeconds"]
      .filter((name) => properties[name] !== undefined)
      .map((name) => [name, Number(properties[name])]),
  );
  await call("lambda", "PutFunctionEventInvokeConfig", { ...properties, ...numbers });
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

const layerVersion: ResourceType = {
  async create(properties, context) {
    const found = findCode(properties["Content"], context);
    const Content = "input" in found ? found.input : { ZipFile: zipSync({}) };
    const { LayerVersionArn } = await context.call<{ LayerVersionArn: string }>(
      "lambda",
      "PublishLayerVersion",
      {
        LayerName: String(properties["LayerName"] ?? context.generateName(140)),
        Content,
        TakeOver: true,
      },
    );
    return {
      id: LayerVersionArn,
      attributes: { LayerVersionArn },
      ...("missing" in found && { placeholder: found.missing }),
    };
  },
  delete: (existing, { call }) => {
    const [, , , , , , LayerName, VersionNumber] = existing.id.split(":");
    return unlessGone(
      call("lambda", "DeleteLayerVersion", { LayerName, VersionNumber: Number(VersionNumber) }),
    );
  },
};

/** Numbers and switches may be texts in templates. */
const MAPPING_NUMBERS = [
  "BatchSize",
  "MaximumBatchingWindowInSeconds",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "ParallelizationFactor",
  "StartingPositionTimestamp",
  "TumblingWindowInSeconds",
];

function mappingInput(properties: Properties): Record<string, unknown> {
  const { Enabled, BisectBatchOnFunctionError, ScalingConfig } = properties;
  const numbers = Object.entries(pick(properties, ...MAPPING_NUMBERS));
  const concurrency = (ScalingConfig as { MaximumConcurrency?: unknown } | undefined)?.MaximumConcurrency;
  return {
    ...pick(properties, "FunctionName", "FilterCriteria", "FunctionResponseTypes", "DestinationConfig"),
    ...Object.fromEntries(numbers.map(([name, value]) => [name, Number(value)])),
    ...(Enabled !== undefined && { Enabled: String(Enabled) === "true" }),
    ...(BisectBatchOnFunctionError !== undefined && {
      BisectBatchOnFunctionError: String(BisectBatchOnFunctionError) === "true",
    }),
    ...(concurrency !== undefined && { ScalingConfig: { MaximumConcurrency: Number(concurrency) } }),
  };
}

const eventSourceMapping: ResourceType = {
  async create(properties, { call }) {
    const { UUID, EventSourceMappingArn } = await call<{ UUID: string; EventSourceMappingArn: string }>(
      "lambda",
      "CreateEventSourceMapping",
      {
        ...mappingInput(properties),
        ...pick(properties, "EventSourceArn", "StartingPosition", "SelfManagedEventSource"),
        ...(properties["Tags"] !== undefined && { Tags: tagsOf(properties) }),
      },
    );
    return { id: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },
  replaces: changes(
    "EventSourceArn",
    "StartingPosition",
    "StartingPositionTimestamp",
    "SelfManagedEventSource",
  ),
  async update(properties, existing, { call }) {
    const { StartingPositionTimestamp: _fixed, ...input } = mappingInput(properties);
    await call("lambda", "UpdateEventSourceMapping", { UUID: existing.id, ...input });
    return existing;
  },
  delete: (existing, { call }) =>
    unlessGone(call("lambda", "DeleteEventSourceMapping", { UUID: existing.id })),
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
