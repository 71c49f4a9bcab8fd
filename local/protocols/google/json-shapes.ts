import { SEVERITIES } from "cumulog/semantics";

/** What a member of a request may be, in the terms of the JSON form of protocol buffers. */
export type JsonShape =
  | "string"
  | "bool"
  | "int32"
  | "int64"
  | "double"
  | "timestamp"
  | "duration"
  | "struct"
  | "any"
  | "fieldMask"
  | { readonly enum: Readonly<Record<string, number>>; readonly type: string }
  | { readonly list: JsonShape }
  | { readonly map: JsonShape }
  | { readonly fields: Readonly<Record<string, JsonShape>> };

export const STRINGS: JsonShape = { list: "string" };
export const LABELS: JsonShape = { map: "string" };

const RESOURCE: JsonShape = { fields: { type: "string", labels: LABELS } };

const LOG_ENTRY: JsonShape = {
  fields: {
    logName: "string",
    resource: RESOURCE,
    timestamp: "timestamp",
    receiveTimestamp: "timestamp",
    severity: { enum: SEVERITIES, type: "type.googleapis.com/google.logging.type.LogSeverity" },
    insertId: "string",
    httpRequest: {
      fields: {
        requestMethod: "string",
        requestUrl: "string",
        requestSize: "int64",
        status: "int32",
        responseSize: "int64",
        userAgent: "string",
        remoteIp: "string",
        serverIp: "string",
        referer: "string",
        latency: "duration",
        cacheLookup: "bool",
        cacheHit: "bool",
        cacheValidatedWithOriginServer: "bool",
        cacheFillBytes: "int64",
        protocol: "string",
      },
    },
    labels: LABELS,
    metadata: { fields: { systemLabels: "struct", userLabels: LABELS } },
    operation: { fields: { id: "string", producer: "string", first: "bool", last: "bool" } },
    trace: "string",
    spanId: "string",
    traceSampled: "bool",
    sourceLocation: { fields: { file: "string", line: "int64", function: "string" } },
    split: { fields: { uid: "string", index: "int32", totalSplits: "int32" } },
    errorGroups: { list: { fields: { id: "string" } } },
    textPayload: "string",
    jsonPayload: "struct",
    protoPayload: "any",
  },
};

/** Members by which a page is asked for. */
export const PAGE = { pageSize: "int32", pageToken: "string" } as const;

/** @see https://cloud.google.com/logging/docs/reference/v2/rest */
export const ENTRY_REQUEST_SHAPES = {
  WriteLogEntries: {
    fields: {
      logName: "string",
      resource: RESOURCE,
      labels: LABELS,
      entries: { list: LOG_ENTRY },
      partialSuccess: "bool",
      dryRun: "bool",
    },
  },
  ListLogEntries: {
    fields: { resourceNames: STRINGS, projectIds: STRINGS, filter: "string", orderBy: "string", ...PAGE },
  },
  ListLogs: { fields: { parent: "string", resourceNames: STRINGS, ...PAGE } },
  DeleteLog: { fields: { logName: "string" } },
  ListMonitoredResourceDescriptors: { fields: PAGE },
} as const satisfies Record<string, JsonShape>;
