import type { Call } from "#kernel/cloud.ts";
import {
  checkEventInvoke,
  type EventInvokeInput,
  eventInvokeOwner,
  shownEventInvoke,
} from "../event-invoke-config.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export function putFunctionEventInvokeConfig(
  input: EventInvokeInput,
  { state: { functions }, cloud }: Call<Lambda>,
): object {
  const { FunctionName: _, Qualifier: __, ...settings } = input;
  const { deployed, qualifier } = eventInvokeOwner(functions, input);
  checkEventInvoke(deployed, settings);
  deployed.eventInvokeConfigs.set(qualifier, { ...settings, LastModified: cloud.clock.now() / 1_000 });
  functions.save(deployed);
  return shownEventInvoke(functions, deployed.pool.definition.arn, qualifier);
}
