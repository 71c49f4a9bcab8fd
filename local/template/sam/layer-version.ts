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
  const id = `${logicalId}${digestOf(properties)}`;
  expansion.names.set(logicalId, id);
  expansion.add(id, {
    ...alike(resource),
    Type: "AWS::Lambda::LayerVersion",
    DeletionPolicy: properties["RetentionPolicy"] === "Delete" ? "Delete" : "Retain",
    Properties: {
      ...given(properties, "CompatibleArchitectures", "CompatibleRuntimes", "Description", "LicenseInfo"),
      LayerName: properties["LayerName"] ?? logicalId,
      Content: codeOf(properties["ContentUri"]),
    },
  });
}
