import type { BacktestResult } from "@cumulog/local/backtest";
import { Command, InvalidArgumentError, Option } from "commander";
import { showWarnings, withLogOptions } from "../log-options.ts";
import { otherSet, testedSet } from "./alarm-set.ts";
import { backtestAnomalies } from "./anomalies.ts";
import { historyOf } from "./history.ts";
import type { BacktestCommandOptions } from "./options.ts";
import { type Shown, showComparison, showResult, showSuggestions } from "./output.ts";
import { withProgress } from "./progress.ts";
import { backtestValues } from "./values.ts";

const EXAMPLES = `
Examples:
  $ cumulog backtest access.log --pattern '[..., status = 5*, size]' --more-than 3 --within 5m
  $ cumulog backtest logs/ --alarms cumulog.yaml             the signals of the configuration
  $ cumulog backtest app.log.gz --alarms cdk.out --only Errors
  $ cumulog backtest app.log --alarms stack.yaml --sweep threshold=1..20 --report sweep.html
  $ cumulog backtest app.log --alarms cumulog.yaml --suggest --incidents incidents.txt
  $ cumulog backtest app.log --alarms cumulog.yaml --compare changed.yaml --fail-on-more
  $ cumulog backtest logs/ --anomalies                       what is unusual, without any alarm
  $ cumulog backtest --values series.csv                     of numbers: lines of timestamp,value
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
    .option(
      "--values",
      "instead: what is unusual in a series of numbers, a file with lines of timestamp,value",
      false,
    )
    .option("--scores", "with --values: print every line with its score from 0 to 1, as CSV", false)
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
    .option("--from <time>", "with --group: first time: ISO, or 7d for seven days ago")
    .option("--to <time>", "with --group: time after the last (default: now)")
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
  if (options.values && options.anomalies)
    throw new Error("--values and --anomalies cannot be had at once: expected one of them.");
  if (options.scores && options.json) throw new Error("--scores prints CSV: it cannot be had with --json.");
  if (options.group === undefined && (options.from ?? options.to) !== undefined)
    throw new Error("--from and --to go with --group.");
  if (options.values) return backtestValues(paths, options);
  if (options.scores) throw new Error("--scores goes with --values.");
  if (options.anomalies) return backtestAnomalies(paths, options);
  if (options.report !== undefined) (await import("@cumulog/local/backtest")).reportKind(options.report);
  const set = await testedSet(options);
  if (set.alarms.length === 0) throw new Error("There is no alarm to test.");
  const { parseSweep, readIncidents, runBacktests, runSuggestion } = await import("@cumulog/local/backtest");
  const thresholds = options.sweep === undefined ? undefined : parseSweep(options.sweep);
  const incidents = options.incidents === undefined ? undefined : readIncidents(options.incidents);
  const other = options.compare === undefined ? undefined : await otherSet(options);
  checkModes(options);
  await withProgress(paths, options, async ({ signal, read, end }) => {
    const history = await historyOf(paths, options, read);
    const shown: Shown = {
      options,
      incidents,
      names: [options.alarms ?? "--pattern", options.compare ?? ""],
    };
    if (options.suggest) {
      const { result, suggestions } = await runSuggestion(set, history, { signal, incidents });
      end();
      await showSuggestions(result, suggestions, shown);
      showWarnings(result.warnings);
      return;
    }
    const results = await runBacktests(other ? [set, other] : [set], history, {
      signal,
      thresholds,
      // What a person does not look at is not kept.
      series: options.report?.toLowerCase().endsWith(".html") === true && options.sweep === undefined,
    });
    const [result, compared] = results.map((one) => shownOf(one, options));
    end();
    if (compared) await showComparison(result!, compared, shown);
    else await showResult(result!, shown);
    showWarnings(result!.warnings);
  });
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

/** What was asked for, without the alarms that a composite alarm brought along. */
function shownOf(result: BacktestResult, { only, sweep }: BacktestCommandOptions): BacktestResult {
  if (only === undefined || sweep !== undefined) return result;
  return { ...result, alarms: result.alarms.filter(({ alarmName }) => alarmName === only) };
}
