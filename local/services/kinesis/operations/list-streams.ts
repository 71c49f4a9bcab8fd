import type { ListStreamsInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { summaryOf } from "../described.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html */
export function listStreams(
  { Limit = 100, ExclusiveStartStreamName, NextToken }: Input<ListStreamsInput>,
  { state: streams }: Call<DataStreams>,
): object {
  const after = ExclusiveStartStreamName ?? NextToken ?? "";
  const found = streams.all().filter(({ name }) => name > after);
  const items = found.slice(0, Limit);
  const HasMoreStreams = found.length > items.length;
  return {
    StreamNames: items.map(({ name }) => name),
    StreamSummaries: items.map(summaryOf),
    HasMoreStreams,
    ...(HasMoreStreams && { NextToken: items.at(-1)!.name }),
  };
}
