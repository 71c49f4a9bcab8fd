import type { GetResourceRequestStatusInput } from "@aws-sdk/client-cloudcontrol";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { ResourceRequests } from "../state.ts";

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_GetResourceRequestStatus.html */
export function getResourceRequestStatus(
  { RequestToken }: Input<GetResourceRequestStatusInput>,
  { state: requests }: Call<ResourceRequests>,
): object {
  const event = requests.events.get(RequestToken);
  if (event) return { ProgressEvent: event };
  throw new ServiceError(
    "RequestTokenNotFoundException",
    `Request with token ${RequestToken} was not found in this account and region.`,
  );
}
