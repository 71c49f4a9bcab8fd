import { randomUUID } from "node:crypto";
import type { UpdateResourceInput } from "@aws-sdk/client-cloudcontrol";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { ReplacementError } from "#template/replacement.ts";
import { resourceOf } from "../deployed-resources.ts";
import { patched } from "../json-patch.ts";
import type { ResourceRequests } from "../state.ts";

/**
 * Changes a resource of a stack in place. What its service refuses is said at once, while AWS says it when it is asked for the
 * request's status.
 * https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_UpdateResource.html
 */
export async function updateResource(
  { TypeName, Identifier, PatchDocument }: Input<UpdateResourceInput>,
  { cloud, state: requests }: Call<ResourceRequests>,
): Promise<object> {
  const { stack, logicalId, resource } = resourceOf(cloud, TypeName, Identifier);
  try {
    await stack.change(logicalId, patched(resource.properties, PatchDocument));
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const code = error instanceof ReplacementError ? "NotUpdatableException" : "InvalidRequestException";
    throw new ServiceError(code, (error as Error).message);
  }
  const event = {
    TypeName,
    Identifier,
    RequestToken: randomUUID(),
    Operation: "UPDATE" as const,
    OperationStatus: "SUCCESS" as const,
    EventTime: cloud.clock.now() / 1_000,
  };
  requests.events.set(event.RequestToken, event);
  return { ProgressEvent: event };
}
