import type { TemplateResource } from "../template.ts";
import { attributesOf, type Expansion, given, tagList, type Written } from "./expansion.ts";

const TYPES: Readonly<Record<string, string>> = { String: "S", Number: "N", Binary: "B" };

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html */
export function expandSimpleTable(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const { Properties = {} } = resource;
  const key = (Properties["PrimaryKey"] ?? {}) as Written;
  const AttributeName = key["Name"] ?? "id";
  expansion.add(logicalId, {
    ...attributesOf(resource),
    Type: "AWS::DynamoDB::Table",
    Properties: {
      ...given(Properties, "TableName", "SSESpecification", "PointInTimeRecoverySpecification"),
      AttributeDefinitions: [{ AttributeName, AttributeType: TYPES[String(key["Type"] ?? "String")] ?? "S" }],
      KeySchema: [{ AttributeName, KeyType: "HASH" }],
      ...(Properties["ProvisionedThroughput"] === undefined
        ? { BillingMode: "PAY_PER_REQUEST" }
        : given(Properties, "ProvisionedThroughput")),
      ...(Properties["Tags"] !== undefined && { Tags: tagList(Properties["Tags"]) }),
    },
  });
}
