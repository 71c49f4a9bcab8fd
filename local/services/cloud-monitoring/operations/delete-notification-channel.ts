import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.NotificationChannelService.DeleteNotificationChannel */
export function deleteNotificationChannel(
  { name: given, force = false }: { readonly name: string; readonly force?: boolean },
  { state }: Call<CloudMonitoring>,
): object {
  const { name } = state.channels.get(given);
  const users = state.policies.made.filter(([, { notificationChannels = [] }]) =>
    notificationChannels.includes(name),
  );
  if (users.length > 0 && !force)
    throw new GoogleError(
      "FAILED_PRECONDITION",
      `The notification channel ${name} is used by ${users.length} alert policies; force deletes it all the same.`,
    );
  for (const [key, policy] of users)
    state.policies.set(key, {
      ...policy,
      notificationChannels: policy.notificationChannels!.filter((channel) => channel !== name),
    });
  state.channels.delete(name);
  return {};
}
