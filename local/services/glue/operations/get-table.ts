import type { GetTableRequest } from "@aws-sdk/client-glue";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { type Catalog, describeTable } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_GetTable.html */
export function getTable(input: Input<GetTableRequest>, { state, accountId }: Call<Catalog>) {
  return { Table: describeTable(state.table(input.DatabaseName, input.Name), accountId) };
}
