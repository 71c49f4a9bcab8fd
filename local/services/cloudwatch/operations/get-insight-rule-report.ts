import { ServiceError } from "#kernel/service-error.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetInsightRuleReport.html */
export function getInsightRuleReport() {
  throw new ServiceError(
    "InvalidParameterValueException",
    "The local cloud keeps Contributor Insights rules and counts no contributors.",
  );
}
