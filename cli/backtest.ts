import { existsSync, statSync } from "node:fs";
import { extname } from "node:path";
import type { LogParsing } from "@cumulog/cdk";
import type { BacktestResult, History } from "@cumulog/local/backtest";
import { type AlarmSet, alarmSetOf, type SimpleAlarm } from "@cumulog/local/backtest";
import { Command, InvalidArgumentError, Option } from "commander";
import type { HistoryEvent } from "cumulog/analysis";
import { findAnomalies, type Sensitivity, showAnomalies } from "./backtest-anomalies.ts";
import { type Shown, showComparison, showResult, showSuggestions } from "./backtest-output.ts";
import { type LogOptions, readingOf, showWarnings, withLogOptions } from "./log-options.ts";

interface BacktestCommandOptions extends LogOptions {
  readonly alarms?: string;
  readonly pattern?: string;
  readonly moreThan: number;
  readonly within: string;
  readonly windows?: string;
  readonly group?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sweep?: string;
  readonly suggest: boolean;
  readonly compare?: string;
  readonly incidents?: string;
  readonly failOnMore: boolean;
  readonly only?: string;
  readonly report?: string;
  readonly anomalies: boolean;
  readonly sensitivity: Sensitivity;
  readonly json: boolean;
}

const EXAMPLES = `
Examples:
  $ cumulog backtest access.log --pattern '[..., status = 5*, size]' --more-than 3 --within 5m
  $ cumulog backtest logs/ --alarms cumulog.yaml             the signals of the configuration
  $ cumulog backtest app.log.gz --alarms cdk.out --only Errors
  $ cumulog backtest app.log --alarms stack.yaml --sweep threshold=1..20 --report sweep.html
  $ cumulog backtest app.log --alarms cumulog.yaml --suggest --incidents incidents.txt
  $ cumulog backtest app.log --alarms cumulog.yaml --compare changed.yaml --fail-on-more
  $ cumulog backtest logs/ --anomalies                       what is unusual, without any alarm
  $ cumulog backtest --group /checkout/api --from 2026-01-01 --to 2026-01-08 --alarms cdk.out

Exit status: 0 when the backtest ran, 1 when the change pages more often (--fail-on-more), 2 when it could not.`;

/** `cumulog backtest`: when alarms would have gone off over a history. */
export function backtestCommand(): Command {
  return withLogOptions(new Command("backtest"))
    .description("tell when alarms would have gone off and recovered over a log that you have")
    .argument("[logs...]", "log files, directories, or - for the standard input, plain or packed")
    .option("-a, --alarms <file>", "alarms of a cdk.out folder, a CloudFormation template or cumulog.yaml")
    .option("--pattern <pattern>", "instead: one alarm on the events that match this filter pattern")
    .option("--more-than <number>", "with --pattern: how many events it takes to be too many", number, 0)
    .option("--within <duration>", "with --pattern: in how much time", "5m")
    .option(
      "--windows <over/of>",
      "with --pattern: how many of how many windows must be over, for example 2/3",
    )
    .option("--only <alarm>", "only this alarm")
    .option(
      "--anomalies",
      "instead: what the detection of the unusual would have told, without any alarm to define",
      false,
    )
    .addOption(
      new Option("--sensitivity <level>", "with --anomalies: how faint a sign may be")
        .choices(["low", "medium", "high"])
        .default("medium"),
    )
    .option(
      "--sweep <range>",
      "compare thresholds: threshold=1..20, threshold=10..100:10 or threshold=1,5,10",
    )
    .option("--suggest", "propose thresholds: what each would have paged, and which is best", false)
    .option(
      "--compare <file>",
      "test other alarms on the same log, and tell what the change does; takes what --alarms takes",
    )
    .option(
      "--incidents <file>",
      'score caught incidents and false pages: lines such as "2026-01-05T12:00:00Z 30m checkout down"',
    )
    .option("--fail-on-more", "with --compare: end with 1 when the others page more often", false)
    .option(
      "--group <name>",
      "take the history from a CloudWatch log group (SDK credentials, AWS_ENDPOINT_URL)",
    )
    .option("--from <time>", "with --group: first time (ISO)")
    .option("--to <time>", "with --group: time after the last (ISO; default: now)")
    .option(
      "--report <file>",
      "also write a report: .svg, .html, or .png with the package @cumulog/lake installed",
    )
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", EXAMPLES)
    .action(run);
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("expected a number");
}

