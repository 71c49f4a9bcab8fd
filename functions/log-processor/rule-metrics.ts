import type { Metrics, Unit } from "cumulog/metrics";
import type { MetricRule } from "./rules.ts";

interface Sum {
  readonly rule: MetricRule;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly timestamp: number;
  value: number;
}

const MINUTE_MS = 60_000;

/**
 * Metrics of the rules. A rule that counts the same for every match gives one value for each minute and set of dimensions,
 * which has the same Sum as single ones; other rules give every value.
 */
export class RuleMetrics {
  readonly #metricsFor: (namespace: string) => Metrics;
  readonly #sums = new Map<string, Sum>();
  /** Events come in the order of their times, so the next value mostly belongs to the same sum. */
  readonly #last = new Map<MetricRule, { readonly minute: number; readonly sum: Sum }>();

  constructor(metricsFor: (namespace: string) => Metrics) {
    this.#metricsFor = metricsFor;
  }

  add(
    rule: MetricRule,
    value: number,
    dimensions: Readonly<Record<string, string>>,
    timestamp: number,
  ): void {
    if (!rule.isConstant) {
      this.#put(rule, value, dimensions, timestamp);
      return;
    }
    const minute = Math.floor(timestamp / MINUTE_MS);
    const last = this.#last.get(rule);
    if (last !== undefined && last.minute === minute && sameValues(last.sum.dimensions, dimensions)) {
      last.sum.value += value;
      return;
    }
    const key = `${rule.name}\n${minute}\n${Object.values(dimensions).join("\n")}`;
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = { rule, dimensions, timestamp, value: 0 };
      this.#sums.set(key, sum);
    }
    sum.value += value;
    this.#last.set(rule, { minute, sum });
  }

  /** Hands the sums over. */
  publish(): void {
    for (const { rule, value, dimensions, timestamp } of this.#sums.values()) {
      this.#put(rule, value, dimensions, timestamp);
    }
    this.#sums.clear();
    this.#last.clear();
  }

  #put(
    rule: MetricRule,
    value: number,
    dimensions: Readonly<Record<string, string>>,
    timestamp: number,
  ): void {
    const unit = (rule.unit ?? "None") as Unit;
    this.#metricsFor(rule.namespace).put(rule.metric, value, { unit, dimensions, timestamp });
  }
}

function sameValues(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  for (const name in a) if (a[name] !== b[name]) return false;
  return true;
}
