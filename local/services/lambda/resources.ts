import { readFileSync, statSync } from "node:fs";
import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessExists,
  unlessGone,
} from "../../kernel/resource-type.ts";
import { TemplateError } from "../../template/template-error.ts";

/** Code of a function or layer: text in the template, or an asset as a folder or a zip archive. */
function codeInput(code: Properties, context: ResourceContext): Record<string, unknown> {
  if (code["ZipFile"] !== undefined) return { InlineSource: code["ZipFile"] };
  if (code["S3Key"] === undefined)
    throw new TemplateError(
      `${context.stackName}.${context.logicalId}: the code must be text (ZipFile) or an asset (S3Bucket and S3Key); container images do not run in the local cloud.`,
    );
  const path = context.asset(
    String(code["S3Key"]),
    code["S3Bucket"] === undefined ? undefined : String(code["S3Bucket"]),
  );
  return statSync(path).isDirectory() ? { LocalFolder: path } : { ZipFile: readFileSync(path) };
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
    const { FunctionArn } = await context.call<{ FunctionArn: string }>("lambda", "CreateFunction", {
      FunctionName,
      ...settings(properties),
      Code: codeInput((properties["Code"] ?? {}) as Properties, context),
      TakeOver: true,
    });
    await applyConcurrency(FunctionName, properties, context);
    return { id: FunctionName, attributes: { Arn: FunctionArn } };
  },
  replaces: changes("FunctionName", "PackageType"),
  async update(properties, existing, context, former) {
    if (changes("Code")(properties, former))
      await context.call("lambda", "UpdateFunctionCode", {
        FunctionName: existing.id,
        ...codeInput((properties["Code"] ?? {}) as Properties, context),
      });
    await context.call("lambda", "UpdateFunctionConfiguration", {
      FunctionName: existing.id,
      ...settings(properties),
    });
    await applyConcurrency(existing.id, properties, context);
    return existing;
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
    const { InlineSource: _never, ...Content } = codeInput(
      (properties["Content"] ?? {}) as Properties,
      context,
    );
    const { LayerVersionArn } = await context.call<{ LayerVersionArn: string }>(
      "lambda",
      "PublishLayerVersion",
      {
        LayerName: String(properties["LayerName"] ?? context.generateName(140)),
        Content,
        TakeOver: true,
      },
    );
    return { id: LayerVersionArn, attributes: { LayerVersionArn } };
  },
  delete: (existing, { call }) => {
    const [, , , , , , LayerName, VersionNumber] = existing.id.split(":");
    return unlessGone(
      call("lambda", "DeleteLayerVersion", { LayerName, VersionNumber: Number(VersionNumber) }),
    );
  },
};

export const LAMBDA_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::Lambda::Function": lambdaFunction,
  "AWS::Lambda::Permission": permission,
  "AWS::Lambda::Version": version,
  "AWS::Lambda::Alias": alias,
  "AWS::Lambda::EventInvokeConfig": eventInvokeConfig,
  "AWS::Lambda::LayerVersion": layerVersion,
};
