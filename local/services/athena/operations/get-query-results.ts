import type { GetQueryResultsInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { type Athena, invalidToken } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html */
export function getQueryResults(input: Input<GetQueryResultsInput>, { state }: Call<Athena>) {
  const { state: now, columns, rows } = state.execution(input.QueryExecutionId);
  if (now !== "SUCCEEDED")
    throw new ServiceError("InvalidRequestException", `Query has not yet finished. Current state: ${now}`);
  const { MaxResults = 1_000, NextToken } = input;
  const all = [columns.map(({ name }) => name), ...rows];
  const { items, ...rest } = page(all, NextToken, { size: MaxResults, invalid: invalidToken });
  return {
    ResultSet: {
      Rows: items.map((row) => ({
        Data: row.map((text) => (text === undefined ? {} : { VarCharValue: text })),
      })),
      ResultSetMetadata: {
        ColumnInfo: columns.map(({ name, type }) => ({
          CatalogName: "hive",
          Name: name,
          Label: name,
          Type: type,
          Nullable: "UNKNOWN",
        })),
      },
    },
    ...rest,
  };
}
