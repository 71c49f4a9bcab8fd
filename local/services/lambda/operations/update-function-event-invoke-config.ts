import type { Call } from "#kernel/cloud.ts";
import {
  checkEventInvoke,
  type EventInvokeInput,
  eventInvokeOwner,
  shownEventInvoke,
} from "../event-invoke-config.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html */
export function updateFunctionEventInvokeConfig(
  input: EventInvokeInput,
  { state: { functions }, cloud }: Call<Lambda>,
): object {
  const { FunctionName: _, Qualifier: __, ...settings } = input;
  const { deployed, qualifier } = eventInvokeOwner(functions, input);
  checkEventInvoke(deployed, settings);
  const { arn } = deployed.pool.definition;
  shownEventInvoke(functions, arn, qualifier);
  const former = deployed.eventInvokeConfigs.get(qualifier);
  const LastModified = cloud.clock.now() / 1_000;
  deployed.eventInvokeConfigs.set(qualifier, { ...former, ...settings, LastModified });
  functions.save(deployed);
  return shownEventInvoke(functions, arn, qualifier);
}
