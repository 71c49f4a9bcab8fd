import type { SignalResourceInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { openSignals, resourceChannel } from "#template/wait-conditions/signals.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SignalResource.html */
export function signalResource(
  { StackName, LogicalResourceId, UniqueId, Status }: Input<SignalResourceInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): void {
  const record = stacks.get(StackName);
  const taken = cloud.state(openSignals).take(resourceChannel(record.id, LogicalResourceId), {
    uniqueId: UniqueId,
    succeeded: Status === "SUCCESS",
    reason: `Received ${Status} signal with UniqueId ${UniqueId}`,
    data: "",
  });
  if (!taken)
    throw validationError(
      `Resource ${LogicalResourceId} of the stack ${record.name} does not wait for a signal, the stack is in ${record.status}.`,
    );
}
