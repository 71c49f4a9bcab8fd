import type { UpdateTableRequest } from "@aws-sdk/client-glue";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Catalog } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateTable.html */
export function updateTable(input: Input<UpdateTableRequest>, { state }: Call<Catalog>) {
  state.updateTable(input.DatabaseName, input.TableInput as never);
  return {};
}
