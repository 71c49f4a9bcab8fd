import { compileInsightsQuery, parseAggregationExpression, QueryCompileError } from "../semantics/index.ts";
import type { SignalDescription } from "./description.ts";
import { levelPattern } from "./level-pattern.ts";
import { readLimit, readPercent } from "./limit.ts";
import {
  countLimit,
  DAY_SECONDS,
  dimensionsOf,
  eventsPattern,
  judgedOf,
  refuseDimensions,
  secondsOf,
  selectorOf,
  statisticOf,
  valuePattern,
  wholeNumber,
} from "./members.ts";
import { checkShape } from "./shapes.ts";
import type { BurnRate, Signal } from "./signal.ts";
import { SignalError } from "./signal-error.ts";
import { inUnit, unitOf } from "./unit.ts";

const KINDS = ["value", "ratio", "silence", "unusual", "budget", "query"] as const;
const MEMBERS = new Set<string>([
  ...KINDS,
  "level",
  "pattern",
  "moreThan",
  "fewerThan",
  "within",
  "windows",
  "unit",
  "dimensions",
  "alarmFor",
]);
/** Every event of a group. */
const ALL = "";

/**
 * Reads the description of a signal.
 *
 * @throws SignalError that names the member which is wrong
 */
export function readSignal(description: SignalDescription): Signal {
  checkShape(description);
  const kinds = KINDS.filter((kind) => description[kind] !== undefined && description[kind] !== false);
  // What is unusual may be a value.
  const [kind, another] = kinds.filter((name) => name !== "value" || !kinds.includes("unusual"));
  if (another !== undefined)
    throw new SignalError([another], `a signal is one of ${kinds.join(", ")}, not several of them`);
  const unknown = Object.keys(description).filter(
    (member) => !MEMBERS.has(member) && limitOf(description, member) !== undefined,
  );
  if (kind !== "value" && unknown.length > 0)
    throw new SignalError(
      [unknown[0]!],
      `unknown; expected ${[...MEMBERS].join(", ")}, or a statistic together with "value"`,
    );
  if (description.unit !== undefined && description.value === undefined)
    throw new SignalError(["unit"], 'expected together with "value"');
  if (kind !== undefined && kind !== "value") refuseDimensions(description);
  switch (kind) {
    case "value":
      return readValue(description, unknown);
    case "ratio":
      return readRatio(description);
    case "silence":
      return readSilence(description);
    case "unusual":
      return readUnusual(description);
    case "budget":
      return readBudget(description);
    case "query":
      return readQuery(description);
    default:
      return readCount(description);
  }
}

function readCount(description: SignalDescription): Signal {
  const { comparison, amount, measure } = countLimit(description);
  if (measure !== "number")
    throw new SignalError(["moreThan"], "events are counted: expected a plain number");
  const pattern = eventsPattern(description, [], levelPattern("error"));
  const judged = judgedOf(description);
  return {
    kind: "count",
    pattern,
    comparison,
    threshold: amount,
    ...judged,
    ...dimensionsOf(description, pattern),
  };
}

function readValue(description: SignalDescription, statistics: readonly string[]): Signal {
  const [statistic, second] = statistics;
  if (statistic === undefined)
    throw new SignalError(["value"], 'expected a statistic and its limit beside it, such as p99: "> 2s"');
  if (second !== undefined)
    throw new SignalError([second], `a signal has one statistic, this one has ${statistics.join(" and ")}`);
  for (const member of ["moreThan", "fewerThan"] as const)
    if (description[member] !== undefined)
      throw new SignalError([member], `the limit of a value stands with its statistic: ${statistic}: "> …"`);
  const selector = selectorOf(["value"], description.value);
  const unit = unitOf(selector, description.unit);
  const limit = readLimit(statistic, limitOf(description, statistic));
  const pattern = valuePattern(description, selector);
  return {
    kind: "value",
    pattern,
    selector,
    statistic: statisticOf([statistic], statistic),
    unit,
    comparison: limit.comparison,
    threshold: inUnit(statistic, limit, unit),
    ...judgedOf(description),
    ...dimensionsOf(description, pattern),
  };
}

function readRatio(description: SignalDescription): Signal {
  const { of, to = {}, minimum } = description.ratio!;
  if (of === undefined) throw new SignalError(["ratio", "of"], "expected a level or a pattern");
  const limit = countLimit(description, ["moreThan"]);
  const whole = { ...limit, amount: limit.amount };
  if (limit.measure !== "percent")
    throw new SignalError(["moreThan"], 'a ratio is in percent: expected for example "2%"');
  return {
    kind: "ratio",
    of: eventsPattern(of, ["ratio", "of"]),
    to: eventsPattern(to, ["ratio", "to"], ALL),
    minimum: wholeNumber(["ratio", "minimum"], minimum, 1),
    comparison: whole.comparison,
    threshold: whole.amount,
    ...judgedOf(description),
  };
}

function readSilence(description: SignalDescription): Signal {
  const within = secondsOf(["silence"], description.silence);
  if (within % 60 !== 0 || within > DAY_SECONDS)
    throw new SignalError(["silence"], "expected whole minutes up to a day, such as 10m");
  for (const member of ["moreThan", "fewerThan", "within", "windows"] as const)
    if (description[member] !== undefined)
      throw new SignalError([member], "a silence has a length and nothing else");
  return { kind: "silence", pattern: eventsPattern(description, [], ALL), within };
}

