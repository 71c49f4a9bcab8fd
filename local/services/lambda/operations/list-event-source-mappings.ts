import type { ListEventSourceMappingsRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedMapping } from "../event-sources/described-mapping.ts";
import { pageOf } from "../function-page.ts";
import { functionName } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
export function listEventSourceMappings(
  { EventSourceArn, FunctionName, Marker, MaxItems = 100 }: Input<ListEventSourceMappingsRequest>,
  { state: { mappings }, cloud }: Call<Lambda>,
): object {
  const wanted = FunctionName === undefined ? undefined : functionName(FunctionName);
  const found = mappings.all().filter(({ sourceArn, functionArn }) => {
    const own = functionName(functionArn);
    return (
      (EventSourceArn === undefined || sourceArn === EventSourceArn) &&
      (wanted === undefined || (own.name === wanted.name && own.qualifier === wanted.qualifier))
    );
  });
  const described = found.map((mapping) => describedMapping(mapping, cloud));
  return pageOf("EventSourceMappings", described, { Marker, MaxItems });
}
