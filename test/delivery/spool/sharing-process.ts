/**
 * Logs numbered records in short rounds, in the main thread and in a worker, all into one spool and one service, on a wall clock
 * that jumps; tells on stdout after each round which records are safe by the account of their handler. Killed by the test.
 */
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { CloudLoggingHandler } from "../../../lib/handlers/cloud-logging/index.ts";
import { orderRecord } from "../../handlers/cloudwatch/orders.ts";

const ROUND = 50;
const [spool, endpoint, name] = isMainThread ? process.argv.slice(2) : (workerData as string[]);
if (isMainThread) new Worker(new URL(import.meta.url), { workerData: [spool, endpoint, `${name}-worker`] });

const realNow = Date.now;
let offset = 0;
Date.now = () => realNow() + offset;

for (let from = 0; ; from += ROUND) {
  offset = [0, -3_600_000, 3_600_000][Math.floor(Math.random() * 3)]!;
  const handler = new CloudLoggingHandler({
    projectId: "test",
    insecure: true,
    endpoint: endpoint!,
    spool: spool!,
    backoffBaseMs: 1,
    maximumQueueBytes: 65_536,
  });
  for (let index = from; index < from + ROUND; index++) handler.write(orderRecord(index, name));
  const report = await handler.close({ deadline: Date.now() + Math.floor(Math.random() * 30) });
  const { accepted, delivered, spooled, dropped, pending } = report;
  const gone = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  const isTrue =
    accepted === delivered + spooled + gone && pending === 0 && Object.keys(report.rejected).length === 0;
  process.stdout.write(`${JSON.stringify({ name, safe: from + ROUND, isTrue, dropped })}\n`);
}
