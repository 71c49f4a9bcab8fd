import type { UpdateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedMapping } from "../event-sources/described-mapping.ts";
import { sourceService } from "../event-sources/mapping.ts";
import { checkSettings, mappingSettings } from "../event-sources/mapping-settings.ts";
import { functionName } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
export function updateEventSourceMapping(
  { UUID, FunctionName, Enabled, ...input }: Input<UpdateEventSourceMappingRequest>,
  { state: { functions, mappings }, cloud }: Call<Lambda>,
): object {
  const former = mappings.get(UUID);
  const { definition } = functions.get(FunctionName ?? former.functionArn).pool;
  const qualifier = FunctionName === undefined ? undefined : functionName(FunctionName).qualifier;
  const own = qualifier === undefined ? definition.arn : `${definition.arn}:${qualifier}`;
  const settings = mappingSettings(sourceService(former), input, former.settings);
  checkSettings(cloud, former.sourceArn, settings, definition.timeout);
  const mapping = {
    ...former,
    functionArn: FunctionName === undefined ? former.functionArn : own,
    enabled: Enabled ?? former.enabled,
    settings,
    modified: cloud.clock.now(),
  };
  mappings.save(mapping);
  return describedMapping(mapping, cloud, changeOf(former.enabled, mapping.enabled));
}

function changeOf(before: boolean, after: boolean): string {
  if (before === after) return "Updating";
  return after ? "Enabling" : "Disabling";
}
