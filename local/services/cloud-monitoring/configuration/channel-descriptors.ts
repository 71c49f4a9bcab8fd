import { NOTIFICATION_CHANNEL_TYPES } from "cumulog/semantics";

/** A type of channels with its labels. */
export interface ChannelDescriptor {
  readonly name: string;
  readonly type: string;
  readonly displayName: string;
  readonly labels: readonly { readonly key: string; readonly valueType: string }[];
}

/** The types of channels, by name. @see https://cloud.google.com/monitoring/alerts/using-channels-api */
export function channelDescriptors(project: string): readonly ChannelDescriptor[] {
  return Object.entries(NOTIFICATION_CHANNEL_TYPES).map(([type, { required }]) => ({
    name: `${project}/notificationChannelDescriptors/${type}`,
    type,
    displayName: type,
    labels: required.map((key) => ({ key, valueType: "STRING" })),
  }));
}
