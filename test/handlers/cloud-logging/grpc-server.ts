import { createRequire } from "node:module";
import { type AddressInfo, createServer, type Socket } from "node:net";
import {
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { fromJSON, type MessageTypeDefinition } from "@grpc/proto-loader";
import { type EntryStore, Refusal, type StoredEntry, type WriteRequest } from "./entry-store.ts";

type Message = Record<string, never>;
type Definition = MessageTypeDefinition<object, object>;

const client = createRequire(createRequire(import.meta.url).resolve("@google-cloud/logging"));
const definitions = fromJSON(
  client("@google-cloud/logging-api/build/protos/protos.json") as Parameters<typeof fromJSON>[0],
  { enums: String, longs: String },
);
const service = definitions["google.logging.v2.LoggingServiceV2"] as unknown as Record<
  string,
  MethodDefinition<object, object>
>;
const statusMessage = definitions["google.rpc.Status"] as unknown as Definition;
const partialErrors = definitions["google.logging.v2.WriteLogEntriesPartialErrors"] as unknown as Definition;

/** A gRPC server of WriteLogEntries behind a port of its own, whose connections can be cut. */
export async function startGrpcServer(store: EntryStore, options: object = {}) {
  const sockets = new Set<Socket>();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = new Server({ "grpc.max_receive_message_length": 64 * 1024 * 1024, ...options });
  const method = service["WriteLogEntries"]!;
  const sizes = new WeakMap<object, number>();
  const measured = {
    ...method,
    requestDeserialize: (bytes: Buffer) => {
      const message = method.requestDeserialize(bytes);
      sizes.set(message, bytes.length);
      return message;
    },
  };
  server.addService({ WriteLogEntries: measured } as never, {
    WriteLogEntries(call: ServerUnaryCall<Message, object>, answer: sendUnaryData<object>) {
      const fail = (code: number, details: string) => answer({ code, details });
      const write = () => store.write(requestOf(call.request), sizes.get(call.request)!);
      switch (store.next()) {
        case "exhausted":
          return fail(8, "Quota exceeded");
        case "unavailable":
          return fail(14, "try again");
        case "deadline":
          return fail(4, "too slow");
        case "denied":
          return fail(7, "no permission");
        case "hang":
          return;
        case "cut-before":
          return cut();
        case "store-then-cut":
          write();
          return cut();
        case "store-then-unavailable":
          write();
          return fail(14, "stored, and yet");
      }
      try {
        write();
        answer(null, {});
      } catch (error) {
        const { code, message, entries } = error as Refusal;
        if (!(error instanceof Refusal)) throw error;
        answer({ code, details: message, ...(entries && { metadata: detailsOf(code, message, entries) }) });
      }
    },
  });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    async stop() {
      cut();
      server.forceShutdown();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

function detailsOf(code: number, message: string, entries: ReadonlyMap<number, number>): Metadata {
  const logEntryErrors = Object.fromEntries(
    [...entries].map(([index, status]) => [index, { code: status, message: "refused" }]),
  );
  const value = partialErrors.serialize({ logEntryErrors });
  const type = "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors";
  const metadata = new Metadata();
  const details = [{ type_url: type, typeUrl: type, value }];
  metadata.set("grpc-status-details-bin", statusMessage.serialize({ code, message, details }) as Buffer);
  return metadata;
}

/** The request in the API's JSON form. */
function requestOf(message: Message): WriteRequest {
  const { entries, ...rest } = message as unknown as { entries: Message[] };
  return { ...(rest as object), entries: (entries ?? []).map(entryOf) };
}

function entryOf(message: Message): Partial<StoredEntry> {
  const { timestamp, jsonPayload, httpRequest, ...rest } = message as Record<string, object>;
  const { seconds, nanos = 0 } = timestamp as { seconds: string; nanos?: number };
  const entry: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) if (value) entry[key] = value;
  return {
    ...entry,
    timestamp: new Date(Number(seconds) * 1000 + nanos / 1e6).toISOString(),
    ...(jsonPayload && { jsonPayload: structOf(jsonPayload as { fields?: Record<string, Message> }) }),
    ...(httpRequest && { httpRequest: requestMembers(httpRequest as Record<string, unknown>) }),
  };
}

function requestMembers({ latency, ...rest }: Record<string, unknown>): Record<string, unknown> {
  if (!latency) return rest;
  const { seconds = "0", nanos = 0 } = latency as { seconds?: string; nanos?: number };
  return { ...rest, latency: `${Number(seconds) + nanos / 1e9}s` };
}

function structOf({ fields = {} }: { fields?: Record<string, Message> }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plainValue(value)]));
}

function plainValue(value: Record<string, never>): unknown {
  if ("structValue" in value) return structOf(value["structValue"]!);
  if ("listValue" in value) {
    const { values = [] } = value["listValue"]! as { values?: Message[] };
    return values.map(plainValue);
  }
  if ("nullValue" in value) return null;
  return value["stringValue"] ?? value["numberValue"] ?? value["boolValue"];
}