async function run(paths: readonly string[], options: BacktestCommandOptions): Promise<void> {
  if (options.anomalies) return backtestAnomalies(paths, options);
  if (options.report !== undefined) (await import("@cumulog/local/backtest")).reportKind(options.report);
  const set = onlyOf(ofGroup(await alarmSet(options), options.group), options);
  if (set.alarms.length === 0) throw new Error("There is no alarm to test.");
  const { parseSweep, readIncidents, runBacktests, runSuggestion } = await import("@cumulog/local/backtest");
  const thresholds = options.sweep === undefined ? undefined : parseSweep(options.sweep);
  const incidents = options.incidents === undefined ? undefined : readIncidents(options.incidents);
  const other = options.compare === undefined ? undefined : await otherSet(options);
  checkModes(options);
  const stop = new AbortController();
  const interrupted = () => stop.abort();
  process.once("SIGINT", interrupted);
  const progress = await progressOf(paths, options);
  const { signal } = stop;
  try {
    const history = await historyOf(paths, options, progress.read);
    const shown: Shown = {
      options,
      incidents,
      names: [options.alarms ?? "--pattern", options.compare ?? ""],
    };
    if (options.suggest) {
      const { result, suggestions } = await runSuggestion(set, history, { signal, incidents });
      progress.end();
      await showSuggestions(result, suggestions, shown);
      showWarnings(result.warnings);
    } else {
      const results = await runBacktests(other ? [set, other] : [set], history, {
        signal,
        thresholds,
        // What a person does not look at is not kept.
        series: options.report?.toLowerCase().endsWith(".html") === true && options.sweep === undefined,
      });
      const [result, compared] = results.map((one) => shownOf(one, options));
      progress.end();
      if (compared) await showComparison(result!, compared, shown);
      else await showResult(result!, shown);
      showWarnings(result!.warnings);
    }
    if (signal.aborted) process.exitCode = 130;
  } finally {
    progress.end();
    process.off("SIGINT", interrupted);
  }
}

