import { type Stream, sequenceNumber, shardsOf } from "./stream.ts";

/** What every description of a stream says. */
export function summaryOf(stream: Stream): object {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: "ACTIVE",
    StreamModeDetails: { StreamMode: stream.mode },
    StreamCreationTimestamp: stream.created / 1_000,
  };
}

export function descriptionOf(stream: Stream): object {
  return {
    ...summaryOf(stream),
    RetentionPeriodHours: stream.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: "NONE",
  };
}

export function describedShards(stream: Stream): { readonly ShardId: string }[] {
  return shardsOf(stream).map(({ id, first, last }) => ({
    ShardId: id,
    HashKeyRange: { StartingHashKey: String(first), EndingHashKey: String(last) },
    SequenceNumberRange: { StartingSequenceNumber: sequenceNumber(0) },
  }));
}
