import type { Call } from "#kernel/cloud.ts";
import { type PageRequest, pageOf } from "#kernel/google/page-token.ts";
import { channelDescriptors } from "../configuration/channel-descriptors.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.NotificationChannelService.ListNotificationChannelDescriptors */
export function listNotificationChannelDescriptors(
  { name, ...page }: Omit<PageRequest, "parent"> & { readonly name: string },
  { state }: Call<CloudMonitoring>,
): object {
  state.channels.checkParent(name);
  const { items, ...rest } = pageOf(
    channelDescriptors(name),
    (descriptor) => descriptor.name,
    { parent: name, ...page },
    "channelDescriptors",
  );
  return { channelDescriptors: items, ...rest };
}
