import { datedTexts, type HistoryEvent, readLog } from "cumulog/analysis";
import { type AlarmSet, alarmSetOf, type SimpleAlarm } from "../backtest/alarm-definition.ts";
import { runBacktest } from "../backtest/backtest.ts";
import type { BacktestResult } from "../backtest/result.ts";
import { alarmsOfStacks, alarmsOfTemplate } from "../backtest/template-alarms.ts";
import type { Template } from "../template/template.ts";

/** A stack of the AWS CDK, as far as a backtest needs it. */
export interface CdkStack {
  readonly stackName: string;
  readonly node: object;
}

/**
 * What is tested: a CDK stack, a template as an object, the path of a `cdk.out` folder or template file, or alarms in a few
 * words.
 */
export type BacktestStack = CdkStack | Template | string | AlarmSet | readonly SimpleAlarm[];

/** A log: paths of files or directories, lines with times in them, or events. */
export type BacktestLogs = string | readonly string[] | readonly HistoryEvent[];

/**
 * Tells when the alarms of a stack would have gone off over a log.
 *
 * @param logs a path, a list of paths or lines (a line has its time in it), or events
 * @throws TemplateError, HistoryError or PatternSyntaxError saying what cannot be read
 */
export async function backtest(stack: BacktestStack, logs: BacktestLogs): Promise<BacktestResult> {
  return runBacktest(await alarmsOf(stack), historyOf(logs));
}

async function alarmsOf(stack: BacktestStack): Promise<AlarmSet> {
  if (typeof stack === "string") return alarmsOfTemplate(stack);
  if (Array.isArray(stack)) return alarmSetOf(stack as readonly SimpleAlarm[]);
  if ("filters" in stack) return stack;
  if ("Resources" in stack)
    return alarmsOfStacks([{ name: "Stack", template: stack, parameters: {}, assets: new Map() }]);
  return alarmsOfStacks([await synthesized(stack as CdkStack)]);
}

async function synthesized(stack: CdkStack) {
  const { Stage } = await import("aws-cdk-lib");
  const stage = Stage.of(stack as never)!;
  const { template } = stage.synth().getStackByName(stack.stackName) as { template: Template };
  return { name: stack.stackName, template, parameters: {}, assets: new Map<string, string>() };
}

function historyOf(logs: BacktestLogs) {
  if (typeof logs === "string") return readLog([logs]);
  const [first] = logs;
  if (typeof first !== "string") return logs as readonly HistoryEvent[];
  const texts = logs as readonly string[];
  return datedTexts(texts) ?? readLog(texts);
}
