/**
 * Logs numbered records to a service that is not there, with a queue so small that nearly all goes to the spool, and tells on
 * stdout how many records the ledger calls spooled. Killed by the test.
 */
import { CloudWatchHandler } from "../../../lib/handlers/cloudwatch/index.ts";

const [spool, endpoint] = process.argv.slice(2);
const handler = new CloudWatchHandler({
  logGroupName: "/app/orders",
  logStreamName: "one",
  region: "eu-west-1",
  endpoint: endpoint!,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maximumQueueBytes: 65_536,
  spool: spool!,
});

let index = 0;
function logSome(): void {
  for (let count = 0; count < 500; count++)
    handler.write({
      timestamp: Date.UTC(2026, 0, 1) + index,
      level: 30,
      logger: "orders",
      message: `message ${index}`,
      service: undefined,
      context: undefined,
      fields: { index: index++ },
      error: undefined,
    });
  void handler.flush({ deadline: Date.now() }).then(({ spooled, accepted }) => {
    process.stdout.write(`${JSON.stringify({ spooled, accepted })}\n`);
    setImmediate(logSome);
  });
}
logSome();
