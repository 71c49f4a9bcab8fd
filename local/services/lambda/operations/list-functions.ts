import type { ListFunctionsRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { listed } from "../function-configuration.ts";
import { pageOf } from "../function-page.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export function listFunctions(input: Input<ListFunctionsRequest>, { state: { functions } }: Call<Lambda>) {
  const configurations = functions.list().flatMap(({ configuration, versions, pool }) => {
    if (input.FunctionVersion !== "ALL") return [configuration];
    return [{ ...configuration, FunctionArn: `${pool.definition.arn}:$LATEST` }, ...versions];
  });
  return pageOf("Functions", configurations.map(listed), input);
}
