import type { GetResourceInput } from "@aws-sdk/client-cloudcontrol";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { resourceOf } from "../deployed-resources.ts";

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_GetResource.html */
export function getResource({ TypeName, Identifier }: Input<GetResourceInput>, { cloud }: Call): object {
  const { resource } = resourceOf(cloud, TypeName, Identifier);
  const Properties = JSON.stringify({ ...resource.attributes, ...resource.properties });
  return { TypeName, ResourceDescription: { Identifier, Properties } };
}
