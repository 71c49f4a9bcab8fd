import type { TemplateResource } from "../template.ts";
import { codeOf } from "./code.ts";
import { digestOf } from "./digest.ts";
import { alike, type Expansion, given } from "./expansion.ts";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-layerversion.html */
export function expandLayerVersion(
  logicalId: string,
  resource: TemplateResource,
  expansion: Expansion,
): void {
  const properties = resource.Properties ?? {};
  const { DependsOn } = resource;
  const state = {
    ...(DependsOn !== undefined && { DependsOn }),
    Type: resource.Type,
    Properties: properties,
  };
  const id = `${logicalId}${digestOf({ [logicalId]: state })}`;
  expansion.names.set(logicalId, id);
  const policy = expansion.resolved(properties["RetentionPolicy"]);
  expansion.add(id, {
    DeletionPolicy: "Retain",
    ...alike(resource),
    ...(typeof policy === "string" && { DeletionPolicy: policy }),
    ...(DependsOn !== undefined && { DependsOn }),
    Type: "AWS::Lambda::LayerVersion",
    Properties: {
      ...given(properties, "CompatibleArchitectures", "CompatibleRuntimes", "Description", "LicenseInfo"),
      LayerName: properties["LayerName"] ?? logicalId,
      Content: codeOf(properties["ContentUri"]),
    },
  });
}
