import type { DeleteEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedMapping } from "../event-sources/described-mapping.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html */
export function deleteEventSourceMapping(
  { UUID }: Input<DeleteEventSourceMappingRequest>,
  { state: { mappings }, cloud }: Call<Lambda>,
): object {
  const mapping = mappings.get(UUID);
  mappings.remove(UUID);
  return describedMapping(mapping, cloud, "Deleting");
}
