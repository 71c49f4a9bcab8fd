import {
  cloudWatchOtlpMessage,
  type OtlpLogsRequest,
  type OtlpScopedRecord,
  otlpMilliseconds,
  otlpRecords,
} from "cumulog/semantics";
import { type IngestedEvent, IngestionError } from "./ingested-event.ts";
import { decodeLogsRequest } from "./otlp-codec.ts";

/** The two forms of OTLP over HTTP. */
export const OTLP_TYPES = { json: "application/json", proto: "application/x-protobuf" } as const;

/** Reads a request in either form. @throws {IngestionError} when it is none */
export function readLogsRequest(body: Buffer, contentType: string): OtlpLogsRequest {
  try {
    if (contentType === OTLP_TYPES.proto) return decodeLogsRequest(body);
    const request: unknown = JSON.parse(body.toString("utf8"));
    if (typeof request === "object" && request !== null && !Array.isArray(request)) {
      const { resourceLogs = [] } = request as { readonly resourceLogs?: unknown };
      if (Array.isArray(resourceLogs)) return request;
    }
  } catch {
    // Said below.
  }
  throw new IngestionError("The request body is no ExportLogsServiceRequest.");
}

/**
 * What is made of each record of a request.
 *
 * @throws {IngestionError} when a member is not what it should be
 */
export function ofRecords<Made>(request: OtlpLogsRequest, make: (record: OtlpScopedRecord) => Made): Made[] {
  try {
    return otlpRecords(request).map(make);
  } catch {
    throw new IngestionError("The request body is no ExportLogsServiceRequest.");
  }
}

/** The event that CloudWatch Logs makes of a record. */
export function otlpEvent(scoped: OtlpScopedRecord): IngestedEvent {
  return { timestamp: otlpMilliseconds(scoped.record), message: cloudWatchOtlpMessage(scoped) };
}
