import { Metadata, type ServiceError } from "@grpc/grpc-js";
import { GOOGLE_CODES, GoogleError } from "../../services/cloud-logging/google-error.ts";
import type { LoggingProtos } from "./logging-protos.ts";

const PARTIAL_ERRORS_TYPE = "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors";

/** What a call fails with; errors of single entries go into the status details. */
export function grpcError(error: unknown, { status, partialErrors }: LoggingProtos): Partial<ServiceError> {
  const {
    code,
    message,
    details: { entryErrors },
  } = error instanceof GoogleError ? error : new GoogleError("INTERNAL", "Internal error encountered.");
  const { number } = GOOGLE_CODES[code];
  const metadata = new Metadata();
  if (entryErrors) {
    const value = partialErrors.serialize({ logEntryErrors: entryErrors });
    const details = [{ type_url: PARTIAL_ERRORS_TYPE, value }];
    metadata.set("grpc-status-details-bin", status.serialize({ code: number, message, details }));
  }
  return { name: code, code: number, details: message, metadata };
}
