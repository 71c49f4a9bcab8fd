import { given } from "../expansion.ts";
import type { EventSource } from "./event-source.ts";

const SETTINGS = [
  "AmazonManagedKafkaEventSourceConfig",
  "BatchSize",
  "BisectBatchOnFunctionError",
  "DestinationConfig",
  "Enabled",
  "FilterCriteria",
  "FunctionResponseTypes",
  "KmsKeyArn",
  "LoggingConfig",
  "MaximumBatchingWindowInSeconds",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "MetricsConfig",
  "ParallelizationFactor",
  "ProvisionedPollerConfig",
  "Queues",
  "ScalingConfig",
  "SourceAccessConfigurations",
  "StartingPosition",
  "StartingPositionTimestamp",
  "Topics",
  "TumblingWindowInSeconds",
];

/**
 * An event source mapping.
 *
 * @param source name of the property with the source's ARN
 * @param policy that lets a function read from it
 */
export function mapping(source: string, policy: string): EventSource {
  return ({ id, properties, target, rest, expansion }) => {
    expansion.add(id, {
      ...rest,
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: properties[source],
        FunctionName: target,
        ...given(properties, ...SETTINGS),
      },
    });
    return [`service-role/${policy}`];
  };
}
