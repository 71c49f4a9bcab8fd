import { partialMatcher } from "./name-parts.ts";

/** A metric as a search looks at it. */
export interface SearchedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A search of CloudWatch that cannot be read. */
export class MetricSearchError extends Error {
  override readonly name = "MetricSearchError";
}

type Test = (metric: SearchedMetric) => boolean;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html */
const LONGEST_SEARCH = 1_024;
const TOKEN = /\s*(?:([(){},=])|"((?:[^"\\]|\\.)*)"|([^\s(){},="]+)|(.))/suy;

interface Token {
  readonly sign?: string;
  readonly quoted?: string;
  readonly word?: string;
}

/**
 * Reads what stands between the quotes of `SEARCH('…', 'Average')`: `{Namespace, Dimension} MetricName="Errors" NOT test`.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 *
 * @returns whether a metric is found
 * @throws MetricSearchError
 */
export function compileMetricSearch(text: string): (metric: SearchedMetric) => boolean {
  if (text.length > LONGEST_SEARCH)
    throw new MetricSearchError(`a search has ${LONGEST_SEARCH} characters at most, this one ${text.length}`);
  const reader = new SearchReader(tokensOf(text));
  const schema = reader.schema();
  const terms = reader.isAtEnd ? undefined : reader.either();
  if (!reader.isAtEnd) throw new MetricSearchError(`expected the end of the search, found ${reader.shown}`);
  if (!schema && !terms)
    throw new MetricSearchError("expected a schema such as {AWS/EC2,InstanceId}, or a term");
  return (metric) => (schema?.(metric) ?? true) && (terms?.(metric) ?? true);
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text.trimEnd()); found; found = TOKEN.exec(text.trimEnd())) {
    const [, sign, quoted, word, other] = found;
    if (other !== undefined)
      throw new MetricSearchError(`the quote at ${text.slice(found.index).trim()} has no end`);
    if (sign !== undefined) tokens.push({ sign });
    else if (quoted !== undefined) tokens.push({ quoted: quoted.replaceAll(/\\(.)/gsu, "$1") });
    else tokens.push({ word: word! });
  }
  return tokens;
}

class SearchReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get shown(): string {
    const { sign, quoted, word } = this.#tokens[this.#at] ?? {};
    return quoted === undefined ? (sign ?? word ?? "the end") : JSON.stringify(quoted);
  }

  #takes(sign: string): boolean {
    if (this.#tokens[this.#at]?.sign !== sign) return false;
    this.#at += 1;
    return true;
  }

  #isNext(word: string): boolean {
    return this.#tokens[this.#at]?.word === word;
  }

  #name(): string {
    const { quoted, word } = this.#tokens[this.#at] ?? {};
    const name = quoted ?? word;
    if (name === undefined) throw new MetricSearchError(`expected a name, found ${this.shown}`);
    this.#at += 1;
    return name;
  }

  /** With dimensions, of metrics that have these and no others. */
  schema(): Test | undefined {
    if (!this.#takes("{")) return undefined;
    const namespace = this.#name();
    const names: string[] = [];
    while (this.#takes(",")) names.push(this.#name());
    if (!this.#takes("}")) throw new MetricSearchError(`expected , or } in the schema, found ${this.shown}`);
    this.#takes(",");
    const wanted = new Set(names);
    return (metric) => {
      if (metric.namespace !== namespace) return false;
      const own = Object.keys(metric.dimensions);
      return wanted.size === 0 || (own.length === wanted.size && own.every((name) => wanted.has(name)));
    };
  }

  either(): Test {
    const tests = [this.#all()];
    while (this.#isNext("OR")) {
      this.#at += 1;
      tests.push(this.#all());
    }
    return tests.length === 1 ? tests[0]! : (metric) => tests.some((test) => test(metric));
  }

  #all(): Test {
    const tests = [this.#one()];
    while (!this.isAtEnd && !this.#isNext("OR") && this.#tokens[this.#at]?.sign !== ")") {
      if (this.#isNext("AND")) this.#at += 1;
      tests.push(this.#one());
    }
    return tests.length === 1 ? tests[0]! : (metric) => tests.every((test) => test(metric));
  }

  #one(): Test {
    if (this.#isNext("NOT")) {
      this.#at += 1;
      const test = this.#one();
      return (metric) => !test(metric);
    }
    if (this.#takes("(")) {
      const test = this.either();
      if (!this.#takes(")")) throw new MetricSearchError(`expected ) in the search, found ${this.shown}`);
      return test;
    }
    if (["AND", "OR"].some((word) => this.#isNext(word)))
      throw new MetricSearchError(`expected a term, found ${this.shown}`);
    return this.#term();
  }

  #term(): Test {
    const first = this.#matcher();
    if (!this.#takes("=")) return (metric) => namesOf(metric).some(first.matches);
    const { matches } = this.#matcher();
    const { text } = first;
    if (text === "MetricName") return ({ metricName }) => matches(metricName);
    if (text === "Namespace") return ({ namespace }) => matches(namespace);
    return ({ dimensions }) => Object.hasOwn(dimensions, text) && matches(dimensions[text]!);
  }

  #matcher(): { readonly text: string; readonly matches: (name: string) => boolean } {
    const isExact = this.#tokens[this.#at]?.quoted !== undefined;
    const text = this.#name();
    return { text, matches: isExact ? (name) => name === text : partialMatcher(text) };
  }
}

const namesOf = ({ namespace, metricName, dimensions }: SearchedMetric): string[] => [
  namespace,
  metricName,
  ...Object.entries(dimensions).flat(),
];
