import type { DeleteLayerVersionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html */
export function deleteLayerVersion(
  { LayerName, VersionNumber }: Input<DeleteLayerVersionRequest>,
  { state: { layers } }: Call<Lambda>,
): void {
  layers.delete(LayerName, VersionNumber);
}
