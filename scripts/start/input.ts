import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { stringify } from "yaml";
import { timeZone } from "../../lib/analysis/lines/dates/zone.ts";
import { logFiles } from "../../lib/analysis/lines/log-files.ts";
import { readBlocks } from "../../lib/analysis/lines/read-blocks.ts";
import {
  HistoryError,
  type HistoryEvent,
  type ReadOptions,
  readLog,
} from "../../lib/analysis/lines/read-log.ts";
import { readTexts } from "../../lib/analysis/lines/read-texts.ts";
import { CloudWatchHandler, type LogRecord } from "../../lib/index.ts";
import { type AlarmSet, alarmSetOf } from "../../local/backtest/alarm-definition.ts";
import { runBacktest, runSuggestion } from "../../local/backtest/backtest.ts";
import type { BacktestResult } from "../../local/backtest/result.ts";
import { consoleRoute } from "../../local/control/page-route.ts";
import { LocalCloud } from "../../local/index.ts";
import { AlarmChanges } from "./alarm-changes.ts";
import { Checks } from "./checks.ts";
import { CloudReader } from "./cloud-reader.ts";
import type { DemoOptions } from "./demo.ts";
import { type InputSignal, signalsFor } from "./input-signals.ts";
import { keepPipe } from "./keep-pipe.ts";
import { storeSecrets } from "./secrets.ts";
import { synthesize } from "./synthesize.ts";
import { indented, say, step, styled } from "./terminal.ts";
import { causeLines, WebhookReceiver } from "./webhook-receiver.ts";

const MINUTE = 60_000;
const LOG_GROUP = "/input";
const MOST_ALERTS_SHOWN = 3;
/** Time that passes in one go, between two looks at whether to stop. */
const STRIDE = 6 * 60 * MINUTE;
/** The local cloud keeps every line in memory. */
const MOST_BYTES = 500_000_000;

/** A log of the user's own. */
export interface InputLog {
  /** A file, a directory, a pipe, or `-` for the standard input. */
  readonly path: string;
  /** As `cumulog backtest` takes it. @default guessed */
  readonly timestampFormat?: string | undefined;
  /** Of times that do not say theirs. @default UTC */
  readonly timezone?: string | undefined;
}

/** The same with a log file of the user's own: its lines at their own times, alarms that fit it, and what they do. */
export async function runInput(
  options: DemoOptions & { readonly input: InputLog },
): Promise<{ status: number; cloud: LocalCloud }> {
  const { assembly, cleanup, port } = options;
  const input = { ...options.input, path: await keepPipe(options.input.path, MOST_BYTES, cleanup) };
  const fitted = await fittedSignals(input, signalsFor(await firstLines(input.path)));
  const signals = fitted.map(({ signal }) => signal);
  const expected = await backtest(input, signals);
  for (const warning of expected.warnings) say(`${styled("yellow", "Warning:")} ${warning}`);
  say(
    styled("bold", `${basename(input.path)}: its lines at their own times, and the alarms that fit them\n`),
  );
  writeFileSync(join(assembly, "input.yaml"), stringify(configurationOf(signals)));
  const receiver = new WebhookReceiver();
  const url = await receiver.start();
  cleanup.defer(() => receiver.stop());
  const cloud = await LocalCloud.start({
    port,
    clock: { speed: 0, start: Math.floor(expected.start! / MINUTE) * MINUTE },
    routes: (inner) => [consoleRoute(inner)],
  });
  cleanup.defer(() => cloud.stop());
  say(`${styled("green", "✔")} Started the local cloud; its page: ${styled("cyan", cloud.endpoints.page)}`);
  await step(
    "Synthesizing the CDK app",
    () => synthesize("infra/app.ts", join(assembly, "input.yaml"), assembly),
    () => "Synthesized the CDK app (cdk synth)",
  );
  receiver.copyTo = `${cloud.endpoints.page}/_cumulog/receive/webhook`;
  await storeSecrets(cloud, { "/input/webhook-url": url, "/input/webhook-secret": receiver.secret });
  await step(
    "Deploying",
    () => cloud.deploy(assembly),
    () =>
      `Deployed ${signals.length === 1 ? "an alarm" : `${signals.length} alarms`}: ${signals.map(({ name, moreThan, within }) => `${name} (more than ${moreThan} in ${within})`).join(", ")}`,
  );
  for (const { signal, usual } of fitted)
    if (usual !== undefined)
      say(
        `  ${styled("dim", `"${signal.name}" with more than ${usual.threshold} would be on for ${usual.share} % of the time`)}`,
      );
  const status = await replay(cloud, input, expected, receiver);
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
  const files = logFiles([path]);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_BYTES)
    throw new HistoryError(
      `The log ${path} has ${Math.round(bytes / 1e6)} MB: npm start keeps every line in memory and takes at most ${MOST_BYTES / 1e6} MB; cumulog backtest takes any size.`,
    );
  for (const file of files)
    try {
      for await (const lines of readTexts(file.path)) return lines.slice(0, 200).map(({ text }) => text);
    } catch (error) {
      // What only lies in a directory may be no log.
      if (file.isNamed) throw error;
    }
  return [];
}

