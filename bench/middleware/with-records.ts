/**
 * One process: what the middleware costs with the record that it writes of each invocation, beside Powertools with `logEvent`, which
 * writes one of each event. Standard output is expected to go nowhere; figures come on standard error, µs of CPU per invocation.
 */
import { setImmediate } from "node:timers/promises";
import { getLogger } from "../../lib/logger/logger.ts";
import { logging } from "../../lib/middleware/index.ts";

const INVOCATIONS = Number(process.env["INVOCATIONS"] ?? 20_000);
const ROUNDS = Number(process.env["ROUNDS"] ?? 15);
process.env["POWERTOOLS_SERVICE_NAME"] = "bench";
/** The peers are installed in `bench/` only, so their types are not known here. */
const load = (name: string) => import(name);
const { default: middy } = await load("@middy/core");
const { Logger } = await load("@aws-lambda-powertools/logger");
const { injectLambdaContext } = await load("@aws-lambda-powertools/logger/middleware");

const context = (index: number) => ({
  awsRequestId: `c6af9ac6-7b61-11e6-9a41-${String(index).padStart(12, "0")}`,
  functionName: "orders",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
  memoryLimitInMB: "256",
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 3_000,
});
const logger = getLogger("bench");
type Handler = (event: unknown, context: unknown) => Promise<unknown>;
const run = async () => "done";
const empty = middy()
  .use({ before: () => {} })
  .handler(run);
const contenders: Readonly<Record<string, Handler>> = {
  empty,
  "summary, given to middy": middy(logging({ logger })).handler(run),
  "summary, given to use": middy().use(logging({ logger })).handler(run),
  "Powertools with logEvent": middy()
    .use(injectLambdaContext(new Logger(), { logEvent: true }))
    .handler(run),
};
const times: Record<string, number[]> = {};
for (let round = 0; round < ROUNDS + 3; round += 1)
  for (const [name, handler] of Object.entries(contenders)) {
    const start = process.cpuUsage();
    for (let index = 0; index < INVOCATIONS; index += 1) {
      await handler({ id: index }, context(index));
      // Each invocation of Lambda is a turn of its own.
      if (index % 10 === 0) await setImmediate();
    }
    const used = process.cpuUsage(start);
    if (round >= 3) times[name] = [...(times[name] ?? []), (used.user + used.system) / INVOCATIONS];
  }
process.stderr.write(JSON.stringify(times));
