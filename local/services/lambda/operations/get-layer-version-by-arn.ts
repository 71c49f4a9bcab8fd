import type { GetLayerVersionByArnRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html */
export function getLayerVersionByArn(
  input: Input<GetLayerVersionByArnRequest>,
  { state: { layers } }: Call<Lambda>,
): object {
  return layers.withArn(input.Arn);
}
