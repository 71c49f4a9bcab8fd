import {
  compilePattern,
  compileSelector,
  METRIC_FILTER_MAX_DIMENSIONS,
  parseDuration,
  parseStatistic,
} from "../semantics/index.ts";
import type { EventsDescription, SignalDescription } from "./description.ts";
import { levelPattern } from "./level-pattern.ts";
import { type Limit, readLimit } from "./limit.ts";
import { SignalError } from "./signal-error.ts";

export const DAY_SECONDS = 86_400;
/** People's words for CloudWatch's. */
const STATISTICS: Readonly<Record<string, string>> = {
  average: "Average",
  sum: "Sum",
  minimum: "Minimum",
  maximum: "Maximum",
  sampleCount: "SampleCount",
};

export function countLimit(
  description: SignalDescription,
  members: readonly ("moreThan" | "fewerThan")[] = ["moreThan", "fewerThan"],
): Limit {
  const given = (["moreThan", "fewerThan"] as const).filter((member) => description[member] !== undefined);
  if (given.length > 1) throw new SignalError(["fewerThan"], "give moreThan or fewerThan, not both");
  const [member = "moreThan"] = given;
  if (!members.includes(member)) throw new SignalError([member], `expected ${members.join(" or ")}`);
  const value = description[member] ?? 0;
  if (typeof value === "number" && !(value >= 0))
    throw new SignalError([member], "expected a number of events from 0");
  if (member === "fewerThan" && typeof value === "number" && value <= 0)
    throw new SignalError([member], "nothing is fewer than no events: expected a number above 0");
  const limit = readLimit(
    member,
    typeof value === "number" ? value : `${member === "moreThan" ? ">" : "<"} ${value.trim()}`,
  );
  return member === "fewerThan" ? { ...limit, comparison: "LessThanThreshold" } : limit;
}

export function judgedOf({ within = "5m", windows = { over: 1, of: 1 } }: SignalDescription) {
  const seconds = secondsOf(["within"], within);
  if (!(seconds === 10 || seconds === 30 || (seconds % 60 === 0 && seconds <= DAY_SECONDS)))
    throw new SignalError(["within"], "expected 10s, 30s, or whole minutes up to 1d");
  const { over, of } = windows;
  if (!(Number.isInteger(over) && Number.isInteger(of) && over >= 1 && over <= of))
    throw new SignalError(["windows"], "expected over ≤ of");
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  if (of * seconds > (seconds >= 3_600 ? 7 * DAY_SECONDS : DAY_SECONDS))
    throw new SignalError(
      ["windows"],
      "all windows together may span one day, or seven days when a window is an hour or longer",
    );
  return { within: seconds, windows: { over, of } };
}

export function secondsOf(path: readonly string[], text: unknown): number {
  try {
    const seconds = parseDuration(text as string) / 1_000;
    if (seconds > 0 && Number.isInteger(seconds)) return seconds;
  } catch {
    // Said below.
  }
  throw new SignalError(
    path,
    `"${String(text).slice(0, 64)}": expected a duration such as "30s", "5m", "1h" or "1d"`,
  );
}

export function eventsPattern(
  { level, pattern }: EventsDescription,
  path: readonly string[],
  otherwise?: string,
): string {
  if (level !== undefined && pattern !== undefined)
    throw new SignalError([...path, "pattern"], "give a level or a pattern, not both");
  if (level !== undefined) return levelPattern(level);
  const given = pattern ?? otherwise;
  if (given === undefined) throw new SignalError(path, "expected a level or a pattern");
  try {
    compilePattern(given);
  } catch (cause) {
    throw new SignalError([...path, "pattern"], (cause as Error).message, { cause });
  }
  return given;
}

/** Without a pattern, the events that have the value. */
export function valuePattern(description: EventsDescription, selector: string): string {
  if (description.level !== undefined || description.pattern !== undefined) {
    const pattern = eventsPattern(description, []);
    const language = pattern.trim()[0];
    if (language !== (selector.startsWith("$.") || selector.startsWith("$[") ? "{" : "["))
      throw new SignalError(
        ["value"],
        `${selector} cannot be taken out of what this pattern matches: $.name needs a pattern in { }, $name one in [ ]`,
      );
    return pattern;
  }
  if (!selector.startsWith("$.") && !selector.startsWith("$["))
    throw new SignalError(["pattern"], `${selector} is a field of a pattern in [ ]: expected one`);
  return `{ ${selector} = * }`;
}

export function selectorOf(path: readonly string[], text: unknown): string {
  return compileSelectorAt(path, text).source;
}

function compileSelectorAt(path: readonly string[], text: unknown) {
  try {
    return compileSelector(String(text));
  } catch (cause) {
    throw new SignalError(path, (cause as Error).message, { cause });
  }
}

export function statisticOf(path: readonly string[], name: string): string {
  const own = Object.hasOwn(STATISTICS, name) ? STATISTICS[name]! : name;
  try {
    parseStatistic(own);
    return own;
  } catch (cause) {
    throw new SignalError(path, (cause as Error).message, { cause });
  }
}

export function wholeNumber(path: readonly string[], value: unknown, otherwise: number): number {
  const number = value ?? otherwise;
  if (typeof number === "number" && Number.isInteger(number) && number >= 1) return number;
  throw new SignalError(path, "expected a whole number from 1");
}

/** @param pattern that of the events, whose fields the dimensions are taken from */
export function dimensionsOf({ dimensions = {}, alarmFor = [] }: SignalDescription, pattern: string) {
  if (Object.keys(dimensions).length > METRIC_FILTER_MAX_DIMENSIONS)
    throw new SignalError(
      ["dimensions"],
      `found ${Object.keys(dimensions).length}, expected at most ${METRIC_FILTER_MAX_DIMENSIONS}`,
    );
  const { kind } = compilePattern(pattern).tree;
  for (const [name, text] of Object.entries(dimensions)) {
    const isJson = compileSelectorAt(["dimensions", name], text).type === "json";
    if (kind !== (isJson ? "json" : "space"))
      throw new SignalError(
        ["dimensions", name],
        `${String(text).slice(0, 64)} cannot be taken out of what the pattern matches: $.name needs a pattern in { }, $name one in [ ]`,
      );
  }
  const names = Object.keys(dimensions).toSorted().join();
  for (const [index, values] of alarmFor.entries())
    if (Object.keys(values).toSorted().join() !== names)
      throw new SignalError(
        ["alarmFor", String(index)],
        `expected a value for each of the dimensions ${Object.keys(dimensions).join(", ") || "(there are none)"}`,
      );
  return { dimensions, alarmFor };
}

export function refuseDimensions({ dimensions, alarmFor }: SignalDescription): void {
  if (Object.keys(dimensions ?? {}).length > 0 || (alarmFor ?? []).length > 0)
    throw new SignalError(["dimensions"], "only counts and values can be taken apart by dimensions");
}
