import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";

/** Acknowledges every WriteLogEntries over gRPC and REST without looking at it; run in its own process, prints its ports. */
const grpc = new Server({ "grpc.max_receive_message_length": -1 });
const bytes = (value: Buffer): Buffer => value;
grpc.addService(
  {
    WriteLogEntries: {
      path: "/google.logging.v2.LoggingServiceV2/WriteLogEntries",
      requestStream: false,
      responseStream: false,
      requestSerialize: bytes,
      requestDeserialize: bytes,
      responseSerialize: bytes,
      responseDeserialize: bytes,
    },
  },
  {
    WriteLogEntries: (_call: unknown, answer: (error: null, message: Buffer) => void) =>
      answer(null, Buffer.alloc(0)),
  } as never,
);
const grpcPort = await new Promise<number>((resolve, reject) =>
  grpc.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
    error ? reject(error) : resolve(port),
  ),
);
const rest = createServer((request, response) => {
  request.resume();
  request.on("end", () => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
});
rest.listen(0, "127.0.0.1", () =>
  console.log(JSON.stringify({ grpc: grpcPort, rest: (rest.address() as AddressInfo).port })),
);
