import type { DeleteNamedQueryInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_DeleteNamedQuery.html */
export function deleteNamedQuery(input: Input<DeleteNamedQueryInput>, { state }: Call<Athena>) {
  state.namedQuery(input.NamedQueryId!);
  state.namedQueries.delete(input.NamedQueryId!);
  return {};
}
