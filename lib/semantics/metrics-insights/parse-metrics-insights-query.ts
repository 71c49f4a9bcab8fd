import { METRICS_INSIGHTS_MAX_SERIES } from "../limits.ts";
import { MetricsInsightsQueryError } from "./query-error.ts";
import { type QueryToken, queryTokens } from "./query-tokens.ts";
import type {
  MetricsInsightsCondition,
  MetricsInsightsFunction,
  MetricsInsightsLabel,
  MetricsInsightsQuery,
} from "./types.ts";

const FUNCTIONS = new Set<string>(["AVG", "COUNT", "MAX", "MIN", "SUM"]);
/** The words of the language itself. AWS lists many more as reserved, and its own examples use some of those as names. */
const WORDS = new Set([
  ...["SELECT", "FROM", "SCHEMA", "WHERE", "AND", "OR", "NOT", "IN", "LIKE"],
  ...["GROUP", "ORDER", "BY", "ASC", "DESC", "LIMIT", ...FUNCTIONS],
]);
const ACCOUNT = "AWS.AccountId";

/** Whether an expression of GetMetricData or of an alarm is a query of Metrics Insights. */
export function isMetricsInsightsQuery(expression: string): boolean {
  return /^\s*SELECT\b/i.test(expression);
}

/**
 * Reads a query of Metrics Insights.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 *
 * @throws MetricsInsightsQueryError
 */
export function parseMetricsInsightsQuery(query: string): MetricsInsightsQuery {
  return new Parser(queryTokens(query)).query();
}

class Parser {
  readonly #tokens: readonly QueryToken[];
  #next = 0;

  constructor(tokens: readonly QueryToken[]) {
    this.#tokens = tokens;
  }

