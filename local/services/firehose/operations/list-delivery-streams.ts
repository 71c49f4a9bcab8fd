import type { ListDeliveryStreamsInput } from "@aws-sdk/client-firehose";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { DeliveryStreams } from "../state.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListDeliveryStreams.html */
export function listDeliveryStreams(
  input: Input<ListDeliveryStreamsInput>,
  { state }: Call<DeliveryStreams>,
) {
  const { Limit = 10, ExclusiveStartDeliveryStreamName: after = "" } = input;
  const left = state.names().filter((name) => name > after);
  return { DeliveryStreamNames: left.slice(0, Limit), HasMoreDeliveryStreams: left.length > Limit };
}
