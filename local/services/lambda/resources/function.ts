import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  tagsOf,
  unlessGone,
  unlessMissing,
} from "#kernel/resource-type.ts";
import { placeholderCode } from "../placeholder-code.ts";
import { findCode } from "./found-code.ts";

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
  "Environment",
  "Timeout",
  "MemorySize",
];

/** Brings the tags of a function from those of its former properties to its own. */
async function applyTags(
  Resource: string,
  properties: Properties,
  former: Properties,
  { call }: ResourceContext,
): Promise<void> {
  const Tags = tagsOf(properties);
  const TagKeys = Object.keys(tagsOf(former)).filter((key) => !Object.hasOwn(Tags, key));
  if (TagKeys.length > 0) await call("lambda", "UntagResource", { Resource, TagKeys });
  if (Object.keys(Tags).length > 0) await call("lambda", "TagResource", { Resource, Tags });
}

/** What a setting has that was taken out of the template: what a function has without it. */
const DEFAULTS: Properties = {
  Description: "",
  Layers: [],
  TracingConfig: { Mode: "PassThrough" },
  EphemeralStorage: { Size: 512 },
  DeadLetterConfig: { TargetArn: "" },
  LoggingConfig: {},
  Environment: { Variables: {} },
  Timeout: 3,
  MemorySize: 128,
};

/** The defaults of the settings that were given before and are not given any more. */
function removedSettings(properties: Properties, former: Properties): Properties {
  const removed = Object.keys(DEFAULTS).filter(
    (name) => former[name] !== undefined && properties[name] === undefined,
  );
  return pick(DEFAULTS, ...removed);
}

async function applyConcurrency(
  FunctionName: string,
  properties: Properties,
  former: Properties,
  { call }: ResourceContext,
) {
  const { ReservedConcurrentExecutions } = properties;
  if (ReservedConcurrentExecutions !== undefined)
    await call("lambda", "PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions });
  else if (former["ReservedConcurrentExecutions"] !== undefined)
    await call("lambda", "DeleteFunctionConcurrency", { FunctionName });
}

export const lambdaFunction: ResourceType = {
  remade: true,
  async create(properties, context) {
    const FunctionName = String(properties["FunctionName"] ?? context.generateName(64));
    const { input: Code, note } = functionCode(properties, context);
    const { FunctionArn } = await context.call<{ FunctionArn: string }>("lambda", "CreateFunction", {
      FunctionName,
      ...pick(properties, ...SETTINGS),
      Tags: tagsOf(properties),
      Code,
      TakeOver: true,
    });
    const made = { id: FunctionName, attributes: { Arn: FunctionArn }, ...note };
    context.made(made);
    await applyConcurrency(FunctionName, properties, {}, context);
    return made;
  },
  replaces: changes("FunctionName", "PackageType"),
  async update(properties, existing, context, former) {
    const { input, note } = functionCode(properties, context);
    if (changes("Code")(properties, former))
      await context.call("lambda", "UpdateFunctionCode", { FunctionName: existing.id, ...input });
    await context.call("lambda", "UpdateFunctionConfiguration", {
      FunctionName: existing.id,
      ...removedSettings(properties, former),
      ...pick(properties, ...SETTINGS),
    });
    await applyTags(String(existing.attributes["Arn"]), properties, former, context);
    await applyConcurrency(existing.id, properties, former, context);
    return { id: existing.id, attributes: existing.attributes, ...note };
  },
  read: ({ id }, { call }) =>
    unlessMissing(call<Properties>("lambda", "GetFunctionConfiguration", { FunctionName: id })),
  delete: (existing, { call }) => unlessGone(call("lambda", "DeleteFunction", { FunctionName: existing.id })),
};
