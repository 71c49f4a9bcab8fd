import type { DescribeTypeInput } from "@aws-sdk/client-cloudformation";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { fixedProperties } from "#template/fixed-properties.ts";
import type { StackDirectory } from "../state.ts";

/**
 * Of a type's schema, the properties whose change needs a new resource.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeType.html
 */
export function describeType(
  { TypeName, Arn }: Input<DescribeTypeInput>,
  { cloud }: Call<StackDirectory>,
): object {
  const typeName = TypeName ?? Arn?.split("/").at(-1)?.replaceAll("-", "::") ?? "";
  if (!/^\w+::\w+::\w+(::\w+)?$/.test(typeName))
    throw new ServiceError("TypeNotFoundException", `The type '${typeName}' cannot be found.`);
  return {
    Arn: arnOf(cloud, "cloudformation", `type/resource/${typeName.replaceAll("::", "-")}`),
    Type: "RESOURCE",
    TypeName: typeName,
    Visibility: "PUBLIC",
    ProvisioningType: "FULLY_MUTABLE",
    Schema: JSON.stringify({
      typeName,
      createOnlyProperties: fixedProperties(typeName).map((name) => `/properties/${name}`),
    }),
  };
}
