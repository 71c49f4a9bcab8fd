import { setTimeout as wait } from "node:timers/promises";
import type { Cloud } from "../../engine/cloud.ts";
import { GoogleError } from "../../engine/google-logs/google-error.ts";
import {
  type GoogleLogs,
  googleLogsOf,
  type ListLogsRequest,
  type ListRequest,
  type WriteRequest,
} from "../../engine/google-logs/google-logs.ts";
import { pageSizeOf, readPageToken, writePageToken } from "../../engine/google-logs/page-token.ts";
import { RESOURCE_DESCRIPTORS } from "../../engine/google-logs/resource-descriptors.ts";

/** The connection is to be cut instead of answering. */
export class ConnectionCutError extends Error {
  override readonly name = "ConnectionCutError";
}

/** Calls of `LoggingServiceV2` that have one request and one response, both in the API's JSON form. */
export const OPERATIONS = {
  WriteLogEntries: (logs: GoogleLogs, request: object): object => {
    logs.write(request as WriteRequest);
    return {};
  },
  ListLogEntries: (logs: GoogleLogs, request: object): object => logs.list(request as ListRequest),
  ListLogs: (logs: GoogleLogs, request: object): object => logs.listLogs(request as ListLogsRequest),
  DeleteLog: (logs: GoogleLogs, request: object): object => {
    logs.deleteLog((request as { logName?: string }).logName ?? "");
    return {};
  },
  ListMonitoredResourceDescriptors: (_: GoogleLogs, request: object): object =>
    listDescriptors(request as { pageSize?: number; pageToken?: string }),
} as const;

export type OperationName = keyof typeof OPERATIONS;

/**
 * Runs an operation with the faults that the cloud has for it: `google:WriteLogEntries`, `google:*` or `*`.
 *
 * @throws GoogleError, ConnectionCutError
 */
export async function runOperation(cloud: Cloud, name: OperationName, request: object): Promise<object> {
  const fault = cloud.faults.next("google", name);
  if (fault.latency > 0) await wait(fault.latency);
  if (fault.kind === "throttle")
    throw new GoogleError("RESOURCE_EXHAUSTED", `Quota exceeded for ${name} (a fault of the local cloud).`);
  const response = fault.stored ? OPERATIONS[name](googleLogsOf(cloud), request) : {};
  if (fault.kind === "error")
    throw new GoogleError(
      "UNAVAILABLE",
      "The service is currently unavailable (a fault of the local cloud).",
    );
  if (fault.kind === "cut") throw new ConnectionCutError(`${name} was cut by a fault.`);
  return response;
}

function listDescriptors({ pageSize, pageToken }: { pageSize?: number; pageToken?: string }): object {
  const size = pageSizeOf(pageSize, 100, 1000);
  const start = readPageToken<number>(pageToken, "descriptors") ?? 0;
  const resourceDescriptors = RESOURCE_DESCRIPTORS.slice(start, start + size);
  return start + size < RESOURCE_DESCRIPTORS.length
    ? { resourceDescriptors, nextPageToken: writePageToken("descriptors", start + size) }
    : { resourceDescriptors };
}
