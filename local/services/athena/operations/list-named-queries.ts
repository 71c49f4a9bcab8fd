import type { ListNamedQueriesInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { type Athena, invalidToken } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_ListNamedQueries.html */
export function listNamedQueries(input: Input<ListNamedQueriesInput>, { state }: Call<Athena>) {
  const { WorkGroup = "primary", MaxResults = 50, NextToken } = input;
  const ids = [...state.namedQueries.values()]
    .filter((query) => query.workGroup === WorkGroup)
    .map(({ id }) => id);
  const { items, ...rest } = page(ids, NextToken, { size: MaxResults, invalid: invalidToken });
  return { NamedQueryIds: items, ...rest };
}
