export type { Dimensions, InvalidMetric, Metrics, MetricsOptions, PutOptions } from "./metrics.ts";
export { createMetrics } from "./metrics.ts";
export { UNITS, type Unit } from "./units.ts";
export { InvalidMetricsOptionError } from "./validation.ts";
