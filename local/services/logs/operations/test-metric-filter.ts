import type { TestMetricFilterRequest } from "@aws-sdk/client-cloudwatch-logs";
import { validateTestMetricFilter } from "cumulog/semantics";
import type { Input } from "#kernel/service.ts";
import { compileFilterPattern } from "../filter-pattern.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html */
export function testMetricFilter(input: Input<TestMetricFilterRequest>) {
  validateTestMetricFilter(input);
  const pattern = compileFilterPattern(input.filterPattern);
  const matches = input.logEventMessages.flatMap((eventMessage, eventNumber) => {
    const extractedValues = pattern.match(eventMessage);
    return extractedValues ? [{ eventNumber, eventMessage, extractedValues }] : [];
  });
  return { matches };
}
