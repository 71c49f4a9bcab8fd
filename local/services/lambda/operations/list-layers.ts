import type { ListLayersRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../function-page.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListLayers.html */
export function listLayers(input: Input<ListLayersRequest>, { state: { layers } }: Call<Lambda>): object {
  return pageOf("Layers", layers.list(input), input);
}
