/**
 * From PutLogEvents through a metric filter, an alarm and a topic to a function, on a stepped clock: `node chain.ts TEMPLATE`;
 * milliseconds a round. The first one starts the function; in the next ones the engine still compiles what it runs, as it does in
 * a short test; it has done so for the last two hundred.
 */
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { LocalCloud } from "./local-cloud.ts";
import { type Cost, CpuTime, report } from "./report.ts";

const ROUNDS = 300;
const EARLY = 30;
const WARM = 100;
const START = Date.UTC(2026, 0, 5, 12);

const cloud = await LocalCloud.start({
  template: process.argv[2]!,
  clock: { start: START, speed: 0 },
  googlePort: false,
});
const logs = new CloudWatchLogs({
  endpoint: cloud.endpoints.aws,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
const message = JSON.stringify({ level: "ERROR", route: "/pay" });

/** Alarms that the function has logged. */
async function alarms(): Promise<number> {
  const { events = [] } = await logs
    .filterLogEvents({ logGroupName: "/aws/lambda/notifier", filterPattern: "alert ALARM" })
    .catch(() => ({ events: [] }));
  return events.filter(({ message: text }) => text?.includes('"NewStateValue":"ALARM"')).length;
}

const rounds: Cost[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const time = new CpuTime();
  const timestamp = cloud.clock.now();
  const logEvents = [
    { timestamp, message },
    { timestamp, message },
  ];
  await logs.putLogEvents({ logGroupName: "/app/pay", logStreamName: "host", logEvents });
  await cloud.clock.advance("1m");
  await cloud.settled();
  rounds.push(time.read());
  const arrived = await alarms();
  if (arrived !== round + 1) throw new Error(`Round ${round + 1}: the function got ${arrived} alarms.`);
  await cloud.clock.advance("10m");
}
const middle = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;
const medianOf = (costs: readonly Cost[]): Cost => ({
  wall: middle(costs.map(({ wall }) => wall)),
  cpu: middle(costs.map(({ cpu }) => cpu)),
});
report({
  "first round": rounds[0]!,
  "early round": medianOf(rounds.slice(1, EARLY)),
  round: medianOf(rounds.slice(WARM)),
});
logs.destroy();
await cloud.stop();
process.exit(0);