function readUnusual(description: SignalDescription): Signal {
  const {
    width = 2,
    direction = "above",
    statistic,
  } = typeof description.unusual === "object" ? description.unusual : {};
  if (!(typeof width === "number" && width > 0 && width <= 1_000))
    throw new SignalError(["unusual", "width"], "expected a number of standard deviations above 0");
  if (!["above", "below", "both"].includes(direction))
    throw new SignalError(["unusual", "direction"], "expected above, below or both");
  for (const member of ["moreThan", "fewerThan"] as const)
    if (description[member] !== undefined)
      throw new SignalError([member], "what is usual is learned: there is no limit to give");
  const { within, windows } = judgedOf(description);
  const selector = description.value === undefined ? undefined : selectorOf(["value"], description.value);
  const named = statistic ?? (selector === undefined ? "Sum" : "Average");
  return {
    kind: "unusual",
    pattern:
      selector === undefined ? eventsPattern(description, [], ALL) : valuePattern(description, selector),
    selector,
    statistic: statisticOf(["unusual", "statistic"], named),
    unit: selector === undefined ? "None" : unitOf(selector, description.unit),
    width,
    direction,
    within,
    windows,
  };
}

function readBudget(description: SignalDescription): Signal {
  const { objective, window = "30d", of, to = {}, minimum } = description.budget!;
  for (const member of ["moreThan", "fewerThan", "within", "windows"] as const)
    if (description[member] !== undefined)
      throw new SignalError([member], "the windows of a budget follow from its objective");
  const percent = readPercent(["budget", "objective"], objective);
  // 99.9 is not the nearest number to a hundred times 0.999.
  const allowed = Number(((100 - percent) / 100).toPrecision(12));
  if (allowed <= 0)
    throw new SignalError(["budget", "objective"], "an objective of 100% leaves no budget to burn");
  const hours = secondsOf(["budget", "window"], window) / 3_600;
  if (hours < 24) throw new SignalError(["budget", "window"], "expected a day or more, such as 30d");
  const rates = burnRates(hours);
  const impossible = rates.find(({ factor }) => factor * allowed >= 1);
  if (impossible)
    throw new SignalError(
      ["budget", "objective"],
      `the ${impossible.name} burn rate of ${impossible.factor} cannot be reached with an objective of ${percent}%: it would take more failures than events`,
    );
  return {
    kind: "budget",
    of: eventsPattern(of ?? description, of ? ["budget", "of"] : [], levelPattern("error")),
    to: eventsPattern(to, ["budget", "to"], ALL),
    allowed,
    minimum: wholeNumber(["budget", "minimum"], minimum, 1),
    rates,
  };
}

/**
 * Two per cent of the budget in an hour, or five in six hours, each confirmed by a window of a twelfth, so that the alarm ends
 * soon after the failures do. https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
function burnRates(hours: number): readonly BurnRate[] {
  const factor = (share: number, long: number): number => Number(((share * hours) / long).toPrecision(6));
  return [
    { name: "fast", factor: factor(0.02, 1), long: 3_600, short: 300 },
    { name: "slow", factor: factor(0.05, 6), long: 21_600, short: 1_800 },
  ];
}

function readQuery(description: SignalDescription): Signal {
  const { query, aggregate = "count(*)", by = [], lines = 0 } = description.query!;
  if (typeof query !== "string" || query.trim() === "")
    throw new SignalError(["query", "query"], "expected a query of Logs Insights");
  if (description.level !== undefined || description.pattern !== undefined)
    throw new SignalError(["query"], "the query itself says which events count: leave out level and pattern");
  const aggregation = by.length > 0 ? `${aggregate} by ${by.join(", ")}` : aggregate;
  try {
    parseAggregationExpression(aggregation);
  } catch (cause) {
    throw new SignalError(["query", "aggregate"], (cause as Error).message, { cause });
  }
  if (!(Number.isInteger(lines) && lines >= 0 && lines <= 50))
    throw new SignalError(["query", "lines"], "expected 0 to 50");
  checkQuery(query);
  if (lines > 0 && /(?:^|\|)\s*unmask\b|\bunmask\s*\(/i.test(query))
    throw new SignalError(["query", "lines"], "a query with unmask tells no lines: expected 0");
  const { comparison, amount, measure } = countLimit(description);
  if (measure !== "number") throw new SignalError(["moreThan"], "expected a plain number");
  const judged = judgedOf(description);
  if (judged.within % 60 !== 0)
    throw new SignalError(["within"], "a query runs every so many minutes: expected whole minutes");
  return { kind: "query", query, aggregation, lines, comparison, threshold: amount, ...judged };
}

function checkQuery(query: string): void {
  try {
    // Lookup tables are known to the account alone.
    compileInsightsQuery(query, { times: { now: 0, start: 0, end: 0 }, trustsLookupTables: true });
  } catch (cause) {
    if (!(cause instanceof QueryCompileError)) throw cause;
    throw new SignalError(
      ["query", "query"],
      `${cause.message} (at character ${cause.span.start + 1} of the query)`,
      { cause },
    );
  }
}

/** A statistic's limit; the description has members for all that CloudWatch has. */
const limitOf = (description: SignalDescription, statistic: string): unknown =>
  (description as Readonly<Record<string, unknown>>)[statistic];
