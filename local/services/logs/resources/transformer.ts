import {
  changes,
  lowerFirst,
  type Properties,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "#kernel/resource-type.ts";

/** CloudFormation's names of members of processors that begin with more than one capital. */
const PROCESSORS: Readonly<Record<string, string>> = {
  ParseJSON: "parseJSON",
  ParseVPC: "parseVPC",
  ParseWAF: "parseWAF",
  ParseToOCSF: "parseToOCSF",
};

async function putTransformer(properties: Properties, { call }: ResourceContext) {
  const logGroupIdentifier = String(properties["LogGroupIdentifier"]);
  const processors = (properties["TransformerConfig"] ?? []) as Properties[];
  const transformerConfig = processors.map((processor) =>
    Object.fromEntries(
      Object.entries(processor).map(([name, options]) => [
        PROCESSORS[name] ?? name.charAt(0).toLowerCase() + name.slice(1),
        lowerFirst(options),
      ]),
    ),
  );
  await call("logs", "PutTransformer", { logGroupIdentifier, transformerConfig });
  return { id: logGroupIdentifier, attributes: {} };
}

export const transformer: ResourceType = {
  create: putTransformer,
  update: (properties, _existing, context) => putTransformer(properties, context),
  replaces: changes("LogGroupIdentifier"),
  delete: (existing, { call }) =>
    unlessGone(call("logs", "DeleteTransformer", { logGroupIdentifier: existing.id })),
};
