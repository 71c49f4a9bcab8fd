import type { GetNamedQueryInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_GetNamedQuery.html */
export function getNamedQuery(input: Input<GetNamedQueryInput>, { state }: Call<Athena>) {
  const { id, name, description, database, sql, workGroup } = state.namedQuery(input.NamedQueryId);
  return {
    NamedQuery: {
      NamedQueryId: id,
      Name: name,
      Description: description,
      Database: database,
      QueryString: sql,
      WorkGroup: workGroup,
    },
  };
}
