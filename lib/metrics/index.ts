export type { Metrics } from "./metrics.ts";
export { createMetrics } from "./metrics.ts";
export type { Dimensions, InvalidMetric, MetricsOptions, PutOptions } from "./options.ts";
export { UNITS, type Unit } from "./units.ts";
export { InvalidMetricsOptionError } from "./validation.ts";
