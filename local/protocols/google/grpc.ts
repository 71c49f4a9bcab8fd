import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Cloud } from "../../kernel/cloud.ts";

export interface GoogleGrpcOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/**
 * Listens for gRPC clients of Google's APIs, without TLS. The gRPC stack takes longer to load than all the rest of the
 * cloud, so it is loaded when the first client connects.
 */
export async function startGoogleGrpc(
  cloud: Cloud,
  { host, port }: GoogleGrpcOptions,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let stack: Promise<{ accept(socket: Socket): void; close(): void }> | undefined;
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    stack ??= import("./grpc-stack.ts").then(({ createGrpcStack }) => createGrpcStack(cloud));
    stack.then(
      ({ accept }) => accept(socket),
      () => socket.destroy(),
    );
  });
  listener.listen(port, host);
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    async close() {
      const closed = once(listener, "close");
      listener.close();
      (await stack?.catch(() => undefined))?.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
