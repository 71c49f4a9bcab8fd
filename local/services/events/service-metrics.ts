import type { MetricStore } from "../cloudwatch/metric-store.ts";
import { DEFAULT_BUS } from "./event-bus.ts";
import type { Rule } from "./rule.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export type RuleMetric =
  | "MatchedEvents"
  | "TriggeredRules"
  | "Invocations"
  | "InvocationAttempts"
  | "SuccessfulInvocationAttempts"
  | "RetryInvocationAttempts"
  | "FailedInvocations"
  | "InvocationsSentToDlq"
  | "InvocationsFailedToBeSentToDlq";

/** Counts what rules do, as EventBridge publishes it: by rule, with the bus if it is not the default one, and in all. */
export class RuleMetrics {
  readonly #metrics: Pick<MetricStore, "record">;
  readonly #now: () => number;

  constructor(metrics: Pick<MetricStore, "record">, now: () => number) {
    this.#metrics = metrics;
    this.#now = now;
  }

  count({ name, bus }: Rule, metricName: RuleMetric): void {
    const own = { RuleName: name, ...(bus !== DEFAULT_BUS && { EventBusName: bus }) };
    for (const dimensions of [own, {}] as Record<string, string>[])
      this.#metrics.record({
        namespace: "AWS/Events",
        metricName,
        dimensions,
        value: 1,
        unit: "Count",
        timestamp: this.#now(),
      });
  }
}
