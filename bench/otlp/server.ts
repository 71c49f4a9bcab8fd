import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeRequest, type OtlpRequest } from "../../test/handlers/otlp/messages.ts";

/**
 * Takes every request; run in its own process, prints its port. `THROTTLE` and `ERROR` are shares of requests that fail with 429 and 500
 * (half of the errors after storing); `GET /stored` tells what was stored when `COUNT` is set, by the attribute `orderId`, and begins anew.
 */
const throttle = Number(process.env["THROTTLE"] ?? 0);
const error = Number(process.env["ERROR"] ?? 0);
const counts = process.env["COUNT"] !== undefined;
const ids = new Set<string>();
let records = 0;
let state = 1;

function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
}

function store({ resourceLogs }: OtlpRequest): void {
  for (const { scopeLogs } of resourceLogs)
    for (const { logRecords } of scopeLogs)
      for (const { attributes = [] } of logRecords) {
        const id = attributes.find(({ key }) => key === "orderId")?.value.intValue;
        if (id === undefined) continue;
        records += 1;
        ids.add(String(id));
      }
}

const server = createServer((request, response) => {
  if (request.url === "/stored") {
    response.end(JSON.stringify({ stored: ids.size, duplicated: records - ids.size }));
    ids.clear();
    records = 0;
    return;
  }
  const draw = random();
  const fails = draw < throttle + error;
  const stores = counts && (!fails || (draw >= throttle && draw < throttle + error / 2));
  const type = request.headers["content-type"] ?? "";
  const chunks: Buffer[] = [];
  if (stores) request.on("data", (chunk: Buffer) => chunks.push(chunk));
  else request.resume();
  request.on("end", () => {
    if (stores) {
      const body = Buffer.concat(chunks);
      store(type === "application/json" ? (JSON.parse(body.toString()) as OtlpRequest) : decodeRequest(body));
    }
    response.writeHead(!fails ? 200 : draw < throttle ? 429 : 500, { "content-type": type });
    response.end(fails || type !== "application/json" ? "" : "{}");
  });
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
