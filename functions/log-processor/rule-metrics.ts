import type { Metrics, Unit } from "../../lib/metrics/index.ts";
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
    const key = `${rule.name}\n${Math.floor(timestamp / MINUTE_MS)}\n${Object.values(dimensions).join("\n")}`;
    const sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, { rule, dimensions, timestamp, value });
    else sum.value += value;
  }

  /** Hands the sums over. */
  publish(): void {
    for (const { rule, value, dimensions, timestamp } of this.#sums.values()) {
      this.#put(rule, value, dimensions, timestamp);
    }
    this.#sums.clear();
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
