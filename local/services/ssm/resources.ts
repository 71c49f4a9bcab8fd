import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessGone,
  unlessMissing,
} from "../../kernel/resource-type.ts";

const put = async (properties: Properties, { call }: ResourceContext, Name: string) => {
  await call("ssm", "PutParameter", {
    ...pick(properties, "Description", "Tier", "AllowedPattern", "DataType"),
    Name,
    Type: properties["Type"] ?? "String",
    Value: String(properties["Value"]),
    Overwrite: true,
  });
  return { id: Name, attributes: { Type: properties["Type"], Value: String(properties["Value"]) } };
};

const parameter: ResourceType = {
  create: (properties, context) =>
    put(properties, context, String(properties["Name"] ?? context.generateName())),
  update: (properties, existing, context) => put(properties, context, existing.id),
  replaces: changes("Name"),
  async read({ id }, { call }) {
    const answer = await unlessMissing(
      call<{ Parameter: Properties }>("ssm", "GetParameter", { Name: id, WithDecryption: true }),
    );
    return answer && { Name: id, Type: answer.Parameter["Type"], Value: answer.Parameter["Value"] };
  },
  delete: (existing, { call }) => unlessGone(call("ssm", "DeleteParameter", { Name: existing.id })),
};

export const SSM_RESOURCES: Readonly<Record<string, ResourceType>> = { "AWS::SSM::Parameter": parameter };
