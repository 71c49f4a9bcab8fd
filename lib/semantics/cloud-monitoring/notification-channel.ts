import { InvalidArgumentError } from "../cloud-logging/invalid-argument-error.ts";
import {
  MONITORING_DISPLAY_NAME_MAX_LENGTH,
  NOTIFICATION_CHANNEL_DESCRIPTION_MAX_LENGTH,
} from "../limits.ts";
import { validateUserLabels } from "./user-labels.ts";

/**
 * A notification channel in the API's JSON form.
 *
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannels
 */
export interface NotificationChannel {
  readonly name?: string;
  readonly type?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly userLabels?: Readonly<Record<string, string>>;
  readonly verificationStatus?: string;
  /** @default true */
  readonly enabled?: boolean;
}

interface ChannelType {
  readonly required: readonly string[];
  readonly sensitive?: readonly string[];
}

/** The types of channels with their labels. @see https://cloud.google.com/monitoring/alerts/using-channels-api */
export const NOTIFICATION_CHANNEL_TYPES: Readonly<Record<string, ChannelType>> = {
  campfire: { required: ["subdomain", "room", "auth_token"], sensitive: ["auth_token"] },
  email: { required: ["email_address"] },
  google_chat: { required: ["space"] },
  hipchat: { required: ["room", "auth_token"], sensitive: ["auth_token"] },
  pagerduty: { required: ["service_key"], sensitive: ["service_key"] },
  pubsub: { required: ["topic"] },
  slack: { required: ["channel_name", "auth_token"], sensitive: ["auth_token"] },
  sms: { required: ["number"] },
  webhook_basicauth: { required: ["url", "username", "password"], sensitive: ["password"] },
  webhook_tokenauth: { required: ["url"] },
};

/**
 * The rules of creating a notification channel.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannels/create
 */
export function validateNotificationChannel(channel: NotificationChannel): void {
  const { type = "", labels = {}, displayName = "", description = "", verificationStatus } = channel;
  const known = Object.hasOwn(NOTIFICATION_CHANNEL_TYPES, type)
    ? NOTIFICATION_CHANNEL_TYPES[type]
    : undefined;
  if (!known)
    throw new InvalidArgumentError(
      `type: "${type}" is no type of a channel, expected one of ${Object.keys(NOTIFICATION_CHANNEL_TYPES).join(", ")}`,
      "type",
    );
  const missing = known.required.filter((label) => !labels[label]);
  if (missing.length > 0)
    throw new InvalidArgumentError(`labels: a channel of type ${type} needs ${missing.join(", ")}`, "labels");
  if ([...displayName].length > MONITORING_DISPLAY_NAME_MAX_LENGTH)
    throw new InvalidArgumentError(
      `displayName: expected at most ${MONITORING_DISPLAY_NAME_MAX_LENGTH} characters`,
      "displayName",
    );
  if ([...description].length > NOTIFICATION_CHANNEL_DESCRIPTION_MAX_LENGTH)
    throw new InvalidArgumentError(
      `description: expected at most ${NOTIFICATION_CHANNEL_DESCRIPTION_MAX_LENGTH} characters`,
      "description",
    );
  if (verificationStatus !== undefined && verificationStatus !== "VERIFICATION_STATUS_UNSPECIFIED")
    throw new InvalidArgumentError(
      "verificationStatus: cannot be given, channels are verified by verifyNotificationChannel",
      "verificationStatus",
    );
  validateUserLabels(channel.userLabels);
}

/** The channel as the service answers: of sensitive labels only the last four characters show. */
export function maskedChannel<Channel extends NotificationChannel>(channel: Channel): Channel {
  const { type = "", labels = {} } = channel;
  const sensitive = NOTIFICATION_CHANNEL_TYPES[type]?.sensitive ?? [];
  const masked = Object.entries(labels).map(([label, value]) => [
    label,
    sensitive.includes(label) ? "*".repeat(Math.max(0, value.length - 4)) + value.slice(-4) : value,
  ]);
  return { ...channel, labels: Object.fromEntries(masked) };
}

/** Whether a channel is told of incidents. */
export function isNotified({ enabled }: NotificationChannel): boolean {
  return enabled !== false;
}
