import type { GetShardIteratorInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { iteratorText } from "../shard-iterator.ts";
import type { DataStreams } from "../state.ts";
import { sequenceNumber, shardsOf } from "../stream.ts";

/** @throws ServiceError when it is no sequence number */
function before(sequence: string): string {
  if (!/^\d{1,128}$/.test(sequence))
    throw new ServiceError("InvalidArgumentException", "StartingSequenceNumber is no sequence number.");
  return String(BigInt(sequence) - 1n);
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
export function getShardIterator(
  input: Input<GetShardIteratorInput>,
  { state: streams, cloud }: Call<DataStreams>,
): object {
  const stream = streams.at(input);
  const { ShardId, ShardIteratorType: type, StartingSequenceNumber, Timestamp } = input;
  if (!shardsOf(stream).some(({ id }) => id === ShardId))
    throw new ServiceError(
      "ResourceNotFoundException",
      `Shard ${ShardId} in stream ${stream.name} under account ${cloud.accountId} does not exist`,
    );
  const needed = type.endsWith("SEQUENCE_NUMBER") ? "StartingSequenceNumber" : "Timestamp";
  if ((type.endsWith("SEQUENCE_NUMBER") || type === "AT_TIMESTAMP") && input[needed] === undefined)
    throw new ServiceError("InvalidArgumentException", `Must specify ${needed} for the type ${type}.`);
  const after = (): string => {
    switch (type) {
      case "LATEST":
        return streams.latest;
      case "AFTER_SEQUENCE_NUMBER":
        return StartingSequenceNumber!;
      case "AT_SEQUENCE_NUMBER":
        return before(StartingSequenceNumber!);
      case "AT_TIMESTAMP": {
        const records = streams.records(stream);
        const first = records.find(({ arrived }) => arrived >= Timestamp! * 1_000);
        return first ? before(first.sequence) : streams.latest;
      }
      default:
        return sequenceNumber(0);
    }
  };
  const issued = cloud.clock.now();
  return { ShardIterator: iteratorText({ stream: stream.name, shard: ShardId, after: after(), issued }) };
}
