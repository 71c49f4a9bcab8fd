import type { CreateTableRequest } from "@aws-sdk/client-glue";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import type { Catalog } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_CreateTable.html */
export function createTable(input: Input<CreateTableRequest>, { state }: Call<Catalog>) {
  state.createTable(input.DatabaseName, input.TableInput as never);
  return {};
}
