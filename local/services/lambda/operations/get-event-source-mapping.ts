import type { GetEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedMapping } from "../event-sources/described-mapping.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
export function getEventSourceMapping(
  { UUID }: Input<GetEventSourceMappingRequest>,
  { state: { mappings }, cloud }: Call<Lambda>,
): object {
  return describedMapping(mappings.get(UUID), cloud);
}
