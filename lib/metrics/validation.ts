import { EMF_LIMITS } from "./limits.ts";

/** Thrown by {@link createMetrics} for options that could never produce a metric. */
export class InvalidMetricsOptionError extends Error {
  override readonly name = "InvalidMetricsOptionError";
}

/** Says why CloudWatch would not take the name of a metric; undefined if it would. */
export function metricNameProblem(name: unknown): string | undefined {
  if (typeof name !== "string" || name.trim() === "")
    return "the metric's name must be a string that is not blank";
  if (name.length > EMF_LIMITS.metricNameLength)
    return `the metric's name is longer than ${EMF_LIMITS.metricNameLength}`;
  if (!isPrintable(name)) return "the metric's name has control characters";
  if (name === "_aws") return "a metric cannot be named _aws, which holds the metadata";
  return undefined;
}

/** Says why CloudWatch would not take a value; undefined if it would. */
export function valueProblem(value: unknown): string | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return "the value is not a finite number";
  if (Math.abs(value) > EMF_LIMITS.largestMagnitude) return "the value is beyond ±2^360";
  return undefined;
}

/**
 * Says why a dimension would not be published; undefined if it would. An empty or non-text value would make CloudWatch drop
 * the whole set, so it must never be written.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
export function dimensionProblem(name: string, value: unknown): string | undefined {
  if (name.trim() === "") return "a dimension's name must not be blank";
  if (name.length > EMF_LIMITS.dimensionNameLength)
    return `a dimension's name is longer than ${EMF_LIMITS.dimensionNameLength}`;
  if (name.startsWith(":")) return "a dimension's name must not start with a colon";
  if (name === "_aws") return "a dimension cannot be named _aws, which holds the metadata";
  if (!isPrintableAscii(name)) return "a dimension's name must be printable ASCII";
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    return "a dimension's value must be a string, a number or a boolean";
  }
  const text = String(value);
  if (text.trim() === "") return "a dimension's value must not be blank";
  if (text.length > EMF_LIMITS.dimensionValueLength)
    return `a dimension's value is longer than ${EMF_LIMITS.dimensionValueLength}`;
  if (!isPrintableAscii(text)) return "a dimension's value must be printable ASCII";
  return undefined;
}

/** @throws InvalidMetricsOptionError if CloudWatch would not take the namespace. */
export function checkNamespace(namespace: unknown): string {
  if (typeof namespace !== "string" || !/^[0-9A-Za-z.\-_/#: ]+$/.test(namespace) || namespace.trim() === "") {
    throw new InvalidMetricsOptionError(
      `namespace: expected letters, digits and . - _ / # : or blanks, got ${JSON.stringify(namespace)}`,
    );
  }
  if (namespace.length > EMF_LIMITS.namespaceLength) {
    throw new InvalidMetricsOptionError(
      `namespace: expected at most ${EMF_LIMITS.namespaceLength} characters, got ${namespace.length}`,
    );
  }
  if (namespace.startsWith("AWS/")) {
    throw new InvalidMetricsOptionError(
      `namespace: ${namespace} begins with AWS/, which is reserved for AWS services`,
    );
  }
  return namespace;
}

function isPrintable(text: string): boolean {
  return !/[\x00-\x1f\x7f]/.test(text);
}

function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
