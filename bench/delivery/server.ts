import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Acknowledges every call after `LATENCY_MS`; run in its own process, prints its port. */
const latency = Number(process.env["LATENCY_MS"] ?? 0);
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    const answer = (): void => {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end('{"nextSequenceToken":"1"}');
    };
    if (latency > 0) setTimeout(answer, latency);
    else answer();
  });
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
