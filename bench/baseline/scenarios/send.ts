/** Sends log events to a local cloud over two connections: `node send.ts ENDPOINT EVENTS`. */
import { callLogs, lineOf } from "../../local/raw-client.ts";
import { groupName, STREAM } from "../../local/stack.ts";

const EVENTS_A_CALL = 5_000;
const CONNECTIONS = 2;
const [endpoint, events] = process.argv.slice(2) as [string, string];

let sent = 0;
async function sendAll(): Promise<void> {
  while (sent < Number(events)) {
    sent += EVENTS_A_CALL;
    const timestamp = Date.now();
    const logEvents = Array.from({ length: EVENTS_A_CALL }, (_, index) => ({
      timestamp,
      message: lineOf(index),
    }));
    await callLogs(
      endpoint,
      "PutLogEvents",
      JSON.stringify({ logGroupName: groupName(0), logStreamName: STREAM, logEvents }),
    );
  }
}
await Promise.all(Array.from({ length: CONNECTIONS }, sendAll));
process.exit(0);
