import type { ListShardsInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedShards } from "../described.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html */
export function listShards(input: Input<ListShardsInput>, { state: streams }: Call<DataStreams>): object {
  const { ExclusiveStartShardId, NextToken, MaxResults = 1_000 } = input;
  const [name, from = ""] = (NextToken ?? "").split("/");
  const stream = streams.at(NextToken === undefined ? input : { StreamName: name });
  const after = ExclusiveStartShardId ?? from;
  const found = describedShards(stream).filter(({ ShardId }) => ShardId > after);
  const Shards = found.slice(0, MaxResults);
  return {
    Shards,
    ...(found.length > Shards.length && { NextToken: `${stream.name}/${Shards.at(-1)!.ShardId}` }),
  };
}
