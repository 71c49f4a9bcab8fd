import { INSIGHTS_MAX_LIMIT } from "../../limits.ts";
import { parseAppendcols, parseCidrLookup, parseJoin, parseLookup } from "./combining-parsers.ts";
import { unexpected } from "./expression-parser.ts";
import { parseJson, parseParse } from "./parse-parser.ts";
import { QueryCompileError } from "./query-compile-error.ts";
import type { QueryParser } from "./query-parser.ts";
import {
  parseAccum,
  parseAddtotals,
  parseAutoregress,
  parseFilldown,
  parseFillmissing,
  parseOutlier,
  parseSessionize,
} from "./series-parsers.ts";
import { parseSource } from "./source-parser.ts";
import type { Command, Expression } from "./tree.ts";

/** Commands of the language that are not here. */
const OTHER_COMMANDS: ReadonlySet<string> = new Set(["search", "top", "rare", "eval", "transaction"]);

type ParseCommand = (parser: QueryParser, start: number) => Command;

/** Commands by their names in lower case. */
const COMMANDS: Readonly<Record<string, ParseCommand>> = {
  fields: (parser, start) => parser.spanned(start, { kind: "fields", columns: parser.columns() }),
  unmask: (parser, start) =>
    parser.spanned(start, { kind: "fields", columns: parser.columns(), unmasks: true }),
  display: (parser, start) => parser.spanned(start, { kind: "display", columns: parser.columns() }),
  filter: parseFilter,
  where: parseFilter,
  filterindex: (parser, start) =>
    parser.spanned(start, { kind: "filterIndex", condition: parser.expressions.expression() }),
  stats: parseStats,
  sort: parseSort,
  order: parseSort,
  limit: (parser, start) => parseLimit(parser, start, "first"),
  head: (parser, start) => parseLimit(parser, start, "first"),
  tail: (parser, start) => parseLimit(parser, start, "last"),
  dedup: (parser, start) => parser.spanned(start, { kind: "dedup", columns: parser.columns() }),
  parse: parseParse,
  json: parseJson,
  unnest(parser, start) {
    const source = parser.expressions.expression();
    if (!parser.word("into")) throw unexpected(parser.tokens.peek(), "'into'");
    return parser.spanned(start, { kind: "unnest", source, name: parser.name() });
  },
  expand(parser, start) {
    const source = parser.field();
    return parser.spanned(start, { kind: "unnest", source, name: source.name });
  },
  source: parseSource,
  pattern: (parser, start) =>
    parser.spanned(start, { kind: "pattern", source: parser.expressions.expression() }),
  anomaly: (parser, start) => parser.spanned(start, { kind: "anomaly" }),
  estimate: (parser, start) => parser.spanned(start, { kind: "estimate" }),
  diff: parseDiff,
  logcompare(parser, start) {
    if (!parser.word("timeshift")) throw unexpected(parser.tokens.peek(), "'timeshift'");
    return parser.spanned(start, { kind: "logcompare", shift: parser.period() });
  },
  join: parseJoin,
  lookup: parseLookup,
  cidrlookup: parseCidrLookup,
  appendcols: parseAppendcols,
  addtotals: parseAddtotals,
  accum: parseAccum,
  autoregress: parseAutoregress,
  filldown: parseFilldown,
  fillmissing: parseFillmissing,
  outlier: parseOutlier,
  sessionize: parseSessionize,
  countfrequent: parseCountFrequent,
  count_frequent: parseCountFrequent,
  relevantfields(parser, start) {
    const columns = parser.word("where") ? [] : parser.columns();
    if (columns.length > 0 && !parser.word("where")) throw unexpected(parser.tokens.peek(), "'where'");
    return parser.spanned(start, {
      kind: "relevantfields",
      columns,
      condition: parser.expressions.expression(),
    });
  },
};

/** @throws QueryCompileError */
export function parseCommand(parser: QueryParser): Command {
  const token = parser.tokens.next();
  if (token.kind !== "word") throw unexpected(token, "a command");
  const name = token.text.toLowerCase();
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name]!(parser, token.start);
  if (OTHER_COMMANDS.has(name))
    throw new QueryCompileError(`cumulog does not have the command '${token.text}'`, token);
  throw unexpected(token, "a command such as fields, filter, stats, sort, limit, parse or display");
}

function parseFilter(parser: QueryParser, start: number): Command {
  return parser.spanned(start, { kind: "filter", condition: parser.expressions.expression() });
}

function parseStats(parser: QueryParser, start: number): Command {
  const aggregates = parser.columns();
  const by = parser.word("by") ? parser.columns() : [];
  const offset = by.length > 0 && parser.word("offset") ? { offset: parser.period() } : {};
  return parser.spanned(start, { kind: "stats", aggregates, by, ...offset });
}

function parseSort(parser: QueryParser, start: number): Command {
  parser.word("by");
  const keys: { expression: Expression; descending: boolean }[] = [];
  do {
    const expression = parser.expressions.expression();
    const descending = parser.word("desc");
    if (!descending) parser.word("asc");
    keys.push({ expression, descending });
  } while (parser.comma());
  return parser.spanned(start, { kind: "sort", keys });
}

function parseLimit(parser: QueryParser, start: number, which: "first" | "last"): Command {
  const any = which === "first" && parser.word("any");
  const token = parser.tokens.next();
  if (token.kind !== "number") throw unexpected(token, "a number");
  if (!Number.isInteger(token.value) || token.value < 1 || token.value > INSIGHTS_MAX_LIMIT)
    throw new QueryCompileError(
      `limit ${token.text}: expected a whole number from 1 to ${INSIGHTS_MAX_LIMIT}`,
      token,
    );
  return parser.spanned(start, { kind: "limit", count: token.value, which: any ? "any" : which });
}

function parseDiff(parser: QueryParser, start: number): Command {
  for (const period of ["previousDay", "previousWeek", "previousMonth"] as const)
    if (parser.word(period.toLowerCase())) return parser.spanned(start, { kind: "diff", with: period });
  return parser.spanned(start, { kind: "diff", with: "previous" });
}

function parseCountFrequent(parser: QueryParser, start: number): Command {
  return parser.spanned(start, { kind: "countFrequent", columns: parser.columns() });
}
