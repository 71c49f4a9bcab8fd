import type { ProgressEvent } from "@aws-sdk/client-cloudcontrol";
import type { Cloud } from "#kernel/cloud.ts";

/** What became of requests, by their tokens. */
export interface ResourceRequests {
  readonly events: Map<string, Omit<ProgressEvent, "EventTime"> & { readonly EventTime: number }>;
}

/** Opens the requests of a cloud. */
export const openResourceRequests = (_cloud: Cloud): ResourceRequests => ({ events: new Map() });
