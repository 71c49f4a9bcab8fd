import {
  applyUpdateMask,
  maskedChannel,
  type NotificationChannel,
  validateNotificationChannel,
} from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { KeptChannel } from "../configuration/kinds.ts";
import { mutationAt } from "../configuration/mutation.ts";
import type { CloudMonitoring } from "../state.ts";
import { MONITORING_TYPES } from "../types.ts";

const TOLD = ["creationRecord", "mutationRecords", "verificationStatus"];
const CHANGEABLE = MONITORING_TYPES.message("google.monitoring.v3.NotificationChannel").changeable.filter(
  (member) => !TOLD.includes(member),
);

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.NotificationChannelService.UpdateNotificationChannel */
export function updateNotificationChannel(
  {
    notificationChannel,
    updateMask = [],
  }: { readonly notificationChannel: NotificationChannel; readonly updateMask?: readonly string[] },
  { state }: Call<CloudMonitoring>,
): object {
  const { channels } = state;
  const name = notificationChannel.name ?? "";
  const former = channels.get(name);
  const mask = updateMask.length === 0 ? CHANGEABLE : updateMask;
  const next = applyUpdateMask<NotificationChannel>(former, notificationChannel, mask, CHANGEABLE);
  validateNotificationChannel(next);
  const changed: KeptChannel = {
    enabled: true,
    ...next,
    name: former.name,
    creationRecord: former.creationRecord,
    mutationRecords: [mutationAt(channels.time()), ...former.mutationRecords].slice(0, 10),
  };
  channels.set(name, changed);
  return maskedChannel(changed);
}
