import type { GetDatabaseRequest } from "@aws-sdk/client-glue";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Catalog } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_GetDatabase.html */
export function getDatabase(input: Input<GetDatabaseRequest>, { state, accountId }: Call<Catalog>) {
  const { created, input: database } = state.database(input.Name);
  return { Database: { ...database, CreateTime: created / 1_000, CatalogId: accountId } };
}
