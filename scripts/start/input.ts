import { statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { historyFiles } from "../../lib/analysis/lines/history-files.ts";
import { HistoryError, type HistoryEvent, readHistory } from "../../lib/analysis/lines/read-history.ts";
import { readLines } from "../../lib/analysis/lines/read-lines.ts";
import { timestampFormat } from "../../lib/analysis/lines/timestamp.ts";
import { CloudWatchHandler, type LogRecord } from "../../lib/index.ts";
import { alarmSetOf } from "../../local/backtest/alarm-definition.ts";
import { runBacktest } from "../../local/backtest/backtest.ts";
import { consoleRoute } from "../../local/control/page-route.ts";
import { LocalCloud } from "../../local/index.ts";
import { Checks } from "./checks.ts";
import { CloudReader } from "./cloud-reader.ts";
import type { DemoOptions } from "./demo.ts";
import { type InputSignal, signalsFor } from "./input-signals.ts";
import { storeSecrets } from "./secrets.ts";
import { synthesize } from "./synthesize.ts";
import { indented, say, step, styled } from "./terminal.ts";
import { WebhookReceiver } from "./webhook-receiver.ts";

const MINUTE = 60_000;
const LOG_GROUP = "/input";
const MOST_ALERTS_SHOWN = 3;
/** The local cloud keeps every line in memory. */
const MOST_BYTES = 500_000_000;

/** A log of the user's own. */
export interface InputLog {
  /** A file or a directory. */
  readonly path: string;
  /** As `cumulog backtest` takes it. @default guessed */
  readonly timestampFormat?: string | undefined;
}

/** The same with a log file of the user's own: its lines at their own times, alarms that fit it, and what they do. */
export async function runInput(
  options: DemoOptions & { readonly input: InputLog },
): Promise<{ status: number; cloud: LocalCloud }> {
  const { input, assembly, cleanup, port } = options;
  const signals = signalsFor(await firstLines(input.path));
  const start = await firstTime(input);
  say(
    styled("bold", `${basename(input.path)}: its lines at their own times, and the alarms that fit them\n`),
  );
  writeFileSync(join(assembly, "input.yaml"), stringify(configurationOf(signals)));
  const receiver = new WebhookReceiver();
  const url = await receiver.start();
  cleanup.defer(() => receiver.stop());
  const cloud = await LocalCloud.start({
    port,
    clock: { speed: 0, start: Math.floor(start / MINUTE) * MINUTE },
    routes: (inner) => [consoleRoute(inner)],
  });
  cleanup.defer(() => cloud.stop());
  say(`${styled("green", "✔")} Started the local cloud; its page: ${styled("cyan", cloud.endpoints.page)}`);
  await step(
    "Synthesizing the CDK app",
    () => synthesize("infra/app.ts", join(assembly, "input.yaml"), assembly),
    () => "Synthesized the CDK app (cdk synth)",
  );
  receiver.copyTo = `${cloud.endpoints.page}/_cumulog/page/receive/webhook`;
  await storeSecrets(cloud, { "/input/webhook-url": url, "/input/webhook-secret": receiver.secret });
  await step(
    "Deploying",
    () => cloud.deploy(assembly),
    () =>
      `Deployed ${signals.length === 1 ? "an alarm" : `${signals.length} alarms`}: ${signals.map(({ name }) => name).join(", ")}`,
  );
  const status = await replay(cloud, input, signals, receiver);
  return { status, cloud };
}

function configurationOf(signals: readonly InputSignal[]): object {
  return {
    service: "input",
    groups: { input: { name: LOG_GROUP, retentionDays: 3653, keepWhenRemoved: false } },
    signals: Object.fromEntries(
      signals.map(({ name, ...signal }) => [name, { ...signal, group: "input", channels: ["you"] }]),
    ),
    channels: {
      you: {
        destinations: [
          {
            name: "you",
            type: "webhook",
            url: "ssm:/input/webhook-url",
            signingSecret: "ssm:/input/webhook-secret",
          },
        ],
      },
    },
  };
}

async function firstLines(path: string): Promise<string[]> {
  const files = historyFiles([path]);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  if (bytes > MOST_BYTES)
    throw new HistoryError(
      `The log ${path} has ${Math.round(bytes / 1e6)} MB: npm start keeps every line in memory and takes at most ${MOST_BYTES / 1e6} MB; cumulog backtest takes any size.`,
    );
  for await (const lines of readLines(files[0]!)) return lines.slice(0, 200);
  return [];
}

function historyOf({ path, timestampFormat: format }: InputLog): AsyncGenerator<HistoryEvent[]> {
  return readHistory([path], format === undefined ? {} : { format: timestampFormat(format) });
}

async function firstTime(input: InputLog): Promise<number> {
  for await (const events of historyOf(input))
    if (events.length > 0)
      return events.reduce((least, { timestamp }) => Math.min(least, timestamp), events[0]!.timestamp);
  throw new HistoryError(`The log ${input.path} has no lines.`);
}

/** Lines go through the library's own handler; the clock follows their times minute by minute. */
async function replay(
  cloud: LocalCloud,
  input: InputLog,
  signals: readonly InputSignal[],
  receiver: WebhookReceiver,
): Promise<number> {
  const handler = new CloudWatchHandler({
    logGroupName: LOG_GROUP,
    logStreamName: basename(input.path).replaceAll(/[:*]/g, "-"),
    region: cloud.env["AWS_REGION"]!,
    endpoint: cloud.endpoints.aws,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    formatter: ({ message }) => message,
  });
  let minute = Math.floor(cloud.clock.now() / MINUTE) * MINUTE;
  let count = 0;
  const moveTo = async (next: number) => {
    await handler.flush();
    await cloud.clock.advanceTo(next);
    minute = next;
  };
  await step(
    "Replaying",
    async (show) => {
      for await (const events of historyOf(input))
        for (const event of events) {
          if (event.timestamp >= minute + MINUTE) {
            await moveTo(Math.floor(event.timestamp / MINUTE) * MINUTE);
            show(`${new Date(minute).toISOString().slice(0, 16)}, ${count.toLocaleString("en")} lines`);
          }
          handler.write(recordOf(event));
          count++;
        }
      await moveTo(minute + 60 * MINUTE);
    },
    () =>
      `Replayed ${count.toLocaleString("en")} lines, ${new Date(cloud.clock.now()).toISOString().slice(0, 16)} at the end`,
  );
  const report = await handler.close();
  showAlerts(receiver);
  return judge(cloud, input, signals, receiver, report);
}

function recordOf({ timestamp, message }: HistoryEvent): LogRecord {
  return {
    timestamp,
    message,
    level: 30,
    logger: "input",
    service: undefined,
    context: undefined,
    fields: undefined,
    error: undefined,
  };
}

function showAlerts({ alerts }: WebhookReceiver): void {
  const alarms = alerts.filter(({ state }) => state === "ALARM");
  say(`\nThe notifier wrote ${alerts.length} times${alarms.length > 0 ? "; the first:" : "."}`);
  for (const { title, reason, lines } of alarms.slice(0, MOST_ALERTS_SHOWN))
    say(
      styled(
        "dim",
        indented(
          [
            title,
            reason,
            ...lines.slice(0, 2).map(({ message }) => `│ ${message.trimEnd().slice(0, 140)}`),
          ].join("\n"),
        ),
      ),
    );
  say();
}

async function judge(
  cloud: LocalCloud,
  input: InputLog,
  signals: readonly InputSignal[],
  receiver: WebhookReceiver,
  report: Awaited<ReturnType<CloudWatchHandler["close"]>>,
): Promise<number> {
  const checks = new Checks();
  const reader = new CloudReader(cloud);
  checks.expectBalanced("CloudWatch Logs", report);
  const { events } = await reader.countEvents(LOG_GROUP);
  checks.expect(
    events === report.delivered,
    `${events.toLocaleString("en")} events stand in the log group`,
    `${report.delivered} were delivered`,
  );
  const set = alarmSetOf(
    signals.map(({ name, pattern, moreThan, within }) => ({
      name,
      pattern,
      moreThan,
      within: Number.parseInt(within, 10) * 60,
    })),
  );
  const backtest = await runBacktest(set, historyOf(input));
  for (const { alarmName, firings } of backtest.alarms) {
    const changes = await reader.stateChanges(alarmName);
    const firedAt = changes
      .filter(({ summary }) => summary.endsWith("to ALARM"))
      .map(({ at }) => at.getTime());
    checks.expect(
      JSON.stringify(firedAt) === JSON.stringify(firings.map(({ from }) => from)),
      `"${alarmName}" went off ${firedAt.length} times, as the backtest says`,
      `the backtest says ${firings.length} times`,
    );
    const told = receiver.alerts.filter(
      ({ alarm, state }) => alarm === alarmName && state === "ALARM",
    ).length;
    checks.expect(
      told <= firedAt.length && (told > 0 || firedAt.length === 0),
      `the notifier told of ${told} of them (the rest is under its rate limit)`,
    );
  }
  reader.close();
  return checks.finish();
}
