import type { ListLayerVersionsRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../function-page.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListLayerVersions.html */
export function listLayerVersions(
  input: Input<ListLayerVersionsRequest>,
  { state: { layers } }: Call<Lambda>,
): object {
  return pageOf("LayerVersions", layers.versions(input.LayerName, input), input);
}
