import type { DeleteDeliveryStreamInput } from "@aws-sdk/client-firehose";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { DeliveryStreams } from "../state.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeleteDeliveryStream.html */
export async function deleteDeliveryStream(
  input: Input<DeleteDeliveryStreamInput>,
  { state }: Call<DeliveryStreams>,
) {
  await state.delete(input.DeliveryStreamName);
  return {};
}
