import { zipSync } from "fflate";
import { type ResourceType, unlessGone } from "#kernel/resource-type.ts";
import { findCode } from "./found-code.ts";

export const layerVersion: ResourceType = {
  remade: true,
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
    return unlessGone(call("lambda", "DeleteLayerVersion", { LayerName, VersionNumber }));
  },
};
