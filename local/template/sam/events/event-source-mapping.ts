import { given, type Written } from "../expansion.ts";
import type { EventSource, FunctionEvent } from "./event-source.ts";

const SETTINGS = [
  "AmazonManagedKafkaEventSourceConfig",
  "BatchSize",
  "BisectBatchOnFunctionError",
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
 * @param policy that lets a function read from it. @default none
 */
export function mapping(source: string, policy?: string): EventSource {
  return (event) => {
    addMapping(event, { EventSourceArn: event.properties[source] });
    return policy === undefined ? [] : [`service-role/${policy}`];
  };
}

/** A cluster of Kafka outside of AWS. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-selfmanagedkafka.html */
export function selfManagedKafka(event: FunctionEvent): readonly string[] {
  const { KafkaBootstrapServers, ConsumerGroupId } = event.properties;
  addMapping(event, {
    ...(KafkaBootstrapServers !== undefined && {
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers } },
    }),
    ...(ConsumerGroupId !== undefined && { SelfManagedKafkaEventSourceConfig: { ConsumerGroupId } }),
  });
  return [];
}

/** A change stream of DocumentDB. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-documentdb.html */
export function documentDb(event: FunctionEvent): readonly string[] {
  const { Cluster, ...properties } = event.properties;
  addMapping(event, {
    EventSourceArn: Cluster,
    DocumentDBEventSourceConfig: given(properties, "CollectionName", "DatabaseName", "FullDocument"),
  });
  return [];
}

function addMapping({ id, properties, name, rest, expansion }: FunctionEvent, source: Written): void {
  const { DestinationConfig } = properties;
  expansion.add(id, {
    ...rest,
    Type: "AWS::Lambda::EventSourceMapping",
    Properties: {
      ...source,
      FunctionName: name,
      ...given(properties, ...SETTINGS),
      ...(DestinationConfig !== undefined && {
        DestinationConfig: withoutType(DestinationConfig as Written),
      }),
    },
  });
}

/** SAM wants to know the type of a destination, Lambda does not. */
function withoutType({ OnFailure, ...others }: Written): Written {
  if (OnFailure === undefined) return others;
  const { Type: _type, ...destination } = OnFailure as Written;
  return { ...others, OnFailure: destination };
}
