import type { GetTablesRequest } from "@aws-sdk/client-glue";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { type Catalog, describeTable } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_GetTables.html */
export function getTables(input: Input<GetTablesRequest>, { state, accountId }: Call<Catalog>) {
  return { TableList: state.tables(input.DatabaseName).map((table) => describeTable(table, accountId)) };
}