async function backtestAnomalies(paths: readonly string[], options: BacktestCommandOptions): Promise<void> {
  const others = (["alarms", "pattern", "sweep", "compare", "incidents", "only", "report"] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (others.length > 0)
    throw new Error(
      `--anomalies needs no alarm: it cannot be had with ${others.map((name) => `--${name}`).join(", ")}.`,
    );
  const stop = new AbortController();
  const interrupted = () => stop.abort();
  process.once("SIGINT", interrupted);
  const progress = await progressOf(paths, options);
  try {
    const { readLog, warningsOf } = await import("cumulog/analysis");
    const reading =
      options.group === undefined
        ? readLog(paths, { ...readingOf(options), onRead: progress.read })
        : undefined;
    const history =
      reading ?? ((await historyOf(paths, options, progress.read)) as AsyncIterable<HistoryEvent[]>);
    const report = await findAnomalies(history, options.sensitivity, stop.signal);
    progress.end();
    showAnomalies(report, options.json);
    if (reading !== undefined) showWarnings(warningsOf(reading.report));
    if (stop.signal.aborted) process.exitCode = 130;
  } finally {
    progress.end();
    process.off("SIGINT", interrupted);
  }
}

function checkModes({ sweep, suggest, compare, report, failOnMore }: BacktestCommandOptions): void {
  const modes = [
    ...(sweep === undefined ? [] : ["--sweep"]),
    ...(suggest ? ["--suggest"] : []),
    ...(compare === undefined ? [] : ["--compare"]),
  ];
  if (modes.length > 1)
    throw new Error(`${modes.join(" and ")} cannot be had at once: expected one of them.`);
  if (report !== undefined && (suggest || compare !== undefined))
    throw new Error(`--report shows one backtest or a sweep: it cannot be had with ${modes[0]}.`);
  if (failOnMore && compare === undefined) throw new Error("--fail-on-more goes with --compare.");
}

/** The alarms that are compared with the others. */
async function otherSet(options: BacktestCommandOptions): Promise<AlarmSet> {
  const { pattern: _pattern, only, ...rest } = options;
  const set = ofGroup(await alarmSet({ ...rest, alarms: options.compare! }), options.group);
  const chosen = set.alarms.filter(({ AlarmName }) => only === undefined || AlarmName === only);
  return chosen.some((alarm) => alarm["AlarmRule"] !== undefined) ? set : { ...set, alarms: chosen };
}

async function alarmSet(options: BacktestCommandOptions): Promise<AlarmSet> {
  if ((options.alarms === undefined) === (options.pattern === undefined))
    throw new Error("Say which alarms to test: --alarms with a file, or --pattern.");
  if (options.pattern !== undefined) return alarmSetOf([await simpleAlarm(options.pattern, options)]);
  const path = options.alarms!;
  if (!existsSync(path))
    throw new Error(`${path} does not exist: expected a cdk.out folder, a template or cumulog.yaml.`);
  if (statSync(path).isFile() && [".yaml", ".yml"].includes(extname(path)) && (await isConfiguration(path)))
    return signalsOf(path);
  const { alarmsOfTemplate } = await import("@cumulog/local/backtest");
  return alarmsOfTemplate(path);
}

async function isConfiguration(path: string): Promise<boolean> {
  const [{ parse }, { readFileSync }] = [await import("yaml"), await import("node:fs")];
  const document: unknown = parse(readFileSync(path, "utf8"), { logLevel: "silent" });
  return typeof document === "object" && document !== null && !("Resources" in document);
}

async function signalsOf(path: string): Promise<AlarmSet> {
  const { deploymentPackage } = await import("./deployment-package.ts");
  const { descriptionOf, processorsOf, readDeployment } = await deploymentPackage();
  const { muteRule, readSignal } = await import("cumulog/signals");
  const { alarmSetOfSignals } = await import("@cumulog/local/backtest");
  const { groups, mute, signals } = readDeployment(path);
  const set = alarmSetOfSignals(
    Object.entries(signals).map(([name, signal]) => {
      const group = groups[signal.group]!;
      return {
        name,
        signal: readSignal(descriptionOf(signal)),
        logGroupName: group.name,
        ...(group.parse !== undefined && { transformer: processorsOf(group.parse as LogParsing) }),
      };
    }),
  );
  return { ...set, muteRules: Object.entries(mute).map(([name, window]) => muteRule(name, window)) };
}

async function simpleAlarm(
  pattern: string,
  { moreThan, within, windows }: BacktestCommandOptions,
): Promise<SimpleAlarm> {
  const { parseDuration } = await import("cumulog/semantics");
  const [, over, of] = /^(\d+)\/(\d+)$/.exec(windows ?? "1/1") ?? [];
  if (over === undefined) throw new Error(`--windows ${windows}: expected for example 2/3.`);
  return {
    name: "alarm",
    pattern,
    moreThan,
    within: secondsOf(parseDuration(within), within),
    windows: { over: Number(over), of: Number(of) },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function secondsOf(milliseconds: number, within: string): number {
  const seconds = milliseconds / 1_000;
  if ([10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)) return seconds;
  throw new Error(`--within ${within}: expected 10s, 20s, 30s, or whole minutes.`);
}

/** The filters that stand on the log group of the history, when some do. */
function ofGroup(set: AlarmSet, group: string | undefined): AlarmSet {
  const filters = set.filters.filter(({ logGroupName }) => logGroupName === group);
  return group !== undefined && filters.length > 0 ? { ...set, filters } : set;
}

/** A composite alarm needs the others to run too. */
function onlyOf(set: AlarmSet, { only, sweep }: BacktestCommandOptions): AlarmSet {
  const chosen = set.alarms.filter(({ AlarmName }) => only === undefined || AlarmName === only);
  if (only !== undefined && chosen.length === 0)
    throw new Error(
      `There is no alarm "${only}": expected one of ${set.alarms.map(({ AlarmName }) => AlarmName).join(", ")}.`,
    );
  const composite = chosen.some((alarm) => alarm["AlarmRule"] !== undefined);
  if (sweep !== undefined && only !== undefined && composite)
    throw new Error(`"${only}" is a composite alarm: it has no threshold to sweep.`);
  return composite ? set : { ...set, alarms: chosen };
}

/** What was asked for, without the alarms that a composite alarm brought along. */
function shownOf(result: BacktestResult, { only, sweep }: BacktestCommandOptions): BacktestResult {
  if (only === undefined || sweep !== undefined) return result;
  return { ...result, alarms: result.alarms.filter(({ alarmName }) => alarmName === only) };
}

async function historyOf(
  paths: readonly string[],
  options: BacktestCommandOptions,
  onRead: (bytes: number) => void,
): Promise<History> {
  const { group, from, to } = options;
  if ((group === undefined) === (paths.length === 0))
    throw new Error("Say which history to read: log files, or --group.");
  if (group !== undefined) {
    const { readLogGroup } = await import("cumulog/analysis");
    const startTime = time("--from", from);
    return readLogGroup({
      logGroupName: group,
      startTime,
      endTime: to === undefined ? Date.now() : time("--to", to),
    });
  }
  const { readInThread } = await import("cumulog/analysis");
  return readInThread(paths, { ...readingOf(options), onRead });
}

function time(option: string, text: string | undefined): number {
  const value = Date.parse(text ?? "");
  if (!Number.isNaN(value)) return value;
  throw new Error(`${option} ${text ?? ""}: expected a time such as 2026-01-01 or 2026-01-01T12:00:00Z.`);
}

/** A bar over the bytes of the files, on a terminal only. */
async function progressOf(paths: readonly string[], { json }: BacktestCommandOptions) {
  if (json || !process.stderr.isTTY || paths.length === 0) return { read: () => {}, end: () => {} };
  const [{ SingleBar, Presets }, { logFiles }] = [
    (await import("cli-progress")).default,
    await import("cumulog/analysis"),
  ];
  const total = logFiles(paths).reduce((sum, { size }) => sum + size, 0);
  const bar = new SingleBar(
    { format: "{bar} {percentage} % | {eta_formatted} left", clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    read: (bytes: number) => bar.increment(bytes),
    end: () => bar.stop(),
  };
}
