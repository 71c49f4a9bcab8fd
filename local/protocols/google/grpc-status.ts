import { Metadata, type ServiceError } from "@grpc/grpc-js";
import { GOOGLE_CODES, GoogleError } from "../../kernel/google/google-error.ts";
import type { PackAny } from "./message-codec.ts";
import type { ProtoDefinitions } from "./proto-definitions.ts";

/** What a call fails with; what the error says besides goes into the status details. */
export function grpcError(
  error: unknown,
  definitions: ProtoDefinitions,
  pack: PackAny,
): Partial<ServiceError> {
  const { code, message, details } =
    error instanceof GoogleError ? error : new GoogleError("INTERNAL", "Internal error encountered.");
  const { number } = GOOGLE_CODES[code];
  const metadata = new Metadata();
  const packed = details.flatMap(({ "@type": type, ...content }) => {
    const value = pack(type.slice(type.lastIndexOf("/") + 1), content);
    return value ? [{ type_url: type, value }] : [];
  });
  if (packed.length > 0) {
    const status = definitions
      .message("google.rpc.Status")
      .serialize({ code: number, message, details: packed });
    metadata.set("grpc-status-details-bin", status);
  }
  return { name: code, code: number, details: message, metadata };
}
