import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Acknowledges every call after `LATENCY_MS`; run in its own process, prints its port. `THROTTLE` and `ERROR` are shares of
 * PutLogEvents calls that fail (half of the errors after storing); `GET /stored` tells what was stored when `COUNT` is set, by the
 * `orderId` in each message, and begins anew.
 */
const latency = Number(process.env["LATENCY_MS"] ?? 0);
const throttle = Number(process.env["THROTTLE"] ?? 0);
const error = Number(process.env["ERROR"] ?? 0);
const counts = process.env["COUNT"] !== undefined;
/** What was stored: different records, events, and records that came after a later one. */
const account = { ids: new Set<number>(), events: 0, outOfOrder: 0, newest: -1 };

function store(message: string): void {
  const id = Number(/"orderId":\s*(\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(id)) return;
  account.events += 1;
  if (account.ids.has(id)) return;
  account.ids.add(id);
  if (id < account.newest) account.outOfOrder += 1;
  account.newest = Math.max(account.newest, id);
}
let state = 1;
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
}

const server = createServer((request, response) => {
  if (request.url === "/stored") {
    const { ids, events, outOfOrder } = account;
    response.end(JSON.stringify({ stored: ids.size, duplicated: events - ids.size, outOfOrder }));
    Object.assign(account, { ids: new Set(), events: 0, outOfOrder: 0, newest: -1 });
    return;
  }
  const isPut = String(request.headers["x-amz-target"]).endsWith("PutLogEvents");
  const draw = isPut ? random() : 1;
  const fails = draw < throttle + error;
  const stores = isPut && (!fails || (draw >= throttle && draw < throttle + error / 2));
  const chunks: Buffer[] = [];
  if (counts && stores) request.on("data", (chunk: Buffer) => chunks.push(chunk));
  else request.resume();
  request.on("end", () => {
    if (chunks.length > 0)
      for (const { message } of (
        JSON.parse(Buffer.concat(chunks).toString()) as { logEvents: { message: string }[] }
      ).logEvents)
        store(message);
    const answer = (): void => {
      const status = !fails ? 200 : draw < throttle ? 400 : 500;
      response.writeHead(status, {
        "content-type": "application/x-amz-json-1.1",
        // What does not name the request is not the service, and nothing counts as delivered.
        "x-amzn-requestid": "00000000-0000-0000-0000-000000000000",
      });
      const type = draw < throttle ? "ThrottlingException" : "InternalFailure";
      response.end(
        fails
          ? JSON.stringify({ __type: type, message: type })
          : '{"nextSequenceToken":"1","logStreams":[{"logStreamName":"bench","uploadSequenceToken":"1"}],"logGroups":[{"logGroupName":"bench"}]}',
      );
    };
    if (latency > 0) setTimeout(answer, latency);
    else answer();
  });
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
