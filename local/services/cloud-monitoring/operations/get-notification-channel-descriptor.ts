import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { channelDescriptors } from "../configuration/channel-descriptors.ts";
import { projectOf } from "../configuration/kinds.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.NotificationChannelService.GetNotificationChannelDescriptor */
export function getNotificationChannelDescriptor(
  { name }: { readonly name: string },
  { state }: Call<CloudMonitoring>,
): object {
  const project = projectOf(name);
  state.channels.checkParent(project);
  const descriptor = channelDescriptors(project).find((one) => one.name === name);
  if (descriptor) return descriptor;
  throw new GoogleError("NOT_FOUND", `The notification channel descriptor ${name} does not exist.`);
}
