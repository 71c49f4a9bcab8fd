import { randomUUID } from "node:crypto";
import type { CreateNamedQueryInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateNamedQuery.html */
export function createNamedQuery(input: Input<CreateNamedQueryInput>, { state }: Call<Athena>) {
  const { Name, Description, Database, QueryString, WorkGroup = "primary" } = input;
  state.workGroup(WorkGroup);
  const id = randomUUID();
  state.namedQueries.set(id, {
    id,
    name: Name,
    description: Description,
    database: Database,
    sql: QueryString,
    workGroup: WorkGroup,
  });
  return { NamedQueryId: id };
}
