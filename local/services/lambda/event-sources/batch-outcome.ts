/**
 * Which records of a batch a function's answer leaves undone: `"all"`, or their identifiers.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 *
 * @param answer the function's answer as JSON
 */
export function undoneRecords(answer: string, identifiers: readonly string[]): ReadonlySet<string> | "all" {
  const failures = failuresOf(answer);
  if (failures === undefined) return new Set();
  const named = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const known = new Set(identifiers);
  if (!named.every((one): one is string => typeof one === "string" && known.has(one))) return "all";
  return new Set(named);
}

function failuresOf(answer: string): readonly unknown[] | undefined {
  try {
    const { batchItemFailures } = (JSON.parse(answer || "null") ?? {}) as { batchItemFailures?: unknown };
    return Array.isArray(batchItemFailures) ? batchItemFailures : undefined;
  } catch {
    return undefined;
  }
}
