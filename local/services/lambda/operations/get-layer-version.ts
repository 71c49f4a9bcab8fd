import type { GetLayerVersionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html */
export function getLayerVersion(
  input: Input<GetLayerVersionRequest>,
  { state: { layers } }: Call<Lambda>,
): object {
  return layers.version(input.LayerName, input.VersionNumber);
}
