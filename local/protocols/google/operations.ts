import { setTimeout as wait } from "node:timers/promises";
import { CLOUD_LOGGING_REQUEST_MAX_BYTES } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { GoogleError } from "../../services/cloud-logging/google-error.ts";
import {
  type GoogleLogs,
  googleLogsOf,
  type ListLogsRequest,
  type ListRequest,
  type WriteRequest,
} from "../../services/cloud-logging/google-logs.ts";
import { pageSizeOf, readPageToken, writePageToken } from "../../services/cloud-logging/page-token.ts";
import { RESOURCE_DESCRIPTORS } from "../../services/cloud-logging/resource-descriptors.ts";
import { CONFIGURATION_OPERATIONS } from "./configuration-operations.ts";
import { CONFIGURATION_REQUEST_SHAPES } from "./configuration-shapes.ts";
import { ENTRY_REQUEST_SHAPES, type JsonShape } from "./json-shapes.ts";

/** The connection is to be cut instead of answering. */
export class ConnectionCutError extends Error {
  override readonly name = "ConnectionCutError";
}

/** Calls that have one request and one response, both in the API's JSON form. */
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
  ...CONFIGURATION_OPERATIONS,
} as const;

type Operation = (logs: GoogleLogs, request: object) => object;

export type OperationName = keyof typeof OPERATIONS;

export const REQUEST_SHAPES = {
  ...ENTRY_REQUEST_SHAPES,
  ...CONFIGURATION_REQUEST_SHAPES,
} as const satisfies Record<OperationName, JsonShape>;

/** What a request that is too large is answered, on either protocol. */
export function tooLarge(): GoogleError {
  return new GoogleError(
    "INVALID_ARGUMENT",
    `Request payload size exceeds the limit: ${CLOUD_LOGGING_REQUEST_MAX_BYTES} bytes.`,
  );
}

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
  const response = fault.stored ? (OPERATIONS[name] as Operation)(googleLogsOf(cloud), request) : {};
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
