/** What tells one metric from another. The order of the dimensions does not matter. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly metricName: string;
  /** @default no dimensions */
  readonly dimensions?: Readonly<Record<string, string>>;
}
