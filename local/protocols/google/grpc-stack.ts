import { once } from "node:events";
import type { Socket } from "node:net";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { CLOUD_LOGGING_REQUEST_MAX_BYTES } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { type GoogleService, googleServicesOf } from "../../kernel/google/google-service.ts";
import type { ProtoMethod } from "../../kernel/google/proto/proto-model.ts";
import { CutConnection } from "../faulty-call.ts";
import { callGoogle, tooLarge } from "./google-call.ts";
import { grpcError } from "./grpc-status.ts";
import { jsonFromMessage, messageFromJson, type PackAny } from "./message-codec.ts";
import { definitionsOf, type ProtoDefinitions } from "./proto-definitions.ts";

/** Above the services' own limit, so that the service's error is the answer and not the transport's. */
const LARGEST_MESSAGE = 8 * CLOUD_LOGGING_REQUEST_MAX_BYTES;

type Message = Record<string, unknown>;

/** Bytes of each request as it came. */
const sizes = new WeakMap<object, number>();

/** A gRPC server without a port of its own: connections are handed to it. Other services are UNIMPLEMENTED. */
export async function createGrpcStack(
  cloud: Cloud,
): Promise<{ accept(socket: Socket): void; close(): void }> {
  const server = new Server({
    "grpc.max_receive_message_length": LARGEST_MESSAGE,
    "grpc.max_send_message_length": -1,
  });
  const sockets = new Map<string, Socket>();
  for (const { load } of googleServicesOf(cloud)) {
    const { service } = await load();
    const definitions = definitionsOf(service.types.model);
    const methods = new GrpcMethods(cloud, service, definitions, sockets).implementation();
    for (const definition of definitions.services) server.addService(measured(definition), methods);
  }
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

type StreamCall = ServerDuplexStream<Message, Message>;

/** The methods of one service as gRPC calls them. */
class GrpcMethods {
  readonly #cloud: Cloud;
  readonly #service: GoogleService;
  readonly #definitions: ProtoDefinitions;
  readonly #sockets: ReadonlyMap<string, Socket>;
  readonly #pack: PackAny;

  constructor(
    cloud: Cloud,
    service: GoogleService,
    definitions: ProtoDefinitions,
    sockets: ReadonlyMap<string, Socket>,
  ) {
    this.#cloud = cloud;
    this.#service = service;
    this.#definitions = definitions;
    this.#sockets = sockets;
    const { types } = service;
    this.#pack = (name, value) =>
      types.has(name)
        ? definitions.message(name).serialize(messageFromJson(types.message(name), value, this.#pack))
        : undefined;
  }

  implementation(): UntypedServiceImplementation {
    return Object.fromEntries(
      [...this.#service.types.methods]
        .filter(([name]) => Object.hasOwn(this.#service.operations, name))
        .map(([name, method]) => [
          name,
          method.streams ? this.#stream(name, method) : this.#unary(name, method),
        ]),
    );
  }

  #unary(name: string, method: ProtoMethod): handleUnaryCall<Message, Message> {
    return (call, callback) => {
      this.#answer(name, method, call.request).then(
        (response) => callback(null, response),
        (error) => {
          if (error instanceof CutConnection) this.#sockets.get(call.getPeer())?.destroy();
          else callback(this.#error(error));
        },
      );
    };
  }

  async #answer(name: string, method: ProtoMethod, message: Message): Promise<Message> {
    if ((sizes.get(message) ?? 0) > CLOUD_LOGGING_REQUEST_MAX_BYTES) throw tooLarge();
    const request = jsonFromMessage(this.#service.types.message(method.request), message);
    return this.#toMessage(method, await callGoogle(this.#cloud, this.#service.name, name, request));
  }

  /** Each request on a stream replaces the one before it. */
  #stream(name: string, method: ProtoMethod): (call: StreamCall) => void {
    return (call) => {
      let responses: AsyncIterator<object> | undefined;
      const end = () => {
        void responses?.return?.();
        responses = undefined;
      };
      const start = async (message: Message): Promise<void> => {
        const request = jsonFromMessage(this.#service.types.message(method.request), message);
        const output = await this.#cloud.call<AsyncIterable<object>>(this.#service.name, name, request);
        responses = output[Symbol.asyncIterator]();
        await this.#send(call, method, responses);
      };
      call.on("data", (message: Message) => {
        end();
        start(message).catch((error: unknown) => call.emit("error", this.#error(error)));
      });
      call.on("end", () => {
        end();
        call.end();
      });
      call.on("cancelled", end);
      call.on("error", end);
    };
  }

  /** One message is on its way at a time: HTTP/2 takes it when the client has read what came before. */
  async #send(call: StreamCall, method: ProtoMethod, responses: AsyncIterator<object>): Promise<void> {
    for (let next = await responses.next(); !next.done; next = await responses.next()) {
      const written = Promise.withResolvers<void>();
      call.write(this.#toMessage(method, next.value), () => written.resolve());
      await Promise.race([written.promise, once(call, "close")]);
    }
  }

  #toMessage(method: ProtoMethod, response: object): Message {
    return messageFromJson(this.#service.types.message(method.response), response, this.#pack);
  }

  #error(error: unknown): ReturnType<typeof grpcError> {
    return grpcError(error, this.#definitions, this.#pack);
  }
}