  query(): MetricsInsightsQuery {
    this.#expectWord("SELECT");
    const aggregate = this.#function();
    this.#expectSymbol("(");
    const metricName = this.#name("the name of a metric");
    this.#expectSymbol(")");
    this.#expectWord("FROM");
    const source = this.#source();
    const where = this.#takeWord("WHERE") ? this.#conditions() : [];
    const groupBy = this.#takeWord("GROUP") ? this.#groups() : [];
    const orderBy = this.#takeWord("ORDER") ? this.#order() : undefined;
    const limit = this.#takeWord("LIMIT") ? this.#limit() : undefined;
    this.#takeSymbol(";");
    if (this.#token.type !== "end")
      throw this.#unexpected("the end, or WHERE, GROUP BY, ORDER BY and LIMIT in this order");
    return {
      function: aggregate,
      metricName,
      ...source,
      where,
      groupBy,
      ...(orderBy && { orderBy }),
      ...(limit !== undefined && { limit }),
    };
  }

  #source(): Pick<MetricsInsightsQuery, "namespace" | "schema"> {
    if (!this.#takeWord("SCHEMA")) return { namespace: this.#name("a namespace or SCHEMA(…)") };
    this.#expectSymbol("(");
    const namespace = this.#name("the namespace of the schema");
    const schema: string[] = [];
    while (this.#takeSymbol(",")) schema.push(this.#name("the name of a dimension"));
    this.#expectSymbol(")");
    return { namespace, schema };
  }

  #conditions(): MetricsInsightsCondition[] {
    const conditions: MetricsInsightsCondition[] = [];
    do conditions.push(this.#condition());
    while (this.#takeWord("AND"));
    return conditions;
  }

  #condition(): MetricsInsightsCondition {
    const label = this.#label();
    const isEqual = this.#takeSymbol("=");
    if (!isEqual && !this.#takeSymbol("!=")) throw this.#unexpected("= or !=, the operators of WHERE");
    const { type, text } = this.#token;
    if (label.kind === "account" && type === "word" && text.toUpperCase() === "CURRENT_ACCOUNT_ID") {
      this.#next += 1;
      this.#expectSymbol("(");
      this.#expectSymbol(")");
      return { label, isEqual, value: null };
    }
    if (type !== "text" && !(label.kind === "account" && type === "number"))
      throw this.#unexpected("a value in single quotation marks");
    this.#next += 1;
    return { label, isEqual, value: text };
  }

  #groups(): MetricsInsightsLabel[] {
    this.#expectWord("BY");
    const labels: MetricsInsightsLabel[] = [];
    do labels.push(this.#label());
    while (this.#takeSymbol(","));
    return labels;
  }

  #order(): MetricsInsightsQuery["orderBy"] & object {
    this.#expectWord("BY");
    const by = this.#function();
    this.#expectSymbol("(");
    this.#expectSymbol(")");
    const descending = this.#takeWord("DESC");
    if (!descending) this.#takeWord("ASC");
    return { function: by, descending };
  }

  #limit(): number {
    const { type, text, offset } = this.#token;
    const limit = Number(text);
    if (type !== "number") throw this.#unexpected("a number");
    if (limit < 1 || limit > METRICS_INSIGHTS_MAX_SERIES)
      throw new MetricsInsightsQueryError(
        `LIMIT is between 1 and ${METRICS_INSIGHTS_MAX_SERIES}, not ${text}`,
        offset,
      );
    this.#next += 1;
    return limit;
  }

  /** A dimension, `tag.KEY` or `AWS.AccountId`. */
  #label(): MetricsInsightsLabel {
    const first = this.#token;
    const name = this.#name("the name of a dimension, tag.KEY or AWS.AccountId");
    if (first.type !== "word" || !this.#takeSymbol(".")) return { kind: "dimension", name };
    const member = this.#name(name === "tag" ? "the key of a tag" : "AccountId");
    if (name === "tag") return { kind: "tag", name: member };
    if (`${name}.${member}` === ACCOUNT) return { kind: "account", name: ACCOUNT };
    throw new MetricsInsightsQueryError(
      `${name}.${member} is neither tag.KEY nor ${ACCOUNT}; a name with a dot stands in double quotation marks`,
      first.offset,
    );
  }

  #function(): MetricsInsightsFunction {
    const name = this.#token.text.toUpperCase();
    if (this.#token.type !== "word" || !FUNCTIONS.has(name))
      throw this.#unexpected("AVG, COUNT, MAX, MIN or SUM");
    this.#next += 1;
    return name as MetricsInsightsFunction;
  }

  #name(expected: string): string {
    const { type, text, offset } = this.#token;
    if (type !== "quoted" && type !== "word" && type !== "number") throw this.#unexpected(expected);
    if (type === "word" && WORDS.has(text.toUpperCase()))
      throw new MetricsInsightsQueryError(
        `${text} is a keyword: expected ${expected}, and a name that is a keyword stands in double quotation marks`,
        offset,
      );
    if (text === "") throw this.#unexpected(expected);
    this.#next += 1;
    return text;
  }

  get #token(): QueryToken {
    return this.#tokens[this.#next]!;
  }

  #takeWord(word: string): boolean {
    const taken = this.#token.type === "word" && this.#token.text.toUpperCase() === word;
    if (taken) this.#next += 1;
    return taken;
  }

  #takeSymbol(symbol: string): boolean {
    const taken = this.#token.type === "symbol" && this.#token.text === symbol;
    if (taken) this.#next += 1;
    return taken;
  }

  #expectWord(word: string): void {
    if (!this.#takeWord(word)) throw this.#unexpected(word);
  }

  #expectSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) throw this.#unexpected(symbol);
  }

  #unexpected(expected: string): MetricsInsightsQueryError {
    const { type, text, offset } = this.#token;
    const found = { end: "the query ends", quoted: `"${text}" stands`, text: `'${text}' stands` };
    const where = type in found ? found[type as keyof typeof found] : `${text} stands`;
    return new MetricsInsightsQueryError(`Expected ${expected} where ${where}`, offset);
  }
}
