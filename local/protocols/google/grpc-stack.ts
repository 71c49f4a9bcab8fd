import type { Socket } from "node:net";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { LogEntry } from "cumulog/semantics";
import { CLOUD_LOGGING_REQUEST_MAX_BYTES } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { googleLogsOf } from "../../services/cloud-logging/google-logs.ts";
import { CONFIGURATION_REQUEST_SHAPES, CONFIGURATION_RESPONSE_SHAPES } from "./configuration-shapes.ts";
import { entryFromProto, entryToProto, millisecondsFromProto } from "./entry-proto.ts";
import { grpcError } from "./grpc-status.ts";
import { type LoggingProtos, loadLoggingProtos } from "./logging-protos.ts";
import { ConnectionCutError, OPERATIONS, type OperationName, runOperation, tooLarge } from "./operations.ts";
import { jsonFromProto, protoFromJson } from "./shape-proto.ts";
import { TailSender } from "./tail-sender.ts";

/** Above the service's own limit, so that the service's error is the answer and not the transport's. */
const LARGEST_MESSAGE = 8 * CLOUD_LOGGING_REQUEST_MAX_BYTES;

type Message = Record<string, unknown>;

/** Bytes of each request as it came. */
const sizes = new WeakMap<object, number>();

/** A gRPC server without a port of its own: connections are handed to it. Other services are UNIMPLEMENTED. */
export function createGrpcStack(cloud: Cloud): { accept(socket: Socket): void; close(): void } {
  const protos = loadLoggingProtos();
  const server = new Server({
    "grpc.max_receive_message_length": LARGEST_MESSAGE,
    "grpc.max_send_message_length": -1,
  });
  const sockets = new Map<string, Socket>();
  const methods = implementation(cloud, protos, sockets);
  for (const service of protos.services) server.addService(measured(service), methods);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    accept(socket) {
      const peer = `${socket.remoteAddress}:${socket.remotePort}`;
      sockets.set(peer, socket);
      socket.on("close", () => sockets.delete(peer));
      injector.injectConnection(socket);
    },
    close: () => server.forceShutdown(),
  };
}

function measured(service: ServiceDefinition): ServiceDefinition {
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => {
      const requestDeserialize = (bytes: Buffer) => {
        const message = method.requestDeserialize(bytes) as object;
        sizes.set(message, bytes.length);
        return message;
      };
      return [name, { ...method, requestDeserialize }];
    }),
  );
}

function implementation(
  cloud: Cloud,
  protos: LoggingProtos,
  sockets: ReadonlyMap<string, Socket>,
): UntypedServiceImplementation {
  const calls: Record<string, handleUnaryCall<Message, Message>> = {};
  for (const name of Object.keys(OPERATIONS) as OperationName[])
    calls[name] = (call, callback) => {
      answer(cloud, name, call.request).then(
        (response) => callback(null, response),
        (error) => {
          if (error instanceof ConnectionCutError) sockets.get(call.getPeer())?.destroy();
          else callback(grpcError(error, protos));
        },
      );
    };
  return { ...calls, TailLogEntries: (call: TailCall) => tail(cloud, call, protos) };
}

async function answer(cloud: Cloud, name: OperationName, message: Message): Promise<Message> {
  if ((sizes.get(message) ?? 0) > CLOUD_LOGGING_REQUEST_MAX_BYTES) throw tooLarge();
  if (isConfiguration(name)) {
    const request = jsonFromProto(CONFIGURATION_REQUEST_SHAPES[name], message) as object;
    const response = await runOperation(cloud, name, request);
    return protoFromJson(CONFIGURATION_RESPONSE_SHAPES[name], response) as Message;
  }
  const { entries: given, ...rest } = message as { entries?: Message[] };
  const request = given ? { ...rest, entries: given.map(entryFromProto) } : rest;
  const response = (await runOperation(cloud, name, request)) as { entries?: LogEntry[] };
  return response.entries ? { ...response, entries: response.entries.map(entryToProto) } : response;
}

function isConfiguration(name: OperationName): name is keyof typeof CONFIGURATION_REQUEST_SHAPES {
  return Object.hasOwn(CONFIGURATION_REQUEST_SHAPES, name);
}

type TailCall = ServerDuplexStream<Message, Message>;

/** Each request on the stream replaces what is tailed. */
function tail(cloud: Cloud, call: TailCall, protos: LoggingProtos): void {
  const sender = new TailSender(call);
  let stop: (() => void) | undefined;
  const end = () => {
    stop?.();
    stop = undefined;
  };
  call.on("data", ({ bufferWindow, ...request }: Message) => {
    end();
    const window = bufferWindow ? { bufferWindowMs: millisecondsFromProto(bufferWindow) } : undefined;
    try {
      stop = googleLogsOf(cloud).tail({ ...request, ...window }, (entries) => {
        sender.send(entries);
      });
    } catch (error) {
      call.emit("error", grpcError(error, protos));
    }
  });
  call.on("end", () => {
    end();
    call.end();
  });
  call.on("cancelled", end);
  call.on("error", end);
}