const readingOf = ({ timestampFormat, timezone }: InputLog): ReadOptions => ({
  timestampFormat,
  zone: timezone === undefined ? undefined : timeZone(timezone),
});

/** An alarm, and what its usual threshold would do where another fits this log better. */
interface FittedSignal {
  readonly signal: InputSignal;
  readonly usual: { readonly threshold: number; readonly share: number } | undefined;
}

/** An alarm that is on for more of the time than this tells nobody anything. */
const MOST_OF_TIME = 0.1;

/** What is always there is no alarm: such a threshold gives way to one that the log's own numbers suggest. */
async function fittedSignals(input: InputLog, signals: readonly InputSignal[]): Promise<FittedSignal[]> {
  const { result, suggestions } = await runSuggestion(
    alarmsOf(signals),
    readBlocks([input.path], readingOf(input)),
  );
  const span = Math.max(1, (result.end ?? 0) - (result.start ?? 0));
  return signals.map((signal) => {
    const share = (result.alarms.find(({ alarmName }) => alarmName === signal.name)?.firingMs ?? 0) / span;
    const suggested = suggestions.find(({ alarmName }) => alarmName === signal.name)?.suggested;
    if (share <= MOST_OF_TIME || suggested === undefined) return { signal, usual: undefined };
    return {
      signal: { ...signal, moreThan: suggested.threshold },
      usual: { threshold: signal.moreThan, share: Math.round(share * 100) },
    };
  });
}

/** When the alarms will go off. */
function backtest(input: InputLog, signals: readonly InputSignal[]): Promise<BacktestResult> {
  return runBacktest(alarmsOf(signals), readBlocks([input.path], readingOf(input)));
}

function alarmsOf(signals: readonly InputSignal[]): AlarmSet {
  return alarmSetOf(
    signals.map(({ name, pattern, moreThan, within }) => ({
      name,
      pattern,
      moreThan,
      within: Number.parseInt(within, 10) * 60,
    })),
  );
}

/**
 * Lines go through the library's own handler; the clock follows their times minute by minute, and goes on until every alarm has
 * looked at all of them.
 */
async function replay(
  cloud: LocalCloud,
  input: InputLog,
  expected: BacktestResult,
  receiver: WebhookReceiver,
): Promise<number> {
  const reader = new CloudReader(cloud);
  const changes = new AlarmChanges(reader, expected);
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
    while (cloud.clock.now() < next) {
      await cloud.clock.advanceTo(Math.min(next, cloud.clock.now() + STRIDE));
      await changes.takeUntil(cloud.clock.now());
      await setImmediate();
    }
    minute = next;
  };
  await step(
    "Replaying",
    async (show) => {
      for await (const events of readLog([input.path], readingOf(input)))
        for (const event of events) {
          if (event.timestamp >= minute + MINUTE) {
            await moveTo(Math.floor(event.timestamp / MINUTE) * MINUTE);
            show(`${new Date(minute).toISOString().slice(0, 16)}, ${count.toLocaleString("en")} lines`);
          }
          handler.write(recordOf(event));
          count++;
        }
      await moveTo(expected.end!);
    },
    () =>
      `Replayed ${count.toLocaleString("en")} lines, ${new Date(cloud.clock.now()).toISOString().slice(0, 16)} at the end`,
  );
  const report = await handler.close();
  showAlerts(receiver);
  const status = await judge(reader, expected, await changes.all(), receiver, report);
  reader.close();
  return status;
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
  for (const alert of alarms.slice(0, MOST_ALERTS_SHOWN))
    say(styled("dim", indented([alert.title, ...causeLines(alert), alert.reason].join("\n"))));
  say();
}

async function judge(
  reader: CloudReader,
  expected: BacktestResult,
  fired: ReadonlyMap<string, readonly number[]>,
  receiver: WebhookReceiver,
  report: Awaited<ReturnType<CloudWatchHandler["close"]>>,
): Promise<number> {
  const checks = new Checks();
  checks.expectBalanced("CloudWatch Logs", report);
  const { events } = await reader.countEvents(LOG_GROUP);
  checks.expect(
    events === report.delivered,
    `${events.toLocaleString("en")} events stand in the log group`,
    `${report.delivered} were delivered`,
  );
  for (const { alarmName, firings } of expected.alarms) {
    const firedAt = fired.get(alarmName)!;
    checks.expect(
      JSON.stringify(firedAt) === JSON.stringify(firings.map(({ from }) => from)),
      `"${alarmName}" ${wentOff(firedAt.length)}, as the backtest says`,
      `by the backtest it ${wentOff(firings.length)}`,
    );
    const told = receiver.alerts.filter(
      ({ alarm, state }) => alarm === alarmName && state === "ALARM",
    ).length;
    checks.expect(
      told <= firedAt.length && (told > 0 || firedAt.length === 0),
      `the notifier told of ${told} of them (the rest is under its rate limit)`,
    );
  }
  return checks.finish();
}

const wentOff = (count: number): string =>
  count === 0 ? "never went off" : `went off ${count === 1 ? "once" : `${count.toLocaleString("en")} times`}`;
