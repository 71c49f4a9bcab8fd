import { arnOf, type Place } from "#kernel/arn.ts";
import { type EventSourceMapping, sourceService } from "./mapping.ts";

const STREAM_STATES = new Set(["kinesis", "dynamodb"]);

/** A mapping as the API shows it. */
export function describedMapping(
  mapping: EventSourceMapping,
  place: Place,
  state: string = mapping.enabled ? "Enabled" : "Disabled",
): object {
  const { uuid, settings } = mapping;
  const { FunctionResponseTypes = [], DestinationConfig, ...rest } = settings;
  const isStream = STREAM_STATES.has(sourceService(mapping));
  return {
    UUID: uuid,
    ...rest,
    EventSourceArn: mapping.sourceArn,
    FunctionArn: mapping.functionArn,
    FunctionResponseTypes,
    ...(DestinationConfig && { DestinationConfig }),
    LastModified: mapping.modified / 1_000,
    ...(isStream && { LastProcessingResult: mapping.lastResult ?? "No records processed" }),
    State: state,
    StateTransitionReason: "USER_INITIATED",
    EventSourceMappingArn: arnOf(place, "lambda", `event-source-mapping:${uuid}`),
  };
}
