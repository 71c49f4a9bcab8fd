import type { RemovePermissionRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemovePermission.html */
export function removePermission(
  { StatementId, RemoveAllPermissions = false, EventBusName }: Input<RemovePermissionRequest>,
  { state: bridge }: Call<EventBridge>,
): void {
  const bus = bridge.bus(busName(EventBusName));
  if (RemoveAllPermissions) {
    bridge.saveBus({ ...bus, statements: [] });
    return;
  }
  const statements = bus.statements.filter(({ Sid }) => Sid !== StatementId);
  if (statements.length === bus.statements.length)
    throw new ServiceError("ResourceNotFoundException", "Statement with the provided id does not exist.");
  bridge.saveBus({ ...bus, statements });
}
