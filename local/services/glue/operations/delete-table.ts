import type { DeleteTableRequest } from "@aws-sdk/client-glue";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Catalog } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_DeleteTable.html */
export function deleteTable(input: Input<DeleteTableRequest>, { state }: Call<Catalog>) {
  state.deleteTable(input.DatabaseName, input.Name);
  return {};
}
