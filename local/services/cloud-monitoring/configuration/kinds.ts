import type { AlertPolicy, NotificationChannel, Snooze } from "cumulog/semantics";
import type { ResourceKind } from "#kernel/google/resource-store.ts";

const PROJECT = /^projects\/[^/]+$/;

/** When a resource was made and changed, and by whom. */
export interface MutationRecord {
  readonly mutateTime: string;
  readonly mutatedBy: string;
}

/** A policy with what the service tells of it. */
export interface KeptPolicy extends AlertPolicy {
  readonly name: string;
  readonly creationRecord: MutationRecord;
  readonly mutationRecord: MutationRecord;
}

/** A channel with what the service tells of it. */
export interface KeptChannel extends NotificationChannel {
  readonly name: string;
  readonly creationRecord: MutationRecord;
  readonly mutationRecords: readonly MutationRecord[];
}

/** A snooze with its name. */
export interface KeptSnooze extends Snooze {
  readonly name: string;
}

/** A kind of metric, as the API has it. */
export interface MetricDescriptor {
  readonly name: string;
  readonly type: string;
  readonly metricKind: string;
  readonly valueType: string;
  readonly unit?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly labels?: readonly { readonly key?: string; readonly valueType?: string }[];
}

export const POLICIES: ResourceKind<KeptPolicy> = {
  collection: "alertPolicies",
  title: "Alert policy",
  parents: PROJECT,
};

export const CHANNELS: ResourceKind<KeptChannel> = {
  collection: "notificationChannels",
  title: "Notification channel",
  parents: PROJECT,
};

export const SNOOZES: ResourceKind<KeptSnooze> = { collection: "snoozes", title: "Snooze", parents: PROJECT };

export const DESCRIPTORS: ResourceKind<MetricDescriptor> = {
  collection: "metricDescriptors",
  title: "Metric descriptor",
  parents: PROJECT,
};

/** The project of a resource's full name. */
export function projectOf(name: string): string {
  return /^projects\/[^/]+/.exec(name)?.[0] ?? "";
}
