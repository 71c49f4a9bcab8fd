import type { CreateDatabaseRequest } from "@aws-sdk/client-glue";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Catalog } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_CreateDatabase.html */
export function createDatabase(input: Input<CreateDatabaseRequest>, { state }: Call<Catalog>) {
  state.createDatabase(input.DatabaseInput as never);
  return {};
}
