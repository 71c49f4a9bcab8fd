/**
 * One process: `node run.mjs load ENTRY` tells what importing a bundle takes; `node run.mjs post ENTRY|bare` the times from an alarm's
 * message to its post being answered, first and later.
 */
const [kind, entry] = process.argv.slice(2);
const REPEATS = 200;

const alarm = (index) => ({
  AlarmName: "orders-errors",
  AWSAccountId: "111122223333",
  NewStateValue: "ALARM",
  OldStateValue: "OK",
  NewStateReason: "Threshold Crossed: 1 datapoint was greater than the threshold (5.0).",
  StateChangeTime: new Date(1_800_000_000_000 + 1_000 * index).toISOString(),
  Region: "EU (Ireland)",
  AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-errors-${index}`,
  Trigger: {
    MetricName: "Errors",
    Namespace: "Shop",
    Statistic: "SUM",
    Dimensions: [],
    Period: 300,
    EvaluationPeriods: 1,
    ComparisonOperator: "GreaterThanThreshold",
    Threshold: 5,
  },
});
const event = (index) => ({
  Records: [
    {
      EventSource: "aws:sns",
      Sns: { MessageId: `m-${index}`, Subject: "ALARM", Message: JSON.stringify(alarm(index)) },
    },
  ],
});

async function bare({ Records }) {
  for (const { Sns } of Records) {
    const { AlarmName, NewStateValue, NewStateReason } = JSON.parse(Sns.Message);
    const body = JSON.stringify({ title: `${AlarmName} is ${NewStateValue}`, text: NewStateReason });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(process.env.POST_URL, { method: "POST", body, headers });
    await answer.arrayBuffer();
  }
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const before = cpuMs();
const start = performance.now();
const handler = entry === "bare" ? bare : (await import(entry)).handler;
const result = { loadMs: performance.now() - start, loadCpuMs: cpuMs() - before };
if (kind === "post") {
  await handler(event(0));
  result.coldMs = performance.now() - start;
  result.coldCpuMs = cpuMs() - before;
  const cpu = cpuMs();
  const warm = performance.now();
  for (let index = 1; index <= REPEATS; index++) await handler(event(index));
  result.warmMs = (performance.now() - warm) / REPEATS;
  result.warmCpuMs = (cpuMs() - cpu) / REPEATS;
}
write(`${JSON.stringify(result)}\n`);
process.exit(0);
