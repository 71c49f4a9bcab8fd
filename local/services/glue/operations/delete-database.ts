import type { DeleteDatabaseRequest } from "@aws-sdk/client-glue";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Catalog } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_DeleteDatabase.html */
export function deleteDatabase(input: Input<DeleteDatabaseRequest>, { state }: Call<Catalog>) {
  state.deleteDatabase(input.Name);
  return {};
}
