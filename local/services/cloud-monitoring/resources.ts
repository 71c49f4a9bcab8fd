import {
  argumentsChange,
  messageOfArguments,
  projectPath,
  type TerraformArguments,
  type TerraformResource,
} from "../../kernel/google/terraform-resource.ts";
import { MONITORING_TYPES } from "./types.ts";

const SERVICE = "cloud-monitoring";
const POLICY = MONITORING_TYPES.message("google.monitoring.v3.AlertPolicy");

interface Named {
  readonly name: string;
}

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/monitoring_alert_policy */
const alertPolicy: TerraformResource = {
  async create(properties, context) {
    const name = projectPath(properties, context);
    const message = messageOfArguments(POLICY, properties, ["project"]);
    const made = await context.cloud.call<Named>(SERVICE, "CreateAlertPolicy", {
      name,
      alertPolicy: message,
    });
    return { id: made.name, attributes: { name: made.name } };
  },
  async update(properties, existing, { cloud }) {
    const message = messageOfArguments(POLICY, properties, ["project"]);
    await cloud.call(SERVICE, "UpdateAlertPolicy", { alertPolicy: { ...message, name: existing.id } });
    return existing;
  },
  replaces: argumentsChange("project"),
  async delete({ id }, { cloud }) {
    await cloud.call(SERVICE, "DeleteAlertPolicy", { name: id });
  },
};

const CHANNEL = MONITORING_TYPES.message("google.monitoring.v3.NotificationChannel");
const CHANNEL_OWN = ["project", "force_delete", "sensitive_labels"];

/** The provider keeps secrets apart from the other labels. */
function channelMessage(properties: TerraformArguments): Record<string, unknown> {
  const { sensitive_labels: sensitive = {}, labels = {} } = properties;
  const [secret] = [sensitive].flat() as Record<string, unknown>[];
  return {
    ...messageOfArguments(CHANNEL, properties, CHANNEL_OWN),
    labels: { ...(labels as object), ...secret },
  };
}

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/monitoring_notification_channel */
const notificationChannel: TerraformResource = {
  async create(properties, context) {
    const name = projectPath(properties, context);
    const request = { name, notificationChannel: channelMessage(properties) };
    const made = await context.cloud.call<Named>(SERVICE, "CreateNotificationChannel", request);
    return { id: made.name, attributes: { name: made.name } };
  },
  async update(properties, existing, { cloud }) {
    const message = { ...channelMessage(properties), name: existing.id };
    await cloud.call(SERVICE, "UpdateNotificationChannel", { notificationChannel: message });
    return existing;
  },
  replaces: argumentsChange("project", "type"),
  async delete({ id }, { cloud }) {
    await cloud.call(SERVICE, "DeleteNotificationChannel", { name: id, force: true });
  },
};

const SNOOZE = MONITORING_TYPES.message("google.monitoring.v3.Snooze");

/** A snooze cannot be deleted: it ends. https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/monitoring_snooze */
const snooze: TerraformResource = {
  async create(properties, context) {
    const parent = projectPath(properties, context);
    const message = messageOfArguments(SNOOZE, properties, ["project"]);
    const made = await context.cloud.call<Named>(SERVICE, "CreateSnooze", { parent, snooze: message });
    return { id: made.name, attributes: { name: made.name } };
  },
  async update(properties, existing, { cloud }) {
    const message = messageOfArguments(SNOOZE, properties, ["project"]);
    await cloud.call(SERVICE, "UpdateSnooze", {
      snooze: { ...message, name: existing.id },
      updateMask: "displayName,interval",
    });
    return existing;
  },
  replaces: argumentsChange("project", "criteria"),
  async delete({ id }, { cloud }) {
    const { interval } = await cloud.call<{ interval: { startTime: string; endTime: string } }>(
      SERVICE,
      "GetSnooze",
      { name: id },
    );
    const now = cloud.clock.now();
    if (Date.parse(interval.endTime) <= now) return;
    const { startTime } = interval;
    const endTime = new Date(Math.max(now, Date.parse(startTime) + 1_000)).toISOString();
    await cloud.call(SERVICE, "UpdateSnooze", {
      snooze: { name: id, interval: { startTime, endTime } },
      updateMask: "interval",
    });
  },
};

/** Terraform's resource types of Cloud Monitoring. */
export const MONITORING_RESOURCES: Readonly<Record<string, TerraformResource>> = {
  google_monitoring_alert_policy: alertPolicy,
  google_monitoring_notification_channel: notificationChannel,
  google_monitoring_snooze: snooze,
};
