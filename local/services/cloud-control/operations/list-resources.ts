import type { ListResourcesInput } from "@aws-sdk/client-cloudcontrol";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { resourcesOf } from "../deployed-resources.ts";

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_ListResources.html */
export function listResources({ TypeName }: Input<ListResourcesInput>, { cloud }: Call): object {
  return {
    TypeName,
    ResourceDescriptions: resourcesOf(cloud, TypeName).map(({ resource: { id, properties } }) => ({
      Identifier: id,
      Properties: JSON.stringify(properties),
    })),
  };
}
