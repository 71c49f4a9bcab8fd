import { randomUUID } from "node:crypto";
import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { describedMapping } from "../event-sources/described-mapping.ts";
import { sourceService } from "../event-sources/mapping.ts";
import { checkSettings, invalidValue, mappingSettings } from "../event-sources/mapping-settings.ts";
import { functionName } from "../function-registry.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export function createEventSourceMapping(
  input: Input<CreateEventSourceMappingRequest>,
  { state: { functions, mappings }, cloud }: Call<Lambda>,
): object {
  const deployed = functions.get(input.FunctionName);
  const { qualifier } = functionName(input.FunctionName);
  const { definition } = deployed.pool;
  const functionArn = qualifier === undefined ? definition.arn : `${definition.arn}:${qualifier}`;
  const sourceArn = input.EventSourceArn ?? "";
  if (sourceArn === "" && input.SelfManagedEventSource === undefined)
    throw invalidValue("Unrecognized event source.");
  const service = sourceService({ sourceArn });
  const settings = mappingSettings(service, input);
  if (service === "kinesis" && settings.StartingPosition === undefined)
    throw invalidValue(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  checkSettings(cloud, sourceArn, settings, definition.timeout);
  const present = mappings
    .all()
    .find((other) => sourceArn !== "" && other.sourceArn === sourceArn && other.functionArn === functionArn);
  if (present)
    throw new ServiceError(
      "ResourceConflictException",
      `An event source mapping with ${service.toUpperCase()} arn (" ${sourceArn} ") and function (" ${definition.name} ") already exists. Please update or delete the existing mapping with UUID ${present.uuid}`,
      { statusCode: 409, details: { Type: "User" } },
    );
  const mapping = {
    uuid: randomUUID(),
    sourceArn,
    functionArn,
    enabled: input.Enabled ?? true,
    settings,
    modified: cloud.clock.now(),
    tags: input.Tags ?? {},
  };
  mappings.save(mapping);
  return describedMapping(mapping, cloud, mapping.enabled ? "Creating" : "Disabled");
}
