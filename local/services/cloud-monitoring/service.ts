import { googleService } from "../../kernel/google/make-google-service.ts";
import { createAlertPolicy } from "./operations/create-alert-policy.ts";
import { createMetricDescriptor } from "./operations/create-metric-descriptor.ts";
import { createNotificationChannel } from "./operations/create-notification-channel.ts";
import { createSnooze } from "./operations/create-snooze.ts";
import { createTimeSeries } from "./operations/create-time-series.ts";
import { deleteAlertPolicy } from "./operations/delete-alert-policy.ts";
import { deleteMetricDescriptor } from "./operations/delete-metric-descriptor.ts";
import { deleteNotificationChannel } from "./operations/delete-notification-channel.ts";
import { getAlertPolicy } from "./operations/get-alert-policy.ts";
import { getMetricDescriptor } from "./operations/get-metric-descriptor.ts";
import { getMonitoredResourceDescriptor } from "./operations/get-monitored-resource-descriptor.ts";
import { getNotificationChannel } from "./operations/get-notification-channel.ts";
import { getNotificationChannelDescriptor } from "./operations/get-notification-channel-descriptor.ts";
import { getSnooze } from "./operations/get-snooze.ts";
import { listAlertPolicies } from "./operations/list-alert-policies.ts";
import { listMetricDescriptors } from "./operations/list-metric-descriptors.ts";
import { listMonitoredResourceDescriptors } from "./operations/list-monitored-resource-descriptors.ts";
import { listNotificationChannelDescriptors } from "./operations/list-notification-channel-descriptors.ts";
import { listNotificationChannels } from "./operations/list-notification-channels.ts";
import { listSnoozes } from "./operations/list-snoozes.ts";
import { listTimeSeries } from "./operations/list-time-series.ts";
import { updateAlertPolicy } from "./operations/update-alert-policy.ts";
import { updateNotificationChannel } from "./operations/update-notification-channel.ts";
import { updateSnooze } from "./operations/update-snooze.ts";
import { MONITORING_RESOURCES } from "./resources.ts";
import { type CloudMonitoring, openCloudMonitoring } from "./state.ts";
import { MONITORING_TYPES } from "./types.ts";

/** Cloud Monitoring: time series, alert policies with their incidents, notification channels and snoozes. */
export const service = googleService<CloudMonitoring>({
  name: "cloud-monitoring",
  types: MONITORING_TYPES,
  state: openCloudMonitoring,
  operations: {
    CreateAlertPolicy: createAlertPolicy,
    CreateMetricDescriptor: createMetricDescriptor,
    CreateNotificationChannel: createNotificationChannel,
    CreateSnooze: createSnooze,
    CreateTimeSeries: createTimeSeries,
    DeleteAlertPolicy: deleteAlertPolicy,
    DeleteMetricDescriptor: deleteMetricDescriptor,
    DeleteNotificationChannel: deleteNotificationChannel,
    GetAlertPolicy: getAlertPolicy,
    GetMetricDescriptor: getMetricDescriptor,
    GetMonitoredResourceDescriptor: getMonitoredResourceDescriptor,
    GetNotificationChannel: getNotificationChannel,
    GetNotificationChannelDescriptor: getNotificationChannelDescriptor,
    GetSnooze: getSnooze,
    ListAlertPolicies: listAlertPolicies,
    ListMetricDescriptors: listMetricDescriptors,
    ListMonitoredResourceDescriptors: listMonitoredResourceDescriptors,
    ListNotificationChannelDescriptors: listNotificationChannelDescriptors,
    ListNotificationChannels: listNotificationChannels,
    ListSnoozes: listSnoozes,
    ListTimeSeries: listTimeSeries,
    UpdateAlertPolicy: updateAlertPolicy,
    UpdateNotificationChannel: updateNotificationChannel,
    UpdateSnooze: updateSnooze,
  },
  resources: MONITORING_RESOURCES,
});
