import { InvalidArgumentError } from "../../cloud-logging/invalid-argument-error.ts";
import type { SeriesIdentity } from "./time-series.ts";

type SeriesTest = (series: SeriesIdentity) => boolean;

/** A compiled filter of Cloud Monitoring. */
export interface SeriesFilter {
  /** The metric type that it asks for; undefined when it names none. */
  readonly metricType: string | undefined;
  /** The resource type that it asks for; undefined when it names none. */
  readonly resourceType: string | undefined;
  matches(series: SeriesIdentity): boolean;
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(!=|>=|<=|=|>|<|:|\(|\)|,|-(?=[A-Za-z(]))|([^\s"'()=<>!:,]+))/y;
const FIELD = /^(?:(metric|resource)\.(?:(type)|labels?\.(.+))|project|group\.id|metadata\..+)$/;

/**
 * Compiles a filter of Cloud Monitoring: comparisons of `metric.type`, `resource.type`, `metric.labels.NAME` and
 * `resource.labels.NAME` with texts or with `starts_with("…")`, `ends_with`, `has_substring`, `one_of("…", "…")`,
 * joined by AND, OR and NOT.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/monitoring/api/v3/filters
 */
export function compileSeriesFilter(text: string, field: string): SeriesFilter {
  const parser = new FilterParser(tokens(text, field), field);
  const matches = parser.filter();
  return { metricType: parser.types.get("metric"), resourceType: parser.types.get("resource"), matches };
}

function tokens(text: string, field: string): string[] {
  const found: string[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match)
      throw new InvalidArgumentError(`${field}: the filter cannot be read at position ${at}`, field);
    found.push(match[1] ?? match[2] ?? match[3]!);
  }
  return found;
}

class FilterParser {
  readonly types = new Map<string, string>();
  readonly #tokens: readonly string[];
  readonly #field: string;
  #at = 0;
  #negated = false;

  constructor(found: readonly string[], field: string) {
    this.#tokens = found;
    this.#field = field;
  }

  filter(): SeriesTest {
    const test = this.#disjunction();
    if (this.#at < this.#tokens.length) throw this.#unexpected("AND or OR");
    return test;
  }

  #disjunction(): SeriesTest {
    const tests = [this.#conjunction()];
    while (this.#skip("OR")) tests.push(this.#conjunction());
    return tests.length === 1 ? tests[0]! : (series) => tests.some((test) => test(series));
  }

  #conjunction(): SeriesTest {
    const tests = [this.#negation()];
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next === undefined || next === ")" || next === "OR") break;
      this.#skip("AND");
      tests.push(this.#negation());
    }
    return tests.length === 1 ? tests[0]! : (series) => tests.every((test) => test(series));
  }

  #negation(): SeriesTest {
    if (!this.#skip("NOT") && !this.#skip("-")) return this.#restriction();
    this.#negated = !this.#negated;
    const test = this.#negation();
    this.#negated = !this.#negated;
    return (series) => !test(series);
  }

  #restriction(): SeriesTest {
    if (this.#skip("(")) {
      const test = this.#disjunction();
      if (!this.#skip(")")) throw this.#unexpected(")");
      return test;
    }
    const name = this.#tokens[this.#at++];
    const [, owner, type, label] = (name !== undefined && FIELD.exec(name)) || [];
    if (name === undefined || !FIELD.test(name)) {
      this.#at--;
      throw this.#unexpected("metric.type, resource.type, metric.labels.NAME or resource.labels.NAME");
    }
    const operator = this.#tokens[this.#at++];
    const test = this.#comparison(operator, owner !== undefined && type !== undefined ? owner : undefined);
    if (owner === undefined) return () => true;
    return ({ metric, resource }) => {
      if (type !== undefined) return test(owner === "metric" ? metric.type : resource.type);
      const value = owner === "metric" ? metric.labels[label!] : resource.labels?.[label!];
      return test(value === undefined ? undefined : String(value));
    };
  }

  #comparison(
    operator: string | undefined,
    typeOf: string | undefined,
  ): (value: string | undefined) => boolean {
    const next = this.#tokens[this.#at++];
    if (next === undefined || !["=", "!=", ":", ">", "<", ">=", "<="].includes(operator ?? ""))
      throw this.#unexpected("a comparison");
    if (this.#skip("(")) {
      const matcher = this.#function(next);
      return (value) => matcher(value ?? "") === (operator !== "!=");
    }
    const wanted = unquoted(next);
    if (typeOf !== undefined && operator === "=" && !this.#negated) this.types.set(typeOf, wanted);
    switch (operator) {
      case "=":
        return (value) => value === wanted;
      case "!=":
        return (value) => value !== wanted;
      case ":":
        return (value) => value?.includes(wanted) === true;
      default:
        return (value) => value !== undefined && ordered(Number(value), operator!, Number(wanted));
    }
  }

  #function(name: string): (value: string) => boolean {
    const operands: string[] = [];
    while (!this.#skip(")")) {
      const next = this.#tokens[this.#at++];
      if (next === undefined) throw this.#unexpected(")");
      if (next !== ",") operands.push(unquoted(next));
    }
    const [first = ""] = operands;
    switch (name) {
      case "starts_with":
        return (value) => value.startsWith(first);
      case "ends_with":
        return (value) => value.endsWith(first);
      case "has_substring":
        return (value) => value.includes(first);
      case "one_of":
        return (value) => operands.includes(value);
      default:
        throw new InvalidArgumentError(
          `${this.#field}: there is no function ${name}; there are starts_with, ends_with, has_substring and one_of`,
          this.#field,
        );
    }
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #unexpected(expected: string): InvalidArgumentError {
    const found = this.#tokens[this.#at];
    return new InvalidArgumentError(
      `${this.#field}: the filter ${found === undefined ? "ends" : `has ${found}`} where ${expected} is expected`,
      this.#field,
    );
  }
}

function unquoted(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1).replaceAll(/\\([\s\S])/g, "$1") : token;
}

function ordered(value: number, operator: string, wanted: number): boolean {
  if (operator === ">") return value > wanted;
  if (operator === "<") return value < wanted;
  return operator === ">=" ? value >= wanted : value <= wanted;
}
