import type { ListFunctionsRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export function listFunctions(_input: Input<ListFunctionsRequest>, { state: { functions } }: Call<Lambda>) {
  return { Functions: functions.list().map((deployed) => deployed.configuration) };
}
