import type { CreateTableRequest } from "@aws-sdk/client-glue";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Catalog } from "../state.ts";

/** https://docs.aws.amazon.com/glue/latest/webapi/API_CreateTable.html */
export function createTable(input: Input<CreateTableRequest>, { state }: Call<Catalog>) {
  // Optional in the model, since a table may be of an open format.
  if (!input.TableInput)
    throw new ServiceError("InvalidInputException", "Here only a table of a TableInput can be created.");
  state.createTable(input.DatabaseName, input.TableInput as never);
  return {};
}
