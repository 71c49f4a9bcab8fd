import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON, type MessageTypeDefinition } from "@grpc/proto-loader";

type MessageDefinition = MessageTypeDefinition<object, object>;

/** The services and messages of the logging API, as Google's client ships them. */
export interface LoggingProtos {
  readonly services: readonly ServiceDefinition[];
  readonly status: MessageDefinition;
  readonly partialErrors: MessageDefinition;
}

export function loadLoggingProtos(): LoggingProtos {
  const client = createRequire(createRequire(import.meta.url).resolve("@google-cloud/logging"));
  const file = client.resolve("@google-cloud/logging-api/build/protos/protos.json");
  const definitions = fromJSON(JSON.parse(readFileSync(file, "utf8")), { longs: String, enums: String });
  const named = (name: string) => definitions[name] as unknown;
  return {
    services: ["LoggingServiceV2", "ConfigServiceV2", "MetricsServiceV2"].map(
      (name) => named(`google.logging.v2.${name}`) as ServiceDefinition,
    ),
    status: named("google.rpc.Status") as MessageDefinition,
    partialErrors: named("google.logging.v2.WriteLogEntriesPartialErrors") as MessageDefinition,
  };
}
