import type { ListFunctionEventInvokeConfigsRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { eventInvokeOwner, shownEventInvoke } from "../event-invoke-config.ts";
import { pageOf } from "../function-page.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html */
export function listFunctionEventInvokeConfigs(
  input: Input<ListFunctionEventInvokeConfigsRequest>,
  { state: { functions } }: Call<Lambda>,
) {
  const { deployed } = eventInvokeOwner(functions, { FunctionName: input.FunctionName });
  const { eventInvokeConfigs, pool } = deployed;
  const configs = [...eventInvokeConfigs.keys()].map((qualifier) =>
    shownEventInvoke(functions, pool.definition.arn, qualifier),
  );
  return pageOf("FunctionEventInvokeConfigs", configs, input);
}
