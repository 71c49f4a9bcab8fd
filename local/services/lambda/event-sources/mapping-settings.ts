import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { InvalidEventPatternError, parseEventPattern } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { openQueues } from "../../sqs/state.ts";
import type { MappingSettings } from "./mapping.ts";

export type SettingsInput = Partial<Input<CreateEventSourceMappingRequest>>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const DEFAULT_BATCH: Readonly<Record<string, number>> = { sqs: 10 };
const DEFAULT_STREAM_BATCH = 100;
const LARGEST_UNDELAYED_BATCH = 10;
const NAMES = [
  "FilterCriteria",
  "FunctionResponseTypes",
  "ScalingConfig",
  "StartingPosition",
  "StartingPositionTimestamp",
  "ParallelizationFactor",
  "BisectBatchOnFunctionError",
  "MaximumRetryAttempts",
  "MaximumRecordAgeInSeconds",
  "TumblingWindowInSeconds",
  "DestinationConfig",
] as const;

/** The settings of a mapping: those that are given, the former ones, and the service's defaults. */
export function mappingSettings(
  service: string,
  input: SettingsInput,
  former?: MappingSettings,
): MappingSettings {
  const streams = service === "kinesis" && {
    ParallelizationFactor: 1,
    BisectBatchOnFunctionError: false,
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: -1,
    TumblingWindowInSeconds: 0,
    DestinationConfig: { OnFailure: {} },
  };
  const given = Object.fromEntries(
    NAMES.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]),
  );
  const base: MappingSettings = former ?? {
    BatchSize: DEFAULT_BATCH[service] ?? DEFAULT_STREAM_BATCH,
    MaximumBatchingWindowInSeconds: 0,
    ...streams,
  };
  return {
    ...base,
    ...given,
    BatchSize: input.BatchSize ?? base.BatchSize,
    MaximumBatchingWindowInSeconds:
      input.MaximumBatchingWindowInSeconds ?? base.MaximumBatchingWindowInSeconds,
  };
}

/**
 * @param timeout of the function, in seconds
 * @throws ServiceError `InvalidParameterValueException`
 */
export function checkSettings(
  cloud: Cloud,
  sourceArn: string,
  settings: MappingSettings,
  timeout: number,
): void {
  for (const { Pattern } of settings.FilterCriteria?.Filters ?? []) checkPattern(Pattern);
  if (sourceArn.split(":")[2] !== "sqs") return;
  const { BatchSize, MaximumBatchingWindowInSeconds } = settings;
  const isFifo = sourceArn.endsWith(".fifo");
  if (isFifo && MaximumBatchingWindowInSeconds > 0)
    throw invalidValue("Batching window is not supported for FIFO queues.");
  if (isFifo && BatchSize > LARGEST_UNDELAYED_BATCH)
    throw invalidValue("Batch size must not be greater than 10 for FIFO queues.");
  if (BatchSize > LARGEST_UNDELAYED_BATCH && MaximumBatchingWindowInSeconds === 0)
    throw invalidValue(
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    );
  const queue = cloud.state(openQueues).withArn(sourceArn);
  if (!queue)
    throw invalidValue(
      "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.",
    );
  const visibility = Number(queue.attributes["VisibilityTimeout"]);
  if (visibility < timeout)
    throw invalidValue(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
    );
}

function checkPattern(pattern: string | undefined): void {
  try {
    parseEventPattern(pattern ?? "");
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError)) throw error;
    throw invalidValue("Invalid filter pattern definition.");
  }
}

export function invalidValue(message: string): ServiceError {
  return new ServiceError("InvalidParameterValueException", message, { details: { Type: "User" } });
}
