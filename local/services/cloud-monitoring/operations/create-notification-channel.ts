import { maskedChannel, type NotificationChannel, validateNotificationChannel } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { KeptChannel } from "../configuration/kinds.ts";
import { generatedId, mutationAt } from "../configuration/mutation.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.NotificationChannelService.CreateNotificationChannel */
export function createNotificationChannel(
  {
    name: project,
    notificationChannel,
  }: { readonly name: string; readonly notificationChannel: NotificationChannel },
  { state }: Call<CloudMonitoring>,
): object {
  const { channels } = state;
  channels.checkParent(project);
  validateNotificationChannel(notificationChannel);
  const id = generatedId();
  const record = mutationAt(channels.time());
  const made: KeptChannel = {
    enabled: true,
    ...notificationChannel,
    name: `${project}/notificationChannels/${id}`,
    creationRecord: record,
    mutationRecords: [record],
  };
  channels.add(project, id, made);
  return maskedChannel(made);
}
