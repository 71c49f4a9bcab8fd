import type { ListNamedQueriesInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_ListNamedQueries.html */
export function listNamedQueries(input: Input<ListNamedQueriesInput>, { state }: Call<Athena>) {
  const { WorkGroup = "primary", MaxResults = 50, NextToken } = input;
  const ids = [...state.namedQueries.values()]
    .filter((query) => query.workGroup === WorkGroup)
    .map(({ id }) => id);
  const from = Number(NextToken ?? 0);
  const to = from + MaxResults;
  return { NamedQueryIds: ids.slice(from, to), ...(to < ids.length && { NextToken: String(to) }) };
}
