import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Acknowledges `_bulk` and PutLogEvents at once, a status for each document; run in its own process, prints its port. */
const NEWLINE = 0x0a;

createServer((request, response) => {
  let lines = 0;
  request.on("data", (chunk: Buffer) => {
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) lines += 1;
  });
  request.on("end", () => {
    response.writeHead(200, { "content-type": "application/json" });
    const items = Array(lines >> 1).fill('{"create":{"status":201}}');
    response.end(request.url!.startsWith("/_bulk") ? `{"errors":false,"items":[${items.join(",")}]}` : "{}");
  });
}).listen(0, "127.0.0.1", function (this: { address(): unknown }) {
  console.log((this.address() as AddressInfo).port);
});
