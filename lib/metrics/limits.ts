/**
 * Limits of the embedded metric format that a writer must keep.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const EMF_LIMITS = {
  metricsPerDocument: 100,
  valuesPerMetric: 100,
  dimensionsPerSet: 30,
  dimensionNameLength: 250,
  dimensionValueLength: 1024,
  metricNameLength: 1024,
  namespaceLength: 256,
  /** Lambda cuts longer lines of standard output into several events, and a cut document is no metric. */
  documentBytes: 256 * 1024,
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
  largestMagnitude: 2 ** 360,
} as const;
