import { existsSync, statSync } from "node:fs";
import { extname } from "node:path";
import type { LogParsing } from "@cumulog/cdk";
import { type AlarmSet, alarmSetOf, type SimpleAlarm } from "@cumulog/local/backtest";
import type { BacktestCommandOptions } from "./options.ts";

/** The alarms to test. */
export async function testedSet(options: BacktestCommandOptions): Promise<AlarmSet> {
  return onlyOf(ofGroup(await alarmSet(options), options.group), options);
}

/** The alarms that are compared with the others. */
export async function otherSet(options: BacktestCommandOptions): Promise<AlarmSet> {
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
  const { deploymentPackage } = await import("../deployment-package.ts");
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
